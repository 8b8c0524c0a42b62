package io.modelwatch.collector.longterm;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Settings of the long-term store; how records get there is under {@code metrics-collector.forward.clickhouse}. */
@ConfigMapping(prefix = "metrics-collector.clickhouse")
public interface ClickHouseConfig {

    /** Its HTTP interface, such as {@code http://127.0.0.1:8123}; without it there is no long-term store. */
    Optional<URI> url();

    /** The database; it is created where it is missing. */
    @WithDefault("modelwatch")
    @Pattern(regexp = "[a-zA-Z_][a-zA-Z0-9_]*")
    String database();

    /** Who asks. */
    @WithDefault("default")
    String user();

    /** With which password. */
    Optional<String> password();

    /** How long an answer may take. */
    @WithDefault("30s")
    Duration timeout();

    /** How many months of requests are kept. */
    @WithDefault("13")
    @Min(1)
    int keepMonths();
}
