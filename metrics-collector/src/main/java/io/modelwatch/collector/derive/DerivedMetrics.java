package io.modelwatch.collector.derive;

import io.modelwatch.collector.catalogue.Catalogue;
import io.modelwatch.collector.catalogue.Derivation;
import io.modelwatch.collector.catalogue.MetricDefinition;
import io.modelwatch.collector.catalogue.MetricType;
import io.modelwatch.collector.window.Labels;
import io.modelwatch.collector.window.MetricWindows;
import io.modelwatch.collector.window.Selected;
import io.modelwatch.collector.window.Selection;
import io.modelwatch.collector.window.Statistics;
import io.modelwatch.collector.window.Window;
import java.time.Instant;
import java.util.Map;

/**
 * Computes derived metrics and adds them to the windows like samples, so that questions, health and alert rules need not
 * know the difference.
 */
final class DerivedMetrics {

    private DerivedMetrics() {}

    /** Computes all of the catalogue. */
    static void compute(Catalogue catalogue, MetricWindows windows, Instant now) {
        for (MetricDefinition metric : catalogue.definitions()) {
            if (metric.derivation() != null) {
                compute(metric, metric.derivation(), windows, now);
            }
        }
    }

    private static void compute(MetricDefinition metric, Derivation derivation, MetricWindows windows, Instant now) {
        Window window = Window.parse(derivation.window());
        Selection selection = new Selection(metric.labels(), Map.of());
        Selected<Statistics> numerators = windows.select(derivation.numerator(), MetricType.COUNTER, selection, window);
        if (derivation.denominator() == null) {
            numerators.series().forEach((labels, counted) -> {
                double rate = counted.sum() / numerators.seconds();
                add(metric, windows, labels, rate * derivation.factor(), now);
            });
            return;
        }
        windows.select(derivation.denominator(), MetricType.COUNTER, selection, window)
                .series()
                .forEach((labels, whole) -> {
                    Statistics part = numerators.series().get(labels);
                    double ratio = (part == null ? 0 : part.sum()) / whole.sum();
                    add(metric, windows, labels, ratio * derivation.factor(), now);
                });
    }

    /** A denominator of 0 says nothing. */
    private static void add(MetricDefinition metric, MetricWindows windows, Labels labels, double value, Instant now) {
        if (Double.isFinite(value)) {
            windows.add(metric.name(), MetricType.GAUGE, labels, value, now);
        }
    }
}
