package io.modelwatch.collector.derive;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of derived metrics. */
@ConfigMapping(prefix = "metrics-collector.derive")
public interface DeriveConfig {

    /** How often derived metrics are computed, such as {@code 15s}. */
    @WithDefault("15s")
    String every();
}
