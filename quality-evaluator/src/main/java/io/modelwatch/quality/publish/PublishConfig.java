package io.modelwatch.quality.publish;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When and what is published. */
@ConfigMapping(prefix = "quality-evaluator.publish")
public interface PublishConfig {

    /** Time between two publications, such as {@code 15s}; {@code off} for none. */
    @WithDefault("15s")
    String interval();

    /** Length of the window whose figures are published. */
    @WithDefault("1m")
    Duration window();

    /** Most models that are published by name, those with the most evaluations first. */
    @WithDefault("100")
    int maxModels();
}
