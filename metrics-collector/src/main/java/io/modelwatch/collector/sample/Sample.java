package io.modelwatch.collector.sample;

import io.modelwatch.collector.catalogue.MetricDefinition;
import io.modelwatch.collector.window.Labels;
import java.time.Instant;

/**
 * One value of a metric, checked.
 *
 * @param value the increment for a counter
 * @param at when it was measured, not in the future
 */
record Sample(MetricDefinition metric, double value, Instant at, Labels labels) {}
