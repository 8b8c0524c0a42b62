package io.modelwatch.collector.window;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The slices of one label set in every tier. Thread-safe. */
final class Series<A extends Accumulator<A>> {

    private final Tiers tiers;
    private final Supplier<A> empty;
    private final List<NavigableMap<Long, A>> slices = new ArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private boolean retired;

    Series(Tiers tiers, Supplier<A> empty) {
        this.tiers = tiers;
        this.empty = empty;
        tiers.list().forEach(tier -> slices.add(new TreeMap<>()));
    }

    /**
     * Changes the slices of the given time, in every tier that still keeps it.
     *
     * @return false when the series has been retired and another one must take the change
     */
    boolean update(Instant at, Instant now, Consumer<A> change) {
        lock.lock();
        try {
            if (retired) {
                return false;
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
        lock.lock();
        try {
            boolean any = false;
            for (A slice : slices.get(range.tier())
                    .subMap(range.first(), true, range.last(), true)
                    .values()) {
                into.merge(slice);
                any = true;
            }
            return any;
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
}
