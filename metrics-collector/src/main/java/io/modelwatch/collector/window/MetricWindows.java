package io.modelwatch.collector.window;

import io.modelwatch.collector.catalogue.MetricDefinition;
import io.modelwatch.collector.catalogue.MetricType;
import io.modelwatch.collector.durable.ChangeLog;
import io.modelwatch.collector.durable.Durable;
import io.modelwatch.collector.durable.PartReader;
import io.modelwatch.collector.durable.PartWriter;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The windows of every metric, by its name in the catalogue. Thread-safe. */
public final class MetricWindows implements Durable {

    private static final String COUNTER = "counter";
    private static final String DISTRIBUTION = "distribution";

    private final WindowBounds bounds;
    private final InstantSource clock;
    private final ChangeLog changes;
    private final ConcurrentMap<String, SeriesSet<Tally>> counters = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, SeriesSet<Distribution>> distributions = new ConcurrentHashMap<>();
    private final AtomicInteger snapshot = new AtomicInteger();

    /** Windows that live as long as the process. */
    public MetricWindows(WindowBounds bounds, InstantSource clock) {
        this(bounds, clock, ChangeLog.NONE);
    }

    /** Windows whose changes are noted. */
    public MetricWindows(WindowBounds bounds, InstantSource clock, ChangeLog changes) {
        this.bounds = bounds;
        this.clock = clock;
        this.changes = changes;
    }

    /** How far back values are kept. */
    public Duration span() {
        return bounds.tiers().longest().span();
    }

    /** Adds many values as one change: after a restart all of them are there or none. */
    public void together(Runnable additions) {
        changes.together(additions);
    }

    /** Takes a value measured at the given time; one that is older than the longest span changes nothing. */
    public void add(String metric, MetricType type, Labels labels, double value, Instant at) {
        String kind = type == MetricType.COUNTER ? COUNTER : DISTRIBUTION;
        changes.together(() -> {
            change(kind, metric, labels, value, at);
            changes.note(this, out -> {
                out.text(kind);
                out.text(metric);
                labels.write(out);
                out.real(value);
                out.time(at);
            });
        });
    }

    private void change(String kind, String metric, Labels labels, double value, Instant at) {
        Instant now = clock.instant();
        if (kind.equals(COUNTER)) {
            counter(metric).update(labels, at, now, tally -> tally.add(value));
        } else {
            distribution(metric).update(labels, at, now, values -> values.add(value, at));
        }
    }

    private SeriesSet<Tally> counter(String metric) {
        SeriesSet<Tally> known = counters.get(metric);
        return known != null
                ? known
                : counters.computeIfAbsent(metric, name -> new SeriesSet<>(bounds, Tally::new, snapshot.get(), true));
    }

    private SeriesSet<Distribution> distribution(String metric) {
        SeriesSet<Distribution> known = distributions.get(metric);
        return known != null
                ? known
                : distributions.computeIfAbsent(
                        metric, name -> new SeriesSet<>(bounds, Distribution::new, snapshot.get(), false));
    }

    /** The statistics of a metric in a window; no series where there were no values. */
    public Selected<Statistics> select(String metric, MetricType type, Selection selection, Window window) {
        Map<Labels, Statistics> series = new HashMap<>();
        if (type == MetricType.COUNTER) {
            Selected<Tally> selected = tallies(metric, selection, window);
            selected.series().forEach((labels, tally) -> series.put(labels, Statistics.of(tally, selected.seconds())));
            return new Selected<>(selected.from(), selected.to(), series);
        }
        Selected<Distribution> selected = distributions(metric, selection, window);
        selected.series()
                .forEach((labels, values) -> series.put(labels, Statistics.of(values, type, selected.seconds())));
        return new Selected<>(selected.from(), selected.to(), series);
    }

