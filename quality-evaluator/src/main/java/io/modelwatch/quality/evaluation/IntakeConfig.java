package io.modelwatch.quality.evaluation;

import io.modelwatch.intake.Limits;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** Bounds of what is taken in. */
@ConfigMapping(prefix = "quality-evaluator.intake")
public interface IntakeConfig {

    /** Most bytes of one body, inflated. */
    @WithDefault("33554432")
    @Min(1)
    long maxBodyBytes();

    /** Most bytes of one item. */
    @WithDefault("1048576")
    @Min(2)
    @Max(1 << 30)
    int maxRecordBytes();

    /** Most items in one body. */
    @WithDefault("10000")
    @Min(1)
    int maxRecords();

    /** Most pieces of context in one item. */
    @WithDefault("1000")
    @Min(0)
    int maxContexts();

    /** Most bodies worked on at a time; more wait. */
    @WithDefault("16")
    @Min(1)
    int maxConcurrentBodies();

    /** Most bodies that wait; more are answered 503. */
    @WithDefault("64")
    @Min(0)
    int maxWaitingBodies();

    /** Rows of one insert. All of a body are committed together. */
    @WithDefault("500")
    @Min(1)
    @Max(10000)
    int batchSize();

    default Limits limits() {
        return new Limits(maxBodyBytes(), maxRecordBytes(), maxRecords(), Limits.DEFAULT.maxDepth());
    }
}
