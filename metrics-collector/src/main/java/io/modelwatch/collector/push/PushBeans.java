package io.modelwatch.collector.push;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the groups, bounded as configured. */
@Singleton
final class PushBeans {

    @Produces
    @Singleton
    PushedGroups groups(PushConfig config) {
        return new PushedGroups(config.maxGroups(), config.maxSeries());
    }
}
