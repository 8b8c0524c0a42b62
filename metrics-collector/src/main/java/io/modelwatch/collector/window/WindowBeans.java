package io.modelwatch.collector.window;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Makes the windows as configured. */
@Singleton
final class WindowBeans {

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
    MetricWindows windows(WindowBounds bounds, InstantSource clock) {
        return new MetricWindows(bounds, clock);
    }
}
