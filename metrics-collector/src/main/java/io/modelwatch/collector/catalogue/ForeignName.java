package io.modelwatch.collector.catalogue;

/**
 * What another program calls a metric.
 *
 * @param name in its exposition, such as {@code my_gpu_watts}
 * @param factor from its unit to ours
 */
public record ForeignName(String name, double factor) {}
