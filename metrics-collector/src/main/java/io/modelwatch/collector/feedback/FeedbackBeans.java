package io.modelwatch.collector.feedback;

import io.modelwatch.collector.request.RecentOrigins;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Makes the memory of recent requests as configured. */
@Singleton
final class FeedbackBeans {

    @Produces
    @Singleton
    RecentOrigins origins(FeedbackConfig config, InstantSource clock) {
        return new RecentOrigins(config.joinMax(), config.joinFor(), clock);
    }
}
