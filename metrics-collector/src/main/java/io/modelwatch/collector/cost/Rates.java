package io.modelwatch.collector.cost;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Dollars per token.
 *
 * @param cached for input that the provider had in its prompt cache; absent: as other input
 * @param reasoning for output that was thought, not said; absent: as other output
 */
record Rates(
        BigDecimal input,
        BigDecimal output,
        @Nullable BigDecimal cached,
        @Nullable BigDecimal reasoning) {

    BigDecimal cachedOrInput() {
        return cached == null ? input : cached;
    }

    BigDecimal reasoningOrOutput() {
        return reasoning == null ? output : reasoning;
    }
}
