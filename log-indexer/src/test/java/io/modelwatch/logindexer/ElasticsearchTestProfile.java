package io.modelwatch.logindexer;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A spool and a data stream of the test class's own, and pauses that suit a test. */
public final class ElasticsearchTestProfile implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "log-indexer.data-stream.namespace", "${modelwatch.test.namespace}",
                "log-indexer.data-stream.refresh-interval", "200ms",
                "log-indexer.spool.directory", "target/spools/${modelwatch.test.namespace}",
                "log-indexer.spool.reserve-bytes", "1M",
                "log-indexer.delivery.linger", "5ms",
                "log-indexer.delivery.shortest-pause", "20ms",
                "log-indexer.delivery.longest-pause", "200ms",
                "log-indexer.intake.max-record-bytes", "1M");
    }
}
