package io.modelwatch.alertrouter.acknowledge;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of acknowledgements. */
@ConfigMapping(prefix = "alert-router.acknowledge")
public interface AcknowledgeSettings {

    /** How long an acknowledgement counts that names no timeout; 0 for as long as the alert fires. */
    @WithDefault("0s")
    Duration timeout();
}
