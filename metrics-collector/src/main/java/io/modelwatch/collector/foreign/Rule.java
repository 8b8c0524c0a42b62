package io.modelwatch.collector.foreign;

/** How the values of one foreign metric become those of the catalogue. */
sealed interface Rule {

    /**
     * A value taken as it is, but for its unit.
     *
     * @param factor from the foreign unit to ours
     * @param fallback whether it steps back where another metric says the same
     */
    record Gauge(String metric, double factor, boolean fallback) implements Rule {}

    /** A total whose increments count. */
    record Total(String metric) implements Rule {}

    /** Seconds that a CPU spent in a mode; those in {@code idle} and {@code iowait} are not used. */
    record CpuSeconds(String metric) implements Rule {}

    /** What is still free of a whole that another metric has; what is used is per cent of the whole. */
    record Free(String metric) implements Rule {}

    /** The whole that belongs to {@link Free}. */
    record Whole(String metric) implements Rule {}
}
