package io.modelwatch.collector.exposition;

import io.modelwatch.collector.window.Labels;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * The label values one family may have: as many sets as come first, up to the cap; the values of others become
 * {@code other}. A set that nobody used for long makes room. Thread-safe.
 */
final class SeriesCap {

    private final ConcurrentMap<List<String>, Instant> lastUse = new ConcurrentHashMap<>();
    private final LongAdder overflows = new LongAdder();
    private final SeriesBounds bounds;

    SeriesCap(SeriesBounds bounds) {
        this.bounds = bounds;
    }

    /** The values to use. */
    List<String> of(List<String> values, Instant now) {
        if (lastUse.replace(values, now) != null) {
            return values;
        }
        synchronized (this) {
            if (lastUse.containsKey(values) || lastUse.size() < bounds.most()) {
                lastUse.put(values, now);
                return values;
            }
        }
        overflows.increment();
        return Collections.nCopies(values.size(), Labels.OTHER);
    }

    /** Whether a set has values of its own. */
    boolean knows(List<String> values) {
        return lastUse.containsKey(values);
    }

    /** Forgets the sets that have been idle for too long and names each. */
    void expire(Instant now, Consumer<List<String>> forgotten) {
        Instant oldest = now.minus(bounds.idleAfter());
        lastUse.forEach((values, last) -> {
            if (last.isBefore(oldest) && lastUse.remove(values, last)) {
                forgotten.accept(values);
            }
        });
    }

    /** How often values became {@code other}. */
    long overflows() {
        return overflows.sum();
    }
}
