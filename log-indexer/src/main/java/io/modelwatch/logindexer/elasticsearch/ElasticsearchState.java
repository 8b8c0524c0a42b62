package io.modelwatch.logindexer.elasticsearch;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/** What is known of Elasticsearch; its changes are logged. */
@ApplicationScoped
public class ElasticsearchState {

    private static final Logger LOG = Logger.getLogger(ElasticsearchState.class);

    private static final int FIRST_SERVER_ERROR = 500;

    private final InstantSource clock = InstantSource.system();
    private volatile State state = new State(false, Instant.EPOCH, "not asked yet");

    /**
     * A state.
     *
     * @param reachable whether it answered last time
     * @param since since when
     * @param detail why it is not reachable, or the last status
     */
    public record State(boolean reachable, Instant since, String detail) {}

    public State state() {
        return state;
    }

    void answered(int status) {
        String detail = "status " + status;
        change(status < FIRST_SERVER_ERROR, detail);
    }

    void unreachable(String reason) {
        change(false, reason);
    }

    private synchronized void change(boolean reachable, String detail) {
        State before = state;
        boolean changed = before.reachable() != reachable || before.since().equals(Instant.EPOCH);
        state = new State(reachable, changed ? clock.instant() : before.since(), detail);
        if (changed && reachable) {
            LOG.info("Elasticsearch answers");
        } else if (changed) {
            LOG.warnf("Elasticsearch does not answer, records stay in the spool reason=%s", detail);
        }
    }
}
