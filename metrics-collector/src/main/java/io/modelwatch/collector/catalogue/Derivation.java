package io.modelwatch.collector.catalogue;

import org.jspecify.annotations.Nullable;

/**
 * How a gauge comes from counters: the increments of one in a window, divided by those of another, or by the seconds.
 *
 * @param numerator a counter of the catalogue
 * @param denominator a counter of the catalogue; null: the seconds of the window
 * @param factor the quotient is multiplied by it, such as 100 for per cent
 * @param window such as {@code 5m}
 */
public record Derivation(String numerator, @Nullable String denominator, double factor, String window) {}
