package io.modelwatch.collector.exposition;

/** Which families of requests stand at /metrics. */
public enum ExposedNames {
    /** {@code llm_…}, in milliseconds. */
    SEED,
    /** {@code gen_ai_…} of the OpenTelemetry conventions, in seconds. */
    OTEL,
    BOTH;

    boolean seed() {
        return this != OTEL;
    }

    boolean otel() {
        return this != SEED;
    }
}
