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
 * @param special those with prices of their own
 */
public record Tokens(
        @Nullable Long input,
        @Nullable Long output,
        @Nullable Long cached,
        @Nullable Long reasoning,
        @Nullable Boolean cacheHit,
        Special special) {

    /**
     * Those with prices of their own.
     *
     * @param cacheWritten those of the input that the provider put into its prompt cache
     * @param audioInput those of the input that were heard
     * @param audioOutput those of the output that were spoken
     * @param images that were made; no tokens
     */
    public record Special(
            @Nullable Long cacheWritten,
            @Nullable Long audioInput,
            @Nullable Long audioOutput,
            @Nullable Long images) {

        static final Special NONE = new Special(null, null, null, null);

        public long cacheWrittenOrZero() {
            return cacheWritten == null ? 0 : cacheWritten;
        }

        public long audioInputOrZero() {
            return audioInput == null ? 0 : audioInput;
        }

        public long audioOutputOrZero() {
            return audioOutput == null ? 0 : audioOutput;
        }

        public long imagesOrZero() {
            return images == null ? 0 : images;
        }
    }

    /** Without any of the special ones. */
    public Tokens(
            @Nullable Long input,
            @Nullable Long output,
            @Nullable Long cached,
            @Nullable Long reasoning,
            @Nullable Boolean cacheHit) {
        this(input, output, cached, reasoning, cacheHit, Special.NONE);
    }

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
        return input != null || output != null || special.images() != null;
    }

    public boolean fromCache() {
        return Boolean.TRUE.equals(cacheHit);
    }
}
