package io.modelwatch.logindexer.elasticsearch;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.http.entity.ContentType;
import org.apache.http.nio.entity.NStringEntity;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Installs the lifecycle policy and the templates before the first document goes out, and again whenever Elasticsearch
 * may have become another one. Without them documents would land in an index of some other shape.
 */
@ApplicationScoped
public class Templates {

    private static final Logger LOG = Logger.getLogger(Templates.class);
    private static final int MAX_ADAPTATIONS = 20;

    private final Requests requests;
    private final DataStreamConfig config;
    private final ElasticsearchState state;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile boolean installed;
    private String lastLogged = "";

    Templates(Requests requests, DataStreamConfig config, ElasticsearchState state) {
        this.requests = requests;
        this.config = config;
        this.state = state;
    }

    /** Whether the templates are known to be there. */
    public boolean installed() {
        return installed;
    }

    /** They may be gone: look again before the next document. */
    void invalidate() {
        installed = false;
    }

    /** Makes sure that the templates are there; returns why they are not, or null. */
    @Nullable
    String ensure() throws InterruptedException {
        if (installed) {
            return null;
        }
        lock.lockInterruptibly();
        try {
            if (installed) {
                return null;
            }
            String failure = config.manageTemplates() ? install() : null;
            installed = failure == null;
            return failure;
        } catch (IOException e) {
            state.unreachable(String.valueOf(e.getMessage()));
            return "Elasticsearch does not answer: " + e.getMessage();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable String install() throws IOException, InterruptedException {
        TemplateBodies bodies = new TemplateBodies(config.retention(), config.refreshInterval());
        Reply policy = put("/_ilm/policy/logs-llm", bodies.policy());
        if (isUnknownPath(policy)) {
            bodies.withoutPolicies();
        } else if (!policy.isSuccess()) {
            return logged("lifecycle policy refused", policy);
        }
        for (int i = 0; i < MAX_ADAPTATIONS; i++) {
            Reply reply = put("/_component_template/logs-llm@settings", bodies.settings());
            if (reply.isSuccess()) {
                reply = put("/_component_template/logs-llm@mappings", bodies.mappings());
            }
            if (reply.isSuccess()) {
                reply = put("/_index_template/logs-llm", bodies.template());
            }
            if (reply.isSuccess()) {
                log("templates installed adaptations=" + bodies.adaptations());
                return null;
            }
            if (reply.status() != 400 || !bodies.adaptTo(reply.errorReason())) {
                return logged("templates refused", reply);
            }
        }
        return "templates refused";
    }

    private static boolean isUnknownPath(Reply reply) {
        return reply.status() == 405
                || (reply.status() == 400 && reply.errorReason().contains("no handler found"));
    }

    private Reply put(String path, String body) throws IOException, InterruptedException {
        return requests.send("PUT", path, Map.of(), new NStringEntity(body, ContentType.APPLICATION_JSON));
    }

    private String logged(String what, Reply reply) {
        String failure = what + " status=" + reply.status() + " reason=" + reply.errorReason();
        if (!failure.equals(lastLogged)) {
            LOG.error(failure);
            lastLogged = failure;
        }
        return failure;
    }

    private void log(String success) {
        if (!success.equals(lastLogged)) {
            LOG.info(success);
            lastLogged = success;
        }
    }
}
