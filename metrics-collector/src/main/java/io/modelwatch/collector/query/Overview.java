package io.modelwatch.collector.query;

import io.modelwatch.collector.window.Labels;
import java.time.Instant;
import java.util.Map;

/**
 * Several statistics of one metric in a window.
 *
 * @param series the statistics by their names, by the labels that were asked for
 */
public record Overview(Instant from, Instant to, Map<Labels, Map<String, Double>> series) {}
