package io.modelwatch.collector.window;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import java.util.List;

/** Settings of the windows. */
@ConfigMapping(prefix = "metrics-collector.window")
public interface WindowConfig {

    /** Width and span of the slices, from fine to coarse; the last span is the longest window that can be asked for. */
    @WithDefault("1s:2m,10s:1h,5m:24h")
    @NotEmpty
    List<String> tiers();

    /** Most label sets of one metric; values with yet another one are counted under the label value {@code other}. */
    @WithDefault("1000")
    @Min(1)
    @Max(100_000)
    int maxLabelSets();
}
