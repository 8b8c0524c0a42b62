package io.modelwatch.alertrouter.status;

import io.modelwatch.alertrouter.config.RouterSettings;
import io.modelwatch.alertrouter.exposition.RouterMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.InstantSource;

/** What several features are given. */
@ApplicationScoped
class Beans {

    @Produces
    @Singleton
    InstantSource clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    RouterMetrics metrics(RouterSettings settings) {
        return new RouterMetrics(
                settings.reportedVersion(), ManagementFactory.getRuntimeMXBean().getStartTime() / 1e3);
    }
}
