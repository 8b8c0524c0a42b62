package io.modelwatch.collector.cost;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Dollars per token, and per image. A price that is absent is that of the plain token of its side; that of an image is 0.
 *
 * @param perToken whether tokens have a price at all, or only images
 * @param cached for input that the provider had in its prompt cache
 * @param cacheWritten for input that the provider put into its prompt cache
 * @param reasoning for output that was thought, not said
 */
record Rates(
        boolean perToken,
        BigDecimal input,
        BigDecimal output,
        @Nullable BigDecimal cached,
        @Nullable BigDecimal cacheWritten,
        @Nullable BigDecimal reasoning,
        @Nullable BigDecimal audioInput,
        @Nullable BigDecimal audioOutput,
        @Nullable BigDecimal image) {

    /** The given price, else that of plain input. */
    BigDecimal orInput(@Nullable BigDecimal rate) {
        return rate == null ? input : rate;
    }

    /** The given price, else that of plain output. */
    BigDecimal orOutput(@Nullable BigDecimal rate) {
        return rate == null ? output : rate;
    }

    BigDecimal imageOrNothing() {
        return image == null ? BigDecimal.ZERO : image;
    }
}