    /** What a counter had in a window; the asker's own. */
    public Selected<Tally> tallies(String metric, Selection selection, Window window) {
        return counters.getOrDefault(metric, new SeriesSet<>(bounds, Tally::new))
                .select(selection, window, clock.instant());
    }

    /** The same in each step; {@link SeriesSet#select(Selection, Window, Duration, Instant)} says which steps. */
    public Stepped<Tally> tallies(String metric, Selection selection, Window window, Duration step) {
        return counters.getOrDefault(metric, new SeriesSet<>(bounds, Tally::new))
                .select(selection, window, step, clock.instant());
    }

    /** What a gauge or histogram had in a window; the asker's own. */
    public Selected<Distribution> distributions(String metric, Selection selection, Window window) {
        return distributions
                .getOrDefault(metric, new SeriesSet<>(bounds, Distribution::new))
                .select(selection, window, clock.instant());
    }

    /** The same in each step; {@link SeriesSet#select(Selection, Window, Duration, Instant)} says which steps. */
    public Stepped<Distribution> distributions(String metric, Selection selection, Window window, Duration step) {
        return distributions
                .getOrDefault(metric, new SeriesSet<>(bounds, Distribution::new))
                .select(selection, window, step, clock.instant());
    }

    /** The latest value of each label set of a gauge or histogram that has one in a window. */
    public Map<Labels, Double> latest(String metric, Window window) {
        SeriesSet<Distribution> set = distributions.get(metric);
        return set == null ? Map.of() : set.latest(window, clock.instant(), Distribution::last);
    }

    /** What each label set of a counter has been increased by since it is known, late increments included. */
    public Map<Labels, Double> totals(String metric) {
        SeriesSet<Tally> set = counters.get(metric);
        return set == null ? Map.of() : set.lifetimes(Tally::sum);
    }

    /** The worst among the latest values that the label sets of a gauge have in a window. */
    public Optional<Current> worst(MetricDefinition metric, Window window) {
        Optional<Current> worst = Optional.empty();
        for (Map.Entry<Labels, Double> series : latest(metric.name(), window).entrySet()) {
            double last = series.getValue();
            if (worst.isEmpty() || isWorse(metric, last, worst.get())) {
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

    /** Lets go what is older than the longest span; to be called now and then. */
    public void expire() {
        Instant now = clock.instant();
        counters.values().forEach(set -> set.expire(now));
        distributions.values().forEach(set -> set.expire(now));
    }

    /** How many label sets of all metrics are in memory. */
    public int size() {
        return counters.values().stream().mapToInt(SeriesSet::size).sum()
                + distributions.values().stream().mapToInt(SeriesSet::size).sum();
    }

    @Override
    public String name() {
        return "windows";
    }

    @Override
    public void beginSnapshot() {
        snapshot.incrementAndGet();
        counters.values().forEach(SeriesSet::beginSnapshot);
        distributions.values().forEach(SeriesSet::beginSnapshot);
    }

    @Override
    public void writeSnapshot(PartSink sink) throws IOException {
        for (Map.Entry<String, SeriesSet<Tally>> set : counters.entrySet()) {
            set.getValue().writeSnapshot(out -> header(out, COUNTER, set.getKey()), sink);
        }
        for (Map.Entry<String, SeriesSet<Distribution>> set : distributions.entrySet()) {
            set.getValue().writeSnapshot(out -> header(out, DISTRIBUTION, set.getKey()), sink);
        }
    }

    private static void header(PartWriter out, String kind, String metric) throws IOException {
        out.text(kind);
        out.text(metric);
    }

    @Override
    public void restore(PartReader part) throws IOException {
        SeriesSet<?> set = part.text().equals(COUNTER) ? counter(part.text()) : distribution(part.text());
        set.restore(part.rest(), clock.instant());
    }

    @Override
    public void replay(PartReader note) throws IOException {
        String kind = note.text();
        String metric = note.text();
        Labels labels = Labels.read(note);
        double value = note.real();
        change(kind, metric, labels, value, note.time());
    }
}
