package io.modelwatch.collector.request;

import org.jspecify.annotations.Nullable;

/**
 * Who asked which model for what.
 *
 * @param operation such as {@code chat} or {@code embeddings}
 */
public record Origin(
        String model,
        @Nullable String service,
        @Nullable String environment,
        @Nullable String provider,
        @Nullable String operation,
        @Nullable String userId,
        @Nullable String sessionId) {}
