package io.modelwatch.collector.window;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * What the series of a set have together in slices that have passed, for the selections asked for lately: so that the
 * same question, asked again, looks at all series only for the slice of this moment. A late value removes the slices that
 * it changes. Thread-safe; what it holds must not be changed.
 *
 * <p>Order matters: a question first calls {@link #watch}, then reads the series, then calls {@link #put}; a change is
 * made first, then {@link #changed} is called. So a change is either seen by the reading or removes what was read.
 */
final class SliceCache<A extends Accumulator<A>> {

    private static final int MOST_SELECTIONS = 32;
    private static final int MOST_GROUPS = 20_000;
    private static final int MOST_GROUPS_OF_A_SLICE = 256;
    private static final float LOAD = 0.75f;

    private record Key(int tier, Selection selection) {}

    private final Map<Key, NavigableMap<Long, Map<Labels, A>>> kept = new LinkedHashMap<>(16, LOAD, true);
    private final AtomicLongArray watchedBefore;
    private long removals;
    private int groups;

    SliceCache(int tiers) {
        watchedBefore = new AtomicLongArray(tiers);
        for (int tier = 0; tier < tiers; tier++) {
            watchedBefore.set(tier, Long.MIN_VALUE);
        }
    }

    /** From now on changes in slices before the given one are to be told; returns what {@link #put} wants to know. */
    long watch(int tier, long before) {
        watchedBefore.accumulateAndGet(tier, before, Math::max);
        synchronized (this) {
            return removals;
        }
    }

    /** What is known of a selection in slices from the first one, up to and without the last one. */
    synchronized Map<Long, Map<Labels, A>> get(int tier, Selection selection, long first, long last) {
        NavigableMap<Long, Map<Labels, A>> slices = kept.get(new Key(tier, selection));
        return slices == null ? Map.of() : new HashMap<>(slices.subMap(first, true, last, false));
    }

    /**
     * Takes what was read, unless something has changed since; forgets what is older than the oldest slice.
     *
     * @param watched what {@link #watch} returned before the reading began
     */
    synchronized void put(int tier, Selection selection, Map<Long, Map<Labels, A>> read, long watched, long oldest) {
        if (removals != watched || read.values().stream().anyMatch(slice -> slice.size() > MOST_GROUPS_OF_A_SLICE)) {
            return;
        }
        NavigableMap<Long, Map<Labels, A>> slices =
                kept.computeIfAbsent(new Key(tier, selection), key -> new TreeMap<>());
        read.forEach((slice, values) -> count(slices.put(slice, values), values));
        List<Long> old = new ArrayList<>(slices.headMap(oldest).keySet());
        old.forEach(slice -> count(slices.remove(slice), Map.of()));
        while (kept.size() > MOST_SELECTIONS || (groups > MOST_GROUPS && kept.size() > 1)) {
            Iterator<NavigableMap<Long, Map<Labels, A>>> eldest = kept.values().iterator();
            eldest.next().values().forEach(values -> count(values, Map.of()));
            eldest.remove();
        }
    }

    /** Every slice counts for one more than it has groups. */
    private void count(@Nullable Map<Labels, A> before, Map<Labels, A> after) {
        groups +=
                (after.isEmpty() ? 0 : after.size() + 1) - (before == null || before.isEmpty() ? 0 : before.size() + 1);
    }

    /** A slice of some series has been changed. */
    void changed(int tier, long slice) {
        if (slice < watchedBefore.get(tier)) {
            remove(tier, slice);
        }
    }

    /** Much has been changed. */
    synchronized void clear() {
        removals++;
        kept.clear();
        groups = 0;
    }

    private synchronized void remove(int tier, long slice) {
        removals++;
        kept.forEach((key, slices) -> {
            if (key.tier() == tier) {
                count(slices.remove(slice), Map.of());
            }
        });
    }
}
