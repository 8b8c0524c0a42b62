package io.modelwatch.quality.exposition;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;

/** Settings of {@code /metrics}. */
@ConfigMapping(prefix = "quality-evaluator.exposition")
public interface ExpositionConfig {

    /** Most models that get a label of their own; all others are counted as {@code other}. */
    @WithDefault("200")
    @Min(1)
    int maxModels();
}
