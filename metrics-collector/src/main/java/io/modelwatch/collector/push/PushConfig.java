package io.modelwatch.collector.push;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;

/** Bounds of what is kept of pushes. */
@ConfigMapping(prefix = "metrics-collector.push")
public interface PushConfig {

    /** Most groups; a push of yet another one is answered 503. */
    @WithDefault("2000")
    @Min(1)
    int maxGroups();

    /** Most series of all groups together; a push beyond is answered 503. */
    @WithDefault("100000")
    @Min(1)
    int maxSeries();
}
