package io.modelwatch.collector.dashboard;

import io.modelwatch.collector.catalogue.MetricDefinition;
import io.modelwatch.collector.catalogue.MetricLevel;
import io.modelwatch.collector.catalogue.MetricType;
import io.modelwatch.collector.health.HealthJson;
import io.modelwatch.collector.query.Known;
import io.modelwatch.collector.query.KnownMetrics;
import io.modelwatch.collector.query.MetricSource;
import io.modelwatch.collector.query.Question;
import io.modelwatch.collector.query.Statistic;
import io.modelwatch.collector.window.Labels;
import io.modelwatch.collector.window.Selection;
import io.modelwatch.collector.window.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Puts a dashboard together. */
final class Dashboard {

    private static final Statistic P95 = new Statistic(Statistic.Kind.PERCENTILE, 95);
    private static final Statistic RATE = new Statistic(Statistic.Kind.RATE, 0);
    private static final Statistic LAST = new Statistic(Statistic.Kind.LAST, 0);
    private static final Statistic SUM = new Statistic(Statistic.Kind.SUM, 0);

    private static final Map<MetricLevel, List<String>> TITLES = Map.of(
            MetricLevel.INFRASTRUCTURE, List.of("Infrastructure", "基础设施"),
            MetricLevel.APPLICATION, List.of("Application", "应用性能"),
            MetricLevel.MODEL_QUALITY, List.of("Model quality", "模型质量"),
            MetricLevel.BUSINESS, List.of("Business", "业务效果"));

    private Dashboard() {}

    static DashboardJson of(KnownMetrics known, MetricSource source, HealthJson health, Window window, Instant now) {
        Map<String, String> statuses = new HashMap<>();
        Stream.concat(health.checks().stream(), health.passed().stream())
                .forEach(finding -> statuses.put(finding.metric(), finding.status()));
        List<DashboardJson.Layer> layers = new ArrayList<>();
        for (MetricLevel level : MetricLevel.values()) {
            List<String> titles = TITLES.getOrDefault(level, List.of("", ""));
            layers.add(new DashboardJson.Layer(
                    level.name().toLowerCase(Locale.ROOT),
                    titles.getFirst(),
                    titles.getLast(),
                    known.all().stream()
                            .filter(metric -> metric.definition().level() == level)
                            .flatMap(metric -> metric(metric, source, window, statuses).stream())
                            .toList()));
        }
        return new DashboardJson(now, health.scope(), health.replica(), window.text(), layers, health);
    }

    private static Optional<DashboardJson.Metric> metric(
            Known metric, MetricSource source, Window window, Map<String, String> statuses) {
        MetricDefinition definition = metric.definition();
        Statistic current = current(metric);
        List<Statistic> asked = Stream.of(current, P95, RATE)
                .filter(one -> metric instanceof Known.Measured measured
                        ? one.fits(measured.definition().type())
                        : one.equals(current))
                .toList();
        Map<String, Double> all = source.overview(
                        new Question(metric, current, Selection.ALL_TOGETHER, window, null), asked)
                .series()
                .get(Labels.NONE);
        Double value = all == null ? null : all.get(current.text());
        if (all == null || value == null) {
            return Optional.empty();
        }
        return Optional.of(new DashboardJson.Metric(
                definition.name(),
                metric.type(),
                definition.unit(),
                definition.description(),
                definition.descriptionZh(),
                definition.direction().name().toLowerCase(Locale.ROOT),
                definition.warning(),
                definition.critical(),
                value,
                all.get(P95.text()),
                all.get(RATE.text()),
                statuses.get(definition.name())));
    }

    private static Statistic current(Known metric) {
        return switch (metric) {
            case Known.Derived derived -> Statistic.RATIO;
            case Known.Measured measured -> measured.definition().type() == MetricType.COUNTER ? SUM : LAST;
        };
    }
}
