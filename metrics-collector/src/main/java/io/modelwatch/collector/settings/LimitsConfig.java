package io.modelwatch.collector.settings;

import io.modelwatch.intake.Limits;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** Bounds of request bodies. */
@ConfigMapping(prefix = "metrics-collector.limits")
public interface LimitsConfig {

    /** Most bytes of a body, counted after inflating. */
    @WithDefault("8M")
    MemorySize maxBody();

    /** Most bytes of one record. */
    @WithDefault("1M")
    MemorySize maxRecord();

    /** Most records of one body. */
    @WithDefault("10000")
    @Min(1)
    @Max(1_000_000)
    int maxRecords();

    /** Most bytes of records that are being taken in at one time; a body that finds no room is answered 503. */
    @WithDefault("64M")
    MemorySize maxInFlight();

    /** The bounds as the reader of bodies takes them. */
    default Limits toLimits() {
        return new Limits(
                maxBody().asLongValue(),
                Math.toIntExact(maxRecord().asLongValue()),
                maxRecords(),
                Limits.DEFAULT.maxDepth());
    }
}
