package io.modelwatch.security.http;

import com.google.re2j.Pattern;
import io.modelwatch.security.audit.AuditEvent;
import io.modelwatch.security.audit.AuditEvent.Outcome;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Writes down who did what, to the logger {@value AuditEvent#CATEGORY}. */
@ApplicationScoped
public class Audit {

    private static final Logger LOG = Logger.getLogger(AuditEvent.CATEGORY);
    private static final String REQUEST_ID = "X-Request-Id";
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._:/+=-]{1,100}");

    private final String service;
    private final InstantSource clock = InstantSource.system();

    Audit(@ConfigProperty(name = "quarkus.application.name", defaultValue = "modelwatch") String service) {
        this.service = service;
    }

    /** Writes a line when the answer is out, or the client has gone. */
    void whenAnswered(Visit visit, String principal) {
        Instant time = clock.instant();
        String id = requestId(visit);
        visit.context().response().putHeader(REQUEST_ID, id);
        visit.context().addEndHandler(ended -> {
            int status = visit.context().response().getStatusCode();
            log(visit, time, principal, ended.succeeded() ? Outcome.of(status) : Outcome.FAILED, status, id);
        });
    }

    /** Writes a line now. */
    void write(Visit visit, String principal, Outcome outcome, int status) {
        log(visit, clock.instant(), principal, outcome, status, requestId(visit));
    }

    private void log(Visit visit, Instant time, String principal, Outcome outcome, int status, String id) {
        SocketAddress remote = visit.context().request().remoteAddress();
        LOG.info(new AuditEvent(
                        time,
                        service,
                        principal,
                        remote == null ? "" : String.valueOf(remote.hostAddress()),
                        visit.context().request().method().name(),
                        visit.access().path(),
                        visit.access().variables(),
                        outcome,
                        status,
                        id)
                .line());
    }

    private static String requestId(Visit visit) {
        String given = visit.context().request().getHeader(REQUEST_ID);
        return given != null && PLAIN.matches(given) ? given : UUID.randomUUID().toString();
    }
}
