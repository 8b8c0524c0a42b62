package io.modelwatch.collector.request;

import org.jspecify.annotations.Nullable;

/**
 * Tokens of a request.
 *
 * @param input cached ones included
 * @param output reasoning ones included
 * @param cached those of the input that the provider had in its prompt cache
 * @param reasoning those of the output that were thought, not said
 * @param cacheHit whether the whole answer came from a cache and no model ran
 */
public record Tokens(
        @Nullable Long input,
        @Nullable Long output,
        @Nullable Long cached,
        @Nullable Long reasoning,
        @Nullable Boolean cacheHit) {

    public long inputOrZero() {
        return input == null ? 0 : input;
    }

    public long outputOrZero() {
        return output == null ? 0 : output;
    }

    public long cachedOrZero() {
        return cached == null ? 0 : cached;
    }

    public long reasoningOrZero() {
        return reasoning == null ? 0 : reasoning;
    }

    /** Whether any count was reported. */
    public boolean counted() {
        return input != null || output != null;
    }

    public boolean fromCache() {
        return Boolean.TRUE.equals(cacheHit);
    }
}
