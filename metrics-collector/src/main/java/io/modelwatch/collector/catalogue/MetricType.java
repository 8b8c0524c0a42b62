package io.modelwatch.collector.catalogue;

/** How the values of a metric are to be read. */
public enum MetricType {
    /** Goes up only; values are increments. */
    COUNTER,
    /** Goes up and down. */
    GAUGE,
    /** A distribution, read by its quantiles. */
    HISTOGRAM,
    /** A distribution whose quantiles are computed where it is measured; read like a histogram. */
    SUMMARY
}
