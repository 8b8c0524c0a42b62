package io.modelwatch.collector.langfuse;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** Settings of Langfuse's batch ingestion. */
@ConfigMapping(prefix = "metrics-collector.langfuse")
public interface LangfuseConfig {

    /** Whether inputs and outputs are kept: handed to log-indexer and evaluated. */
    @WithDefault("false")
    boolean keepContent();

    /** How many generations that have not ended, and how many traces, are remembered. */
    @WithDefault("20000")
    @Min(1)
    int maxOpen();

    /** How long they are remembered. */
    @WithDefault("1h")
    Duration openFor();
}
