package io.modelwatch.collector.usage;

import io.modelwatch.collector.durable.ChangeLog;
import io.modelwatch.collector.window.WindowBounds;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Makes the usage windows, with the bounds that all windows have. */
@Singleton
final class UsageBeans {

    @Produces
    @Singleton
    UsageWindows usage(WindowBounds bounds, InstantSource clock, ChangeLog changes) {
        return new UsageWindows(bounds, clock, changes);
    }
}
