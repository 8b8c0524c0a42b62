package io.modelwatch.collector.litellm;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of LiteLLM's callback. */
@ConfigMapping(prefix = "metrics-collector.litellm")
public interface LiteLlmConfig {

    /** Whether prompts and responses are kept: handed to log-indexer and evaluated. */
    @WithDefault("false")
    boolean keepContent();
}
