package io.modelwatch.alertrouter.silence;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** Settings of silences. */
@ConfigMapping(prefix = "alert-router.silences")
public interface SilenceSettings {

    /** How long a silence stays readable after its end. */
    @WithDefault("120h")
    Duration retention();

    /** Most silences that are pending or active; 0 for no bound. */
    @WithDefault("0")
    @Min(0)
    int maxSilences();

    /** Most bytes of a silence in JSON; 0 for no bound. */
    @WithDefault("0")
    @Min(0)
    int maxSilenceSizeBytes();

    /** How long a silence may last; 0 for no bound. */
    @WithDefault("0s")
    Duration maxDuration();

    /** Most alerts that fire now which a new silence may mute; 0 for no bound. */
    @WithDefault("0")
    @Min(0)
    int maxAffectedAlerts();

    /** Whether a silence needs at least one equality with a value among its matchers. */
    @WithDefault("false")
    boolean requireEquality();
}
