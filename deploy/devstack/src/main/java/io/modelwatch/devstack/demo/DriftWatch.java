package io.modelwatch.devstack.demo;

import io.modelwatch.devstack.demo.Figures.Drift;
import org.jspecify.annotations.Nullable;

/** Remembers the worst drift of a run. Not thread-safe. */
final class DriftWatch {

    private @Nullable Drift worst;

    /** Notes a verdict; one that could not be given does not count. */
    void saw(@Nullable Drift drift) {
        Drift before = worst;
        if (drift != null && drift.assessed() && (before == null || drift.worst() > before.worst())) {
            worst = drift;
        }
    }

    @Nullable
    Drift worst() {
        return worst;
    }
}
