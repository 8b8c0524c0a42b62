package io.modelwatch.collector.health;

import io.modelwatch.collector.health.HealthWatch.Health;
import io.modelwatch.collector.query.KnownMetrics;
import io.modelwatch.collector.query.Scope;
import io.modelwatch.collector.query.Sources;
import io.modelwatch.collector.window.MetricWindows;
import io.modelwatch.collector.window.Window;
import java.time.InstantSource;

/** Looks at everything, now. Thread-safe. */
public final class HealthMonitor {

    /** The window of the looks that are remembered. */
    public static final Window USUAL = Window.parse("5m");

    private final KnownMetrics known;
    private final MetricWindows windows;
    private final Sources sources;
    private final HealthWatch watch;
    private final InstantSource clock;

    HealthMonitor(KnownMetrics known, MetricWindows windows, Sources sources, HealthWatch watch, InstantSource clock) {
        this.known = known;
        this.windows = windows;
        this.sources = sources;
        this.watch = watch;
        this.clock = clock;
    }

    /** A look at a window; one at another window than the usual has no past, so everything is since now. */
    public Health look(Window window) {
        HealthWatch remembering = window.length().equals(USUAL.length()) ? watch : new HealthWatch();
        return remembering.observe(
                HealthRules.check(known, windows, sources.of(Scope.REPLICA), window), clock.instant());
    }
}
