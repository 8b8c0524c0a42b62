package io.modelwatch.alertrouter.notify;

import io.modelwatch.alertrouter.receiver.FollowUp;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;

/** Settings of notifications. */
@ConfigMapping(prefix = "alert-router.notify")
public interface NotifySettings {

    /** How long connecting to a receiver may take. */
    @WithDefault("5s")
    Duration connectTimeout();

    /** How long one request to a receiver may take, unless the receiver's own timeout is shorter. */
    @WithDefault("10s")
    Duration requestTimeout();

    /** How often messages may be sent, by kind of channel, such as {@code dingtalk=18/1m}; none for no bound. */
    Map<String, String> rates();

    /** How changes of an incident are told, by kind of channel: new, update or thread. */
    Map<String, FollowUp> followUps();

    /** How long the outbox tries to deliver what no group tells any more. */
    @WithDefault("24h")
    Duration giveUpAfter();

    /** How often the outbox looks for what is due. */
    @WithDefault("5s")
    Duration outboxInterval();

    /** How long the log of deliveries reaches back. */
    @WithDefault("30d")
    Duration deliveryRetention();
}
