package io.modelwatch.collector.request;

import org.jspecify.annotations.Nullable;

/** Where the request stands in a distributed trace. */
public record Trace(@Nullable String traceId, @Nullable String spanId) {}
