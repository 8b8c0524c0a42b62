package io.modelwatch.collector.window;

import io.modelwatch.collector.durable.ChangeLog;
import io.modelwatch.collector.durable.Durable;
import io.modelwatch.collector.durable.PartReader;
import io.modelwatch.collector.durable.PartWriter;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
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

    private static final Duration BETWEEN_EXPIRIES = Duration.ofMinutes(1);

    private final WindowBounds bounds;
    private final Supplier<A> empty;
    private final ConcurrentMap<Labels, Series<A>> series = new ConcurrentHashMap<>();
    private final LongAdder overflows = new LongAdder();
    private Instant nextExpiry = Instant.MIN;
    private volatile int snapshot;

    /**
     * No series yet.
     *
     * @param empty makes the accumulator of a new slice
     */
    public SeriesSet(WindowBounds bounds, Supplier<A> empty) {
        this(bounds, empty, 0);
    }

    /** The same, made after the snapshot of that number began. */
    SeriesSet(WindowBounds bounds, Supplier<A> empty, int snapshot) {
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
        return new Series<>(labels, bounds.tiers(), empty, snapshot);
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
    }

    /** Merges what the matching label sets have in the window, by the labels that are asked for. */
    public Selected<A> select(Selection selection, Window window, Instant now) {
        Tiers.Range range = bounds.tiers().range(window, now);
        Map<Labels, A> selected = new HashMap<>();
        series.forEach((labels, one) -> {
            if (!labels.match(selection.where())) {
                return;
            }
            Labels group = selection.groupOf(labels);
            @Nullable A known = selected.get(group);
            A into = known == null ? empty.get() : known;
            if (one.collect(range, into)) {
                selected.put(group, into);
            }
        });
        return new Selected<>(range.from(), range.to(), selected);
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
