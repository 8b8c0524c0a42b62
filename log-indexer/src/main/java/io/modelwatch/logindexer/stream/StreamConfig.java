package io.modelwatch.logindexer.stream;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** Bounds of the live tail and of exports. */
@ConfigMapping(prefix = "log-indexer.stream")
interface StreamConfig {

    /** Most tails at a time; further ones are refused with 503. */
    @WithDefault("20")
    @Min(1)
    int maxTails();

    /** How often a tail looks for new documents. */
    @WithDefault("1s")
    Duration tailInterval();

    /** Most documents that a tail sends at a time; of more it sends the newest and counts the others as dropped. */
    @WithDefault("200")
    @Min(1)
    @Max(1000)
    int tailEvents();

    /**
     * How long a tail looks back for documents that reach Elasticsearch later than others that were received after them.
     */
    @WithDefault("30s")
    Duration tailOverlap();

    /** How long a tail is silent at most before it sends a comment, so that nobody in between closes the connection. */
    @WithDefault("15s")
    Duration heartbeat();

    /** Most exports at a time; further ones are refused with 503. */
    @WithDefault("4")
    @Min(1)
    int maxExports();

    /** How long Elasticsearch keeps the documents of an export between two of its pages. */
    @WithDefault("2m")
    Duration exportKeepAlive();
}
