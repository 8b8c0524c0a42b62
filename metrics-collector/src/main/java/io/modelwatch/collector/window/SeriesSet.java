package io.modelwatch.collector.window;

import io.modelwatch.collector.durable.ChangeLog;
import io.modelwatch.collector.durable.Durable;
import io.modelwatch.collector.durable.PartReader;
import io.modelwatch.collector.durable.PartWriter;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All series of one metric. There are at most as many label sets as the cap allows; what comes with yet another one
 * goes to the set whose every label is {@link Labels#OTHER}, and is counted. A label set without a value for the
 * longest span is let go when room for a new one is looked for. Thread-safe.
 */
public final class SeriesSet<A extends Accumulator<A>> {

    /** How many sets with the value "other" there may be: as many as there are combinations of label names. */
    private static final int MOST_OVERFLOW_SETS = 32;

    private static final Labels LAST_RESORT = Labels.of("overflow", Labels.OTHER);

    private static final int MOST_STEPS = 1000;

    private static final Duration BETWEEN_EXPIRIES = Duration.ofMinutes(1);

    private final WindowBounds bounds;
    private final Supplier<A> empty;
    private final ConcurrentMap<Labels, Series<A>> series = new ConcurrentHashMap<>();
    private final SliceCache<A> cache;
    private final LongAdder overflows = new LongAdder();
    private Instant nextExpiry = Instant.MIN;
    private final boolean lifetimes;
    private volatile int snapshot;

    /**
     * No series yet.
     *
     * @param empty makes the accumulator of a new slice
     */
    public SeriesSet(WindowBounds bounds, Supplier<A> empty) {
        this(bounds, empty, 0, false);
    }

    /**
     * No series yet.
     *
     * @param snapshot the number of the latest snapshot, which this set is not in
     * @param lifetimes whether it is remembered what all changes of a series together are
     */
    SeriesSet(WindowBounds bounds, Supplier<A> empty, int snapshot, boolean lifetimes) {
        this.lifetimes = lifetimes;
        this.cache = new SliceCache<>(bounds.tiers().list().size());
        this.bounds = bounds;
        this.empty = empty;
        this.snapshot = snapshot;
    }

    /** Changes the slices that the time lies in; a time older than the longest span changes nothing. */
    public void update(Labels labels, Instant at, Instant now, Consumer<A> change) {
        boolean done;
        do {
            done = seriesOf(labels, now).update(at, now, snapshot, change);
        } while (!done);
        List<Tier> tiers = bounds.tiers().list();
        for (int tier = 0; tier < tiers.size(); tier++) {
            cache.changed(tier, tiers.get(tier).sliceOf(at));
        }
    }

    private Series<A> seriesOf(Labels labels, Instant now) {
        Series<A> known = series.get(labels);
        return known != null ? known : newSeries(labels, now);
    }

    /** One at a time, so that the cap holds; lets idle series go first. */
    private synchronized Series<A> newSeries(Labels labels, Instant now) {
        if (!now.isBefore(nextExpiry)) {
            expire(now);
            nextExpiry = now.plus(BETWEEN_EXPIRIES);
        }
        if (series.size() < bounds.maxLabelSets() || series.containsKey(labels)) {
            return series.computeIfAbsent(labels, this::emptySeries);
        }
        overflows.increment();
        Labels other = labels.other();
        boolean room = series.size() < bounds.maxLabelSets() + MOST_OVERFLOW_SETS || series.containsKey(other);
        return series.computeIfAbsent(room ? other : LAST_RESORT, this::emptySeries);
    }

    private Series<A> emptySeries(Labels labels) {
        return new Series<>(labels, bounds.tiers(), empty, snapshot, lifetimes ? empty.get() : null);
    }

    /** Lets go what is older than the spans, and label sets of which nothing is left. */
    public void expire(Instant now) {
        series.values().removeIf(one -> one.retireIfIdle(now));
    }

    /** From now on {@link #writeSnapshot} shows this moment. To be called while nothing changes. */
    public synchronized void beginSnapshot() {
        snapshot++;
    }

    /**
     * Writes one part for each label set that had anything when the snapshot began, while changes go on.
     *
     * @param header what stands before each
     */
    public void writeSnapshot(ChangeLog.Note header, Durable.PartSink sink) throws IOException {
        for (Series<A> one : series.values()) {
            byte[] part = one.takeFor(snapshot);
            if (part != null) {
                PartWriter out = new PartWriter();
                header.write(out);
                out.rest(part);
                sink.part(out.toBytes());
            }
        }
    }

    /** Takes back one part, without its header. */
    public void restore(PartReader part, Instant now) throws IOException {
        seriesOf(Labels.read(part), now).restore(part, now);
        cache.clear();
    }

    /** Merges what the matching label sets have in the window, by the labels that are asked for. */
    public Selected<A> select(Selection selection, Window window, Instant now) {
        Tiers.Range range = bounds.tiers().range(window, now);
        Map<Labels, A> selected = new HashMap<>();
        if (selection.by() == null) {
            series.forEach((labels, one) -> {
                A into = empty.get();
                if (labels.match(selection.where()) && one.collect(range, into)) {
                    selected.put(labels, into);
                }
            });
        } else {
            slices(selection, range)
                    .values()
                    .forEach(slice -> slice.forEach((group, values) ->
                            selected.computeIfAbsent(group, g -> empty.get()).merge(values)));
        }
        return new Selected<>(range.from(), range.to(), selected);
    }

    /**
     * The same in each step of the window.
     *
     * @param step is made a multiple of the slices' width
     * @throws IllegalArgumentException when there were too many steps
     */
    public Stepped<A> select(Selection selection, Window window, Duration step, Instant now) {
        Tiers.Range range = bounds.tiers().range(window, now);
        Tier tier = bounds.tiers().list().get(range.tier());
        long slices = Math.ceilDiv(step.toMillis(), tier.width().toMillis());
        int steps = Math.toIntExact(Math.ceilDiv(range.last() - range.first() + 1, slices));
        if (steps > MOST_STEPS) {
            throw new IllegalArgumentException(
                    "must leave at most " + MOST_STEPS + " steps in the window, not " + steps);
        }
        long first = range.last() - steps * slices + 1;
        Map<Labels, List<@Nullable A>> selected = new HashMap<>();
        slices(selection, range)
                .forEach((slice, groups) -> groups.forEach((group, values) -> add(
                        selected.computeIfAbsent(group, g -> new ArrayList<>(Collections.nCopies(steps, null))),
                        (int) ((slice - first) / slices),
                        values)));
        return new Stepped<>(tier.startOf(first), range.to(), tier.width().multipliedBy(slices), selected);
    }

    private void add(List<@Nullable A> steps, int index, A values) {
        A known = steps.get(index);
        A into = known == null ? empty.get() : known;
        into.merge(values);
        steps.set(index, into);
    }

    /** What the groups of a selection have in each slice of a range; not to be changed. */
    private Map<Long, Map<Labels, A>> slices(Selection selection, Tiers.Range range) {
        int tier = range.tier();
        long watched = cache.watch(tier, range.last());
        Map<Long, Map<Labels, A>> all = new HashMap<>(cache.get(tier, selection, range.first(), range.last()));
        Map<Long, Map<Labels, A>> passed = new HashMap<>();
        for (long slice = range.first(); slice < range.last(); slice++) {
            if (!all.containsKey(slice)) {
                passed.put(slice, new HashMap<>());
            }
        }
        long first = passed.keySet().stream().mapToLong(Long::longValue).min().orElse(range.last());
        Map<Labels, A> current = new HashMap<>();
        Tiers.Range missing = new Tiers.Range(tier, first, range.last(), range.from(), range.to());
        series.forEach((labels, one) -> {
            if (one.mayHave(missing) && labels.match(selection.where())) {
                Labels group = selection.groupOf(labels);
                one.collect(missing, (slice, values) -> {
                    Map<Labels, A> groups = slice == range.last() ? current : passed.get(slice);
                    if (groups != null) {
                        groups.computeIfAbsent(group, g -> empty.get()).merge(values);
                    }
                });
            }
        });
        if (!passed.isEmpty()) {
            cache.put(
                    tier,
                    selection,
                    passed,
                    watched,
                    bounds.tiers().list().get(tier).oldestSlice(range.to()));
        }
        all.putAll(passed);
        all.put(range.last(), current);
        return all;
    }

    /** Reads what all changes of each label set together are, where that is remembered. */
    <R> Map<Labels, R> lifetimes(Function<A, R> reading) {
        Map<Labels, R> read = new HashMap<>();
        series.forEach((labels, one) -> one.lifetime(reading).ifPresent(value -> read.put(labels, value)));
        return read;
    }

    /** Reads the latest slice of each label set that has one in the window. */
    <R> Map<Labels, R> latest(Window window, Instant now, Function<A, R> reading) {
        Tiers.Range range = bounds.tiers().range(window, now);
        Map<Labels, R> read = new HashMap<>();
        series.forEach((labels, one) -> one.latest(range, reading).ifPresent(value -> read.put(labels, value)));
        return read;
    }

    /** How many label sets there are. */
    public int size() {
        return series.size();
    }

    /** How many changes went to the overflow set because the cap was reached. */
    public long overflows() {
        return overflows.sum();
    }
}
