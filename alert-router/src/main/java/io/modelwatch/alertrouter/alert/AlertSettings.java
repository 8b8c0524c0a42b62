package io.modelwatch.alertrouter.alert;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** Settings of alerts. */
@ConfigMapping(prefix = "alert-router.alerts")
public interface AlertSettings {

    /** How long a resolved alert is kept at least; it is kept until every receiver was told of its end. */
    @WithDefault("30m")
    Duration retention();

    /** Most alerts in one request. */
    @WithDefault("20000")
    @Min(1)
    int maxPerRequest();
}
