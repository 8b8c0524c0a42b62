package io.modelwatch.quality.embed;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** Whether detectors may look at the meaning of texts, too. */
@ConfigMapping(prefix = "quality-evaluator.embeddings")
public interface EmbeddingConfig {

    /** Off, the detectors do with words; {@code relevance}, {@code toxicity} and others are less sure then. */
    @WithDefault("true")
    boolean enabled();

    /** Vectors kept, about 2 kB each. */
    @WithDefault("4096")
    @Min(1)
    @Max(1_000_000)
    int remembered();
}
