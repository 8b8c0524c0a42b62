package io.modelwatch.collector.window;

import io.modelwatch.collector.catalogue.MetricDefinition;
import io.modelwatch.collector.catalogue.MetricType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The windows of every metric, by its name in the catalogue. Thread-safe. */
public final class MetricWindows {

    private final WindowBounds bounds;
    private final InstantSource clock;
    private final ConcurrentMap<String, SeriesSet<Tally>> counters = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, SeriesSet<Distribution>> distributions = new ConcurrentHashMap<>();

    public MetricWindows(WindowBounds bounds, InstantSource clock) {
        this.bounds = bounds;
        this.clock = clock;
    }

    /** How far back values are kept. */
    public Duration span() {
        return bounds.tiers().longest().span();
    }

    /** Takes a value measured at the given time; one that is older than the longest span changes nothing. */
    public void add(String metric, MetricType type, Labels labels, double value, Instant at) {
        Instant now = clock.instant();
        if (type == MetricType.COUNTER) {
            counters.computeIfAbsent(metric, name -> new SeriesSet<>(bounds, Tally::new))
                    .update(labels, at, now, tally -> tally.add(value));
        } else {
            distributions
                    .computeIfAbsent(metric, name -> new SeriesSet<>(bounds, Distribution::new))
                    .update(labels, at, now, values -> values.add(value, at));
        }
    }

    /** The statistics of a metric in a window; no series where there were no values. */
    public Selected<Statistics> select(String metric, MetricType type, Selection selection, Window window) {
        Instant now = clock.instant();
        if (type == MetricType.COUNTER) {
            SeriesSet<Tally> set = counters.getOrDefault(metric, new SeriesSet<>(bounds, Tally::new));
            Selected<Tally> selected = set.select(selection, window, now);
            Map<Labels, Statistics> series = new HashMap<>();
            selected.series().forEach((labels, tally) -> series.put(labels, Statistics.of(tally, selected.seconds())));
            return new Selected<>(selected.from(), selected.to(), series);
        }
        SeriesSet<Distribution> set = distributions.getOrDefault(metric, new SeriesSet<>(bounds, Distribution::new));
        Selected<Distribution> selected = set.select(selection, window, now);
        Map<Labels, Statistics> series = new HashMap<>();
        selected.series()
                .forEach((labels, values) -> series.put(labels, Statistics.of(values, type, selected.seconds())));
        return new Selected<>(selected.from(), selected.to(), series);
    }

    /** The worst among the latest values that the label sets of a gauge have in a window. */
    public Optional<Current> worst(MetricDefinition metric, Window window) {
        Optional<Current> worst = Optional.empty();
        for (Map.Entry<Labels, Statistics> series : select(
                        metric.name(), metric.type(), Selection.EVERY_LABEL_SET, window)
                .series()
                .entrySet()) {
            Double last = series.getValue().last();
            if (last != null && (worst.isEmpty() || isWorse(metric, last, worst.get()))) {
                worst = Optional.of(new Current(series.getKey(), last));
            }
        }
        return worst;
    }

    private static boolean isWorse(MetricDefinition metric, double value, Current known) {
        return value != known.value() && metric.direction().worse(value, known.value()) == value;
    }

    /** The latest value of one label set. */
    public record Current(Labels labels, double value) {}

    /** How many values of the metric went to the overflow set, because it has too many label sets. */
    public long overflows(String metric) {
        @Nullable SeriesSet<Tally> counter = counters.get(metric);
        @Nullable SeriesSet<Distribution> distribution = distributions.get(metric);
        return (counter == null ? 0 : counter.overflows()) + (distribution == null ? 0 : distribution.overflows());
    }
}
