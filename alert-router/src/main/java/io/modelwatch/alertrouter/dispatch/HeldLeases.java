package io.modelwatch.alertrouter.dispatch;

import io.modelwatch.alertrouter.notify.Fence;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The leases that this replica holds. A lease is good for its length from the moment before it was asked for, by this
 * machine's monotonic clock: a process that slept finds it run out, whatever it believes.
 */
final class HeldLeases {

    private final long lengthNanos;
    private final Map<Fence, Long> goodUntil = new ConcurrentHashMap<>();

    HeldLeases(Duration length) {
        this.lengthNanos = length.toNanos();
    }

    void hold(Fence fence, long askedNanos) {
        goodUntil.put(fence, askedNanos + lengthNanos);
    }

    /** The leases that were renewed; the others are gone. */
    void renewed(Collection<Fence> asked, Set<Long> good, long askedNanos) {
        for (Fence fence : asked) {
            goodUntil.computeIfPresent(
                    fence, (key, until) -> good.contains(key.groupId()) ? askedNanos + lengthNanos : null);
        }
    }

    void drop(Fence fence) {
        goodUntil.remove(fence);
    }

    boolean good(Fence fence) {
        Long until = goodUntil.get(fence);
        return until != null && System.nanoTime() - until < 0;
    }

    List<Fence> all() {
        return List.copyOf(goodUntil.keySet());
    }

    int size() {
        return goodUntil.size();
    }
}
