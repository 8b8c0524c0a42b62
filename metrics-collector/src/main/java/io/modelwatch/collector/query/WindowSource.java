package io.modelwatch.collector.query;

import io.modelwatch.collector.catalogue.MetricDefinition;
import io.modelwatch.collector.catalogue.MetricType;
import io.modelwatch.collector.query.MetricAnswer.Point;
import io.modelwatch.collector.window.Labels;
import io.modelwatch.collector.window.MetricWindows;
import io.modelwatch.collector.window.Selected;
import io.modelwatch.collector.window.Stepped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;
import org.jspecify.annotations.Nullable;

/** Answers from the windows of this replica. Thread-safe. */
public final class WindowSource implements MetricSource {

    private final MetricWindows windows;

    public WindowSource(MetricWindows windows) {
        this.windows = windows;
    }

    @Override
    public MetricAnswer answer(Question question) {
        return switch (question.metric()) {
            case Known.Measured measured -> measured(question, measured.definition());
            case Known.Derived derived ->
                Ratios.divide(
                        answer(question.about(new Known.Measured(derived.numerator()), Statistic.SUM)),
                        answer(question.about(new Known.Measured(derived.denominator()), Statistic.SUM)),
                        derived.factor());
        };
    }

    private MetricAnswer measured(Question question, MetricDefinition metric) {
        Statistic statistic = question.statistic();
        Duration step = question.step();
        if (metric.type() == MetricType.COUNTER) {
            return step == null
                    ? whole(windows.tallies(metric.name(), question.selection(), question.window()), statistic::of)
                    : steps(
                            windows.tallies(metric.name(), question.selection(), question.window(), step),
                            statistic::of);
        }
        return step == null
                ? whole(windows.distributions(metric.name(), question.selection(), question.window()), statistic::of)
                : steps(
                        windows.distributions(metric.name(), question.selection(), question.window(), step),
                        statistic::of);
    }

    /** Puts the slices together once for all statistics. */
    @Override
    public Overview overview(Question question, List<Statistic> statistics) {
        MetricDefinition metric = question.metric().definition();
        if (question.metric() instanceof Known.Derived) {
            return MetricSource.super.overview(question, statistics);
        }
        return metric.type() == MetricType.COUNTER
                ? overview(
                        windows.tallies(metric.name(), question.selection(), question.window()),
                        statistics,
                        Statistic::of)
                : overview(
                        windows.distributions(metric.name(), question.selection(), question.window()),
                        statistics,
                        Statistic::of);
    }

    private interface Reading<A> {
        double of(Statistic statistic, A values, double seconds);
    }

    private static <A> Overview overview(Selected<A> selected, List<Statistic> statistics, Reading<A> reading) {
        Map<Labels, Map<String, Double>> series = new HashMap<>();
        selected.series().forEach((labels, values) -> {
            Map<String, Double> all = new HashMap<>();
            statistics.forEach(one -> all.put(one.text(), reading.of(one, values, selected.seconds())));
            series.put(labels, all);
        });
        return new Overview(selected.from(), selected.to(), series);
    }

    private static <A> MetricAnswer whole(Selected<A> selected, ToDoubleBiFunction<A, Double> statistic) {
        List<MetricAnswer.Series> series = new ArrayList<>();
        selected.series()
                .forEach((labels, values) -> series.add(new MetricAnswer.Series(
                        labels, statistic.applyAsDouble(values, selected.seconds()), List.of())));
        return new MetricAnswer(selected.from(), selected.to(), null, series);
    }

    private static <A> MetricAnswer steps(Stepped<A> stepped, ToDoubleBiFunction<A, Double> statistic) {
        List<MetricAnswer.Series> series = new ArrayList<>();
        for (Map.Entry<Labels, List<@Nullable A>> one : stepped.series().entrySet()) {
            List<Point> points = new ArrayList<>();
            for (int i = 0; i < one.getValue().size(); i++) {
                Instant from = stepped.startOf(i);
                A values = one.getValue().get(i);
                points.add(
                        new Point(from, values == null ? null : statistic.applyAsDouble(values, stepped.secondsOf(i))));
            }
            series.add(new MetricAnswer.Series(one.getKey(), null, points));
        }
        return new MetricAnswer(stepped.from(), stepped.to(), stepped.step(), series);
    }
}
