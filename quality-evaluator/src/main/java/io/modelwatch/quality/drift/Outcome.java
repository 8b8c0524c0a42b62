package io.modelwatch.quality.drift;

import org.jspecify.annotations.Nullable;

/** What a method says about two samples. */
public sealed interface Outcome {

    /**
     * The method applies.
     *
     * @param value a finite distance or probability, see the method
     * @param statistic what a probability by permutation rests on; null for others
     */
    record Value(double value, @Nullable Double statistic) implements Outcome {

        public Value {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("a value must be finite, not " + value);
            }
        }
    }

    /**
     * The method was not made for these samples.
     *
     * @param reason why not, for people
     */
    record Undefined(String reason) implements Outcome {}

    static Outcome of(double value) {
        return of(value, null);
    }

    static Outcome of(double value, @Nullable Double statistic) {
        return Double.isFinite(value)
                ? new Value(value, statistic)
                : new Undefined("is not defined for so few or such uniform values");
    }
}
