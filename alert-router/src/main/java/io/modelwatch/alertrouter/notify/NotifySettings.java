package io.modelwatch.alertrouter.notify;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of notifications. */
@ConfigMapping(prefix = "alert-router.notify")
public interface NotifySettings {

    /** How long connecting to a receiver may take. */
    @WithDefault("5s")
    Duration connectTimeout();

    /** How long one request to a receiver may take, unless the receiver's own timeout is shorter. */
    @WithDefault("10s")
    Duration requestTimeout();

    /** How long the log of deliveries reaches back. */
    @WithDefault("30d")
    Duration deliveryRetention();
}
