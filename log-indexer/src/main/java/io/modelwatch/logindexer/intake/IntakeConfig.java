package io.modelwatch.logindexer.intake;

import io.modelwatch.intake.Limits;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;

/** Bounds of what is taken in. */
@ConfigMapping(prefix = "log-indexer.intake")
public interface IntakeConfig {

    /** Most bytes of one body, counted after inflating. */
    @WithDefault("48M")
    MemorySize maxBodyBytes();

    /** Most bytes of one record. */
    @WithDefault("2M")
    MemorySize maxRecordBytes();

    /** Most records of one body. */
    @WithDefault("10000")
    @Min(1)
    int maxRecords();

    /** Most bytes of documents that wait for the disk, over all requests; beyond it bodies are refused with 503. */
    @WithDefault("64M")
    MemorySize maxWaitingBytes();

    /** Most records that are parsed at a time. */
    @WithDefault("4")
    @Min(1)
    int parallelism();

    default Limits limits() {
        try {
            return new Limits(
                    maxBodyBytes().asLongValue(),
                    Math.toIntExact(maxRecordBytes().asLongValue()),
                    maxRecords(),
                    Limits.DEFAULT.maxDepth());
        } catch (ArithmeticException | IllegalArgumentException e) {
            throw new IllegalArgumentException("log-indexer.intake: " + e.getMessage(), e);
        }
    }
}
