package io.modelwatch.collector.spend;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** Settings of the hourly roll-ups. */
@ConfigMapping(prefix = "metrics-collector.spend")
public interface SpendConfig {

    /**
     * {@code best-effort}: written every {@code linger}; a kill loses what came since. {@code required}: a record is
     * taken when its roll-up is committed, and answered 503 when it cannot be. {@code off}: not kept.
     */
    @WithDefault("best-effort")
    SpendPolicy policy();

    /** Best effort: how often what has changed is written. */
    @WithDefault("1s")
    Duration linger();

    /** Most rows an hour that this replica keeps; beyond that users, then everything, become {@code other}. */
    @WithDefault("20000")
    @Min(1)
    int maxKeys();

    /** How long roll-ups are kept. */
    @WithDefault("400d")
    Duration keep();
}
