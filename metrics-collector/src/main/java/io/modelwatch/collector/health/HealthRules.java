package io.modelwatch.collector.health;

import io.modelwatch.collector.catalogue.MetricDefinition;
import io.modelwatch.collector.catalogue.Severity;
import io.modelwatch.collector.query.Known;
import io.modelwatch.collector.query.KnownMetrics;
import io.modelwatch.collector.query.MetricSource;
import io.modelwatch.collector.query.Question;
import io.modelwatch.collector.query.Statistic;
import io.modelwatch.collector.window.Labels;
import io.modelwatch.collector.window.MetricWindows;
import io.modelwatch.collector.window.MetricWindows.Current;
import io.modelwatch.collector.window.Selection;
import io.modelwatch.collector.window.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Compares current values with the thresholds of the catalogue. Of a gauge, the worst of its label sets' latest values
 * counts; of a histogram, its 95th percentile over all requests, since a single slow request is no illness; of a derived
 * metric, its ratio over all requests.
 */
public final class HealthRules {

    private static final Statistic P95 = new Statistic(Statistic.Kind.PERCENTILE, 95);

    /**
     * One metric that was looked at.
     *
     * @param statistic which statistic the value is: {@code last}, {@code p95} or {@code ratio}
     * @param labels whose value it is
     */
    public record Check(MetricDefinition metric, String statistic, Labels labels, double value, Severity severity) {}

    private HealthRules() {}

    /** One check for every metric that has a threshold, and values in the window. */
    static List<Check> check(KnownMetrics known, MetricWindows windows, MetricSource source, Window window) {
        List<Check> checks = new ArrayList<>();
        for (Known metric : known.all()) {
            if (metric.definition().hasThreshold()) {
                check(metric, windows, source, window).ifPresent(checks::add);
            }
        }
        return checks;
    }

    private static Optional<Check> check(Known known, MetricWindows windows, MetricSource source, Window window) {
        MetricDefinition metric = known.definition();
        return switch (known) {
            case Known.Derived derived -> together(derived, Statistic.RATIO, source, window);
            case Known.Measured measured ->
                switch (metric.type()) {
                    case GAUGE -> windows.worst(metric, window).map(current -> check(metric, "last", current));
                    case HISTOGRAM, SUMMARY -> together(measured, P95, source, window);
                    case COUNTER -> Optional.empty();
                };
        };
    }

    private static Optional<Check> together(Known metric, Statistic statistic, MetricSource source, Window window) {
        return source.answer(new Question(metric, statistic, Selection.ALL_TOGETHER, window, null)).series().stream()
                .findFirst()
                .flatMap(series -> Optional.ofNullable(series.value()))
                .map(value -> check(metric.definition(), statistic.text(), new Current(Labels.NONE, value)));
    }

    private static Check check(MetricDefinition metric, String statistic, Current current) {
        return new Check(metric, statistic, current.labels(), current.value(), metric.assess(current.value()));
    }
}
