package io.modelwatch.alertrouter.dispatch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings of the work on groups. */
@ConfigMapping(prefix = "alert-router.dispatch")
public interface DispatchSettings {

    /** How long a replica that does not answer any more keeps its groups. */
    @WithDefault("4s")
    Duration lease();

    /** How often this replica looks for what others have committed. */
    @WithDefault("250ms")
    Duration syncInterval();

    /** Most groups that are worked on at once. */
    @WithDefault("512")
    @Min(1)
    int maxConcurrentFlushes();

    /** How long after the start all first notifications are held back. */
    @WithDefault("0s")
    Duration startDelay();

    /**
     * When a receiver that was told of an alert hears of its end, if that comes under a silence, an inhibition or
     * outside the route's hours: when-it-ends (the suppression), at-once or never.
     */
    @WithDefault("when-it-ends")
    AfterSuppression.Ends suppressedResolves();

    /** Whether receivers are told again of alerts that still fire when a silence, inhibition or mute of them ends. */
    @WithDefault("false")
    boolean remindAfterSuppression();

    /**
     * Receivers for which notifications outside the hours of a route are held: an alert that came and went meanwhile is
     * told when they begin, instead of never.
     */
    @WithDefault("p3-working-hours")
    Optional<List<String>> heldReceivers();

    /** How often what is old is deleted and what is missing is repaired. */
    @WithDefault("30s")
    Duration maintenanceInterval();

    /** How long one statement may take. */
    @WithDefault("10s")
    Duration databaseTimeout();
}
