package io.modelwatch.collector.catalogue;

/** The layer of the system that a metric tells about. */
public enum MetricLevel {
    INFRASTRUCTURE,
    APPLICATION,
    MODEL_QUALITY,
    BUSINESS
}
