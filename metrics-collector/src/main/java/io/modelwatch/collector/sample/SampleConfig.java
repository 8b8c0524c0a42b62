package io.modelwatch.collector.sample;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** Bounds of samples. */
@ConfigMapping(prefix = "metrics-collector.samples")
public interface SampleConfig {

    /** Most labels of one sample. */
    @WithDefault("16")
    @Min(0)
    int maxLabels();

    /** Most characters of a label's name or value. */
    @WithDefault("256")
    @Min(1)
    int maxLabelChars();

    /** How far a timestamp may lie ahead; within that it counts as now. */
    @WithDefault("5m")
    Duration futureTolerance();
}
