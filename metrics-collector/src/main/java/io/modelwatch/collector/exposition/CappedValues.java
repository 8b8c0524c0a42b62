package io.modelwatch.collector.exposition;

import io.modelwatch.collector.window.Labels;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** The values one label may have: as many as come first, up to the cap; the others become {@code other}. Thread-safe. */
final class CappedValues {

    private final Set<String> values = ConcurrentHashMap.newKeySet();
    private final LongAdder overflows = new LongAdder();
    private final int cap;

    CappedValues(int cap) {
        this.cap = cap;
    }

    String of(String value) {
        if (values.contains(value)) {
            return value;
        }
        synchronized (values) {
            if (values.contains(value) || (values.size() < cap && values.add(value))) {
                return value;
            }
        }
        overflows.increment();
        return Labels.OTHER;
    }

    /** How often a value became {@code other}. */
    long overflows() {
        return overflows.sum();
    }
}
