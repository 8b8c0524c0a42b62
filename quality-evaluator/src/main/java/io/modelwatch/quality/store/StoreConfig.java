package io.modelwatch.quality.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The store's settings. */
@ConfigMapping(prefix = "quality-evaluator.store")
public interface StoreConfig {

    /** Longest wait for PostgreSQL in one step; after it the answer is 503. */
    @WithDefault("10s")
    Duration timeout();

    /** How long evaluations are kept, counted from their arrival. A repeat after that is evaluated anew. */
    @WithDefault("30d")
    Duration retention();
}
