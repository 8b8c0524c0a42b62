package io.modelwatch.collector.health;

import io.modelwatch.collector.catalogue.Catalogue;
import io.modelwatch.collector.catalogue.MetricDefinition;
import io.modelwatch.collector.catalogue.MetricType;
import io.modelwatch.collector.catalogue.Severity;
import io.modelwatch.collector.window.Labels;
import io.modelwatch.collector.window.MetricWindows;
import io.modelwatch.collector.window.MetricWindows.Current;
import io.modelwatch.collector.window.Selection;
import io.modelwatch.collector.window.Statistics;
import io.modelwatch.collector.window.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Compares current values with the thresholds of the catalogue. Of a gauge, the worst of its label sets' latest values
 * counts; of a histogram, its 95th percentile over all requests, since a single slow request is no illness.
 */
final class HealthRules {

    /**
     * One metric that was looked at.
     *
     * @param statistic which statistic the value is: {@code last} or {@code p95}
     * @param labels whose value it is
     */
    record Check(MetricDefinition metric, String statistic, Labels labels, double value, Severity severity) {}

    private HealthRules() {}

    /** One check for every metric that has a threshold, and values in the window. */
    static List<Check> check(Catalogue catalogue, MetricWindows windows, Window window) {
        List<Check> checks = new ArrayList<>();
        for (MetricDefinition metric : catalogue.definitions()) {
            if (metric.hasThreshold()) {
                check(metric, windows, window).ifPresent(checks::add);
            }
        }
        return checks;
    }

    private static Optional<Check> check(MetricDefinition metric, MetricWindows windows, Window window) {
        return switch (metric.type()) {
            case GAUGE -> windows.worst(metric, window).map(current -> check(metric, "last", current));
            case HISTOGRAM, SUMMARY -> percentile(metric, windows, window);
            case COUNTER -> Optional.empty();
        };
    }

    private static Optional<Check> percentile(MetricDefinition metric, MetricWindows windows, Window window) {
        Statistics statistics = windows.select(metric.name(), MetricType.HISTOGRAM, Selection.ALL_TOGETHER, window)
                .series()
                .get(Labels.NONE);
        return statistics == null || statistics.p95() == null
                ? Optional.empty()
                : Optional.of(check(metric, "p95", new Current(Labels.NONE, statistics.p95())));
    }

    private static Check check(MetricDefinition metric, String statistic, Current current) {
        return new Check(metric, statistic, current.labels(), current.value(), metric.assess(current.value()));
    }
}
