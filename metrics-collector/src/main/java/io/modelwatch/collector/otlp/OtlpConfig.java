package io.modelwatch.collector.otlp;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of OTLP. */
@ConfigMapping(prefix = "metrics-collector.otlp")
public interface OtlpConfig {

    /** Whether prompts and responses in spans are kept: handed to log-indexer and evaluated. */
    @WithDefault("false")
    boolean keepContent();

    /**
     * Whether GenAI log events count as requests. An event and the span of the same call count once, whichever comes
     * first, and an event knows no latency: only for senders without spans.
     */
    @WithDefault("false")
    boolean countEvents();
}
