package io.modelwatch.collector.request;

import org.jspecify.annotations.Nullable;

/** How the request ended. */
public record Outcome(
        Status status,
        @Nullable String error,
        @Nullable String errorType,
        @Nullable Long httpStatus) {}
