package io.modelwatch.collector.window;

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

    /**
     * No series yet.
     *
     * @param empty makes the accumulator of a new slice
     */
    public SeriesSet(WindowBounds bounds, Supplier<A> empty) {
        this.bounds = bounds;
        this.empty = empty;
    }

    /** Changes the slices that the time lies in; a time older than the longest span changes nothing. */
    public void update(Labels labels, Instant at, Instant now, Consumer<A> change) {
        boolean done;
        do {
            done = seriesOf(labels, now).update(at, now, change);
        } while (!done);
    }

    private Series<A> seriesOf(Labels labels, Instant now) {
        Series<A> known = series.get(labels);
        return known != null ? known : newSeries(labels, now);
    }

    /** One at a time, so that the cap holds; lets idle series go first. */
    private synchronized Series<A> newSeries(Labels labels, Instant now) {
        if (!now.isBefore(nextExpiry)) {
            series.values().removeIf(one -> one.retireIfIdle(now));
            nextExpiry = now.plus(BETWEEN_EXPIRIES);
        }
        if (series.size() < bounds.maxLabelSets() || series.containsKey(labels)) {
            return series.computeIfAbsent(labels, l -> new Series<>(bounds.tiers(), empty));
        }
        overflows.increment();
        Labels other = labels.other();
        boolean room = series.size() < bounds.maxLabelSets() + MOST_OVERFLOW_SETS || series.containsKey(other);
        return series.computeIfAbsent(room ? other : LAST_RESORT, l -> new Series<>(bounds.tiers(), empty));
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

    int size() {
        return series.size();
    }

    /** How many changes went to the overflow set because the cap was reached. */
    public long overflows() {
        return overflows.sum();
    }
}
