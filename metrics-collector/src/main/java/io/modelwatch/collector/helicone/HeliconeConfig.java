package io.modelwatch.collector.helicone;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of Helicone's log. */
@ConfigMapping(prefix = "metrics-collector.helicone")
public interface HeliconeConfig {

    /** Whether prompts and responses are kept: handed to log-indexer and evaluated. */
    @WithDefault("false")
    boolean keepContent();
}
