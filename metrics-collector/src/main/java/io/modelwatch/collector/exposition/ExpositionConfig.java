package io.modelwatch.collector.exposition;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** Settings of {@code /metrics}. */
@ConfigMapping(prefix = "metrics-collector.exposition")
public interface ExpositionConfig {

    /** Most models with a series of their own; further ones share the label value {@code other}. */
    @WithDefault("1000")
    @Min(1)
    @Max(100_000)
    int maxModels();
}
