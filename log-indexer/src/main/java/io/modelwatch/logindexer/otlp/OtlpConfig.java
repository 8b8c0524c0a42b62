package io.modelwatch.logindexer.otlp;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;

/** Bounds of OTLP, whose bodies must be in memory as a whole. */
@ConfigMapping(prefix = "log-indexer.otlp")
interface OtlpConfig {

    /** Most bytes of one body, counted after inflating. */
    @WithDefault("16M")
    MemorySize maxBodyBytes();

    /** Most bytes of bodies in memory, over all requests; beyond it requests are refused with 503. */
    @WithDefault("32M")
    MemorySize maxWaitingBytes();

    /** Most log records or spans of one request; those beyond are rejected in its answer. */
    @WithDefault("100000")
    @Min(1)
    int maxItems();
}
