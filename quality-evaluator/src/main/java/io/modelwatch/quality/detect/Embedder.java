package io.modelwatch.quality.detect;

import org.jspecify.annotations.Nullable;

/**
 * Turns a text into a vector of length 1 that says what it is about, for what words alone cannot tell. Any number of
 * threads may share one; the same text always gets the same vector.
 */
@FunctionalInterface
public interface Embedder {

    /** Where there are no models: the detectors do with words. */
    Embedder NONE = (chinese, text) -> null;

    /**
     * The vector of a text, 384 numbers of an English and 512 of a Chinese one.
     *
     * @param chinese whether the text is Chinese
     * @param text not blank; the beginning counts where it is long
     * @return null where there is no model
     */
    float @Nullable [] embed(boolean chinese, String text);
}
