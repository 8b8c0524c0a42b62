package io.modelwatch.collector.foreign;

import java.util.Map;

/** How the values of one foreign metric become those of the catalogue. */
sealed interface Rule {

    /** The metric of the catalogue. */
    String metric();

    /**
     * A value taken as it is, but for its unit.
     *
     * @param factor from the foreign unit to ours
     * @param fallback whether it steps back where another metric says the same
     * @param where labels that only those series have that count
     */
    record Gauge(String metric, double factor, boolean fallback, Map<String, String> where) implements Rule {

        public Gauge {
            where = Map.copyOf(where);
        }
    }

    /**
     * A total whose increments count.
     *
     * @param factor from the foreign unit to ours
     * @param except labels of series that do not count
     */
    record Total(String metric, double factor, Map<String, String> except) implements Rule {

        public Total {
            except = Map.copyOf(except);
        }
    }

    /**
     * A total of what was measured, whose increments are divided by those of {@link MeanCount}: the mean since the last
     * reading.
     *
     * @param factor from the foreign unit to ours
     */
    record MeanSum(String metric, double factor) implements Rule {}

    /** How often it was measured. */
    record MeanCount(String metric) implements Rule {}

    /** Seconds that a CPU spent in a mode; those in {@code idle} and {@code iowait} are not used. */
    record CpuSeconds(String metric) implements Rule {}

    /** What is still free of a whole that another metric has; what is used is per cent of the whole. */
    record Free(String metric) implements Rule {}

    /** The whole that belongs to {@link Free}. */
    record Whole(String metric) implements Rule {}

    /** Whether its values are increments of a total that only grows. */
    default boolean isTotal() {
        return switch (this) {
            case Gauge gauge -> false;
            case Free free -> false;
            case Whole whole -> false;
            case Total total -> true;
            case MeanSum sum -> true;
            case MeanCount count -> true;
            case CpuSeconds seconds -> true;
        };
    }
}
