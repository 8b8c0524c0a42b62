package io.modelwatch.logindexer.lifecycle;

import io.modelwatch.logindexer.delivery.DeliverySettings;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How records are sent to Elasticsearch. */
@ConfigMapping(prefix = "log-indexer.delivery")
interface DeliveryConfig {

    /** Most records of one bulk request. */
    @WithDefault("2000")
    int maxRecords();

    /** Most bytes of one bulk request. */
    @WithDefault("5M")
    MemorySize maxBytes();

    /** Most bulk requests at a time. */
    @WithDefault("2")
    int maxInFlight();

    /** How long to wait for more records before a request that is not full. */
    @WithDefault("100ms")
    Duration linger();

    /** Pause before the first repetition. */
    @WithDefault("500ms")
    Duration shortestPause();

    /** Pause after many repetitions, and where somebody must repair something first. */
    @WithDefault("30s")
    Duration longestPause();

    /** How long a stop of the service waits for requests on their way. */
    @WithDefault("5s")
    Duration stopWithin();

    default DeliverySettings settings() {
        try {
            return new DeliverySettings(
                    maxRecords(),
                    maxBytes().asLongValue(),
                    maxInFlight(),
                    linger(),
                    shortestPause(),
                    longestPause(),
                    stopWithin());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("log-indexer.delivery: " + e.getMessage(), e);
        }
    }
}
