package io.modelwatch.collector.window;

import io.modelwatch.collector.durable.ChangeLog;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Makes the windows as configured. */
@Singleton
final class WindowBeans {

    private final Provider<MetricWindows> windows;

    @Inject
    WindowBeans(Provider<MetricWindows> windows) {
        this.windows = windows;
    }

    @Produces
    @Singleton
    WindowBounds bounds(WindowConfig config) {
        try {
            return new WindowBounds(
                    new Tiers(config.tiers().stream().map(Tier::parse).toList()), config.maxLabelSets());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("metrics-collector.window.tiers: " + e.getMessage(), e);
        }
    }

    @Produces
    @Singleton
    MetricWindows windows(WindowBounds bounds, InstantSource clock, ChangeLog changes) {
        return new MetricWindows(bounds, clock, changes);
    }

    /** An idle metric must not keep its memory. */
    @Scheduled(every = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void expire() {
        windows.get().expire();
    }
}
