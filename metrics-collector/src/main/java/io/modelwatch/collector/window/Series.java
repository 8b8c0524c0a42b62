package io.modelwatch.collector.window;

import io.modelwatch.collector.durable.PartReader;
import io.modelwatch.collector.durable.PartWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The slices of one label set in every tier. Thread-safe. */
final class Series<A extends Accumulator<A>> {

    private static final int MOST_TIERS = 100;

    private final Tiers tiers;
    private final Supplier<A> empty;
    private final List<NavigableMap<Long, A>> slices = new ArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Labels labels;
    private final @Nullable A lifetime;
    /** No slice is newer than this time, in milliseconds; read without the lock. */
    private volatile long newestMillis = Long.MIN_VALUE;

    private boolean retired;
    private int snapshot;
    private byte @Nullable [] captured;

    /**
     * Nothing yet.
     *
     * @param snapshot the latest one; this series is not in it
     * @param lifetime takes every change, however old; null where nobody needs that
     */
    Series(Labels labels, Tiers tiers, Supplier<A> empty, int snapshot, @Nullable A lifetime) {
        this.lifetime = lifetime;
        this.labels = labels;
        this.snapshot = snapshot;
        this.tiers = tiers;
        this.empty = empty;
        tiers.list().forEach(tier -> slices.add(new TreeMap<>()));
    }

    /**
     * Changes the slices of the given time, in every tier that still keeps it.
     *
     * @param latest number of the latest snapshot: what it has not taken yet is captured before the change
     * @return false when the series has been retired and another one must take the change
     */
    boolean update(Instant at, Instant now, int latest, Consumer<A> change) {
        lock.lock();
        try {
            if (retired) {
                return false;
            }
            if (snapshot != latest) {
                captured = part();
                snapshot = latest;
            }
            newestMillis = Math.max(newestMillis, at.toEpochMilli());
            if (lifetime != null) {
                change.accept(lifetime);
            }
            for (int i = 0; i < slices.size(); i++) {
                Tier tier = tiers.list().get(i);
                long slice = tier.sliceOf(at);
                long oldest = tier.oldestSlice(now);
                if (slice >= oldest) {
                    change.accept(sliceIn(slices.get(i), slice, oldest));
                }
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private A sliceIn(NavigableMap<Long, A> kept, long slice, long oldest) {
        A known = kept.get(slice);
        if (known != null) {
            return known;
        }
        kept.headMap(oldest).clear();
        A created = empty.get();
        kept.put(slice, created);
        return created;
    }

    /** Merges the slices of the range into the given accumulator; false when there are none. */
    boolean collect(Tiers.Range range, A into) {
        return collect(range, (slice, values) -> into.merge(values));
    }

    /** Shows each slice of the range, with its number; false when there are none. */
    boolean collect(Tiers.Range range, BiConsumer<Long, A> taker) {
        if (!mayHave(range)) {
            return false;
        }
        lock.lock();
        try {
            NavigableMap<Long, A> found = slices.get(range.tier()).subMap(range.first(), true, range.last(), true);
            found.forEach(taker);
            return !found.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Whether there can be anything in a range; says so without waiting for anybody. */
    boolean mayHave(Tiers.Range range) {
        return newestMillis
                >= tiers.list().get(range.tier()).startOf(range.first()).toEpochMilli();
    }

    /** Reads what all changes together are; empty where that is not kept. */
    <R> Optional<R> lifetime(Function<A, R> reading) {
        lock.lock();
        try {
            return lifetime == null ? Optional.empty() : Optional.of(reading.apply(lifetime));
        } finally {
            lock.unlock();
        }
    }

    /** Reads the latest slice of a range; empty when there is none in it. */
    <R> Optional<R> latest(Tiers.Range range, Function<A, R> reading) {
        lock.lock();
        try {
            Map.Entry<Long, A> latest = slices.get(range.tier()).floorEntry(range.last());
            return latest == null || latest.getKey() < range.first()
                    ? Optional.empty()
                    : Optional.of(reading.apply(latest.getValue()));
        } finally {
            lock.unlock();
        }
    }

    /** Forgets what is too old; when nothing is left, refuses all further changes and returns true. */
    boolean retireIfIdle(Instant now) {
        lock.lock();
        try {
            boolean idle = true;
            for (int i = 0; i < slices.size(); i++) {
                slices.get(i).headMap(tiers.list().get(i).oldestSlice(now)).clear();
                idle &= slices.get(i).isEmpty();
            }
            retired = idle;
            return idle;
        } finally {
            lock.unlock();
        }
    }

    /** What a snapshot shows of this series; null when it did not exist then, or has been taken before. */
    byte @Nullable [] takeFor(int latest) {
        lock.lock();
        try {
            byte[] part = snapshot == latest ? captured : part();
            captured = null;
            snapshot = latest;
            return part;
        } finally {
            lock.unlock();
        }
    }

    private byte[] part() {
        try {
            PartWriter out = new PartWriter();
            labels.write(out);
            out.number(slices.size());
            for (int i = 0; i < slices.size(); i++) {
                out.number(tiers.list().get(i).width().toMillis());
                out.number(slices.get(i).size());
                long before = 0;
                for (Map.Entry<Long, A> slice : slices.get(i).entrySet()) {
                    out.number(slice.getKey() - before);
                    before = slice.getKey();
                    slice.getValue().write(out);
                }
            }
            out.number(lifetime == null ? 0 : 1);
            if (lifetime != null) {
                lifetime.write(out);
            }
            return out.toBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written", e);
        }
    }

    /** Takes back what {@link #takeFor} wrote after the labels; tiers that are not kept any more are left out. */
    void restore(PartReader in, Instant now) throws IOException {
        lock.lock();
        try {
            for (int tier = in.size(MOST_TIERS); tier > 0; tier--) {
                restoreTier(tiers.indexOf(in.number()), in, now);
            }
            if (in.size(1) == 1) {
                A restored = empty.get();
                restored.read(in);
                if (lifetime != null) {
                    lifetime.merge(restored);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void restoreTier(int tier, PartReader in, Instant now) throws IOException {
        long slice = 0;
        for (int left = in.size(Tier.MOST_SLICES + 2); left > 0; left--) {
            slice += in.number();
            A restored = empty.get();
            restored.read(in);
            if (tier >= 0 && slice >= tiers.list().get(tier).oldestSlice(now)) {
                long ends = tiers.list().get(tier).startOf(slice + 1).toEpochMilli();
                newestMillis = Math.max(newestMillis, ends);
                slices.get(tier).merge(slice, restored, Series::merged);
            }
        }
    }

    private static <A extends Accumulator<A>> A merged(A into, A other) {
        into.merge(other);
        return into;
    }
}
