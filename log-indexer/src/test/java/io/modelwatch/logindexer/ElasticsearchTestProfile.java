package io.modelwatch.logindexer;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A spool and a data stream of the test class's own, and pauses that suit a test. */
public final class ElasticsearchTestProfile implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.ofEntries(
                Map.entry("log-indexer.data-stream.namespace", "${modelwatch.test.namespace}"),
                Map.entry("log-indexer.data-stream.refresh-interval", "200ms"),
                Map.entry("log-indexer.spool.directory", "target/spools/${modelwatch.test.namespace}"),
                Map.entry("log-indexer.spool.reserve-bytes", "1M"),
                Map.entry("log-indexer.delivery.linger", "5ms"),
                Map.entry("log-indexer.delivery.shortest-pause", "20ms"),
                Map.entry("log-indexer.delivery.longest-pause", "200ms"),
                Map.entry("log-indexer.intake.max-record-bytes", "1M"),
                Map.entry("log-indexer.stream.tail-interval", "50ms"),
                Map.entry("log-indexer.stream.tail-events", "50"),
                Map.entry("log-indexer.stream.max-tails", "3"),
                Map.entry("log-indexer.stream.heartbeat", "300ms"),
                Map.entry("log-indexer.search.max-answer-bytes", "1M"));
    }
}
