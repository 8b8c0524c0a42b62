package io.modelwatch.logindexer.bulk;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.List;

/** How shippers are spoken to. */
@ConfigMapping(prefix = "log-indexer.bulk")
interface BulkConfig {

    /** Names of indices and data streams that shippers may write to, with {@code *} for any characters. */
    @WithDefault("*")
    List<String> indices();

    /** Most actions of one request. */
    @WithDefault("100000")
    @Min(1)
    int maxActions();

    /**
     * How requests are refused when the spool is full: {@code 429}, {@code 503}, {@code close} (the connection is closed
     * without an answer) or {@code auto}, which is what suits the client.
     */
    @WithDefault("auto")
    @Pattern(regexp = "auto|429|503|close", message = "must be auto, 429, 503 or close")
    String overloadAnswer();

    /** How long a request waits for room before it is refused; shorter than the time-outs of shippers. */
    @WithDefault("5s")
    Duration hold();

    /** The version of Elasticsearch that shippers are told. */
    @WithDefault("8.19.0")
    @Pattern(regexp = "[0-9]+\\.[0-9]+\\.[0-9]+", message = "must be a version such as 8.19.0")
    String reportedVersion();
}
