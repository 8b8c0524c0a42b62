package io.modelwatch.quality.request;

import io.modelwatch.intake.Limits;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** How much one request may bring along. */
@ConfigMapping(prefix = "quality-evaluator.request")
public interface RequestConfig {

    /** Most bytes of a body, inflated. */
    @WithDefault("33554432")
    @Min(1024)
    @Max(1073741824)
    int maxBodyBytes();

    /** Most values, vectors or labels of an array. */
    @WithDefault("100000")
    @Min(10)
    @Max(10000000)
    int maxValues();

    /** Most requests worked on at a time. */
    @WithDefault("2")
    @Min(1)
    int maxConcurrent();

    /** Most requests that wait; more are refused with 503. */
    @WithDefault("32")
    @Min(0)
    int maxWaiting();

    default Limits limits() {
        return new Limits(maxBodyBytes(), maxBodyBytes(), 2, 16);
    }
}
