package io.modelwatch.quality.drift;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The values of one feature over some exchanges. */
public sealed interface Sample {

    int count();

    /**
     * Values of a feature that is measured.
     *
     * @param sorted finite numbers in ascending order; not copied, not to be changed
     */
    @SuppressWarnings("ArrayRecordComponent") // large, handed on, never compared
    record Numbers(double[] sorted) implements Sample {

        public Numbers {
            for (int i = 0; i < sorted.length; i++) {
                if (!Double.isFinite(sorted[i]) || (i > 0 && sorted[i] < sorted[i - 1])) {
                    throw new IllegalArgumentException("numbers must be finite and in ascending order");
                }
            }
        }

        public static Numbers of(double... values) {
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            return new Numbers(sorted);
        }

        @Override
        public int count() {
            return sorted.length;
        }

        int distinct() {
            int distinct = sorted.length == 0 ? 0 : 1;
            for (int i = 1; i < sorted.length; i++) {
                distinct += sorted[i] != sorted[i - 1] ? 1 : 0;
            }
            return distinct;
        }

        /** How many distinct values both have together. */
        int distinctWith(Numbers other) {
            double[] together = Arrays.copyOf(sorted, sorted.length + other.sorted.length);
            System.arraycopy(other.sorted, 0, together, sorted.length, other.sorted.length);
            return Numbers.of(together).distinct();
        }

        /** Between neighbours by linear interpolation. */
        double quantile(double share) {
            double position = (sorted.length - 1) * share;
            int below = (int) Math.floor(position);
            double low = sorted[below];
            double high = sorted[Math.min(below + 1, sorted.length - 1)];
            double part = position - below;
            return part < 0.5 ? low + (high - low) * part : high - (high - low) * (1 - part);
        }

        double min() {
            return sorted[0];
        }

        double max() {
            return sorted[sorted.length - 1];
        }
    }

    /**
     * Values of a feature that is one of some names.
     *
     * @param counts how often each name occurred
     */
    record Categories(SortedMap<String, Integer> counts) implements Sample {

        public Categories {
            counts = new TreeMap<>(counts);
        }

        public static Categories of(Iterable<String> values) {
            SortedMap<String, Integer> counts = new TreeMap<>();
            for (String value : values) {
                counts.merge(value, 1, Integer::sum);
            }
            return new Categories(counts);
        }

        @Override
        public int count() {
            return counts.values().stream().mapToInt(Integer::intValue).sum();
        }

        /** How many distinct names both have together. */
        int distinctWith(Categories other) {
            return (int) other.counts.keySet().stream()
                            .filter(name -> !counts.containsKey(name))
                            .count()
                    + counts.size();
        }

        /** The same with its numbers as names, for numbers of few distinct values. */
        static Categories of(Numbers numbers) {
            SortedMap<String, Integer> counts = new TreeMap<>();
            for (double value : numbers.sorted()) {
                counts.merge(Double.toString(value), 1, Integer::sum);
            }
            return new Categories(counts);
        }

        static Categories of(Map<String, Integer> counts) {
            return new Categories(new TreeMap<>(counts));
        }
    }

    /**
     * Texts of any length.
     *
     * @param values in the order in which they came
     */
    record Texts(List<String> values) implements Sample {

        public Texts {
            values = List.copyOf(values);
        }

        @Override
        public int count() {
            return values.size();
        }
    }
}
