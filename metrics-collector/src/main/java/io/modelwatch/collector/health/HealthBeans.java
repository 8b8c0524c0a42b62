package io.modelwatch.collector.health;

import io.modelwatch.collector.query.KnownMetrics;
import io.modelwatch.collector.query.Sources;
import io.modelwatch.collector.window.MetricWindows;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Looks regularly, so that it is known since when something is wrong even when nobody asks. */
@Singleton
final class HealthBeans {

    private final Provider<HealthMonitor> monitor;

    @Inject
    HealthBeans(Provider<HealthMonitor> monitor) {
        this.monitor = monitor;
    }

    @Produces
    @Singleton
    HealthWatch watch() {
        return new HealthWatch();
    }

    @Produces
    @Singleton
    HealthMonitor monitor(
            KnownMetrics known, MetricWindows windows, Sources sources, HealthWatch watch, InstantSource clock) {
        return new HealthMonitor(known, windows, sources, watch, clock);
    }

    @Scheduled(every = "5s", delayed = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void look() {
        monitor.get().look(HealthMonitor.USUAL);
    }
}
