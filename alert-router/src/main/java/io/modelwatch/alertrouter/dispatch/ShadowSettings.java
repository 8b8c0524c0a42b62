package io.modelwatch.alertrouter.dispatch;

import io.smallrye.config.ConfigMapping;
import java.net.URI;
import java.util.Optional;

/** Settings of running beside an Alertmanager. */
@ConfigMapping(prefix = "alert-router.shadow")
public interface ShadowSettings {

    /** The Alertmanager; while it is set nothing is sent to any receiver. */
    Optional<URI> alertmanagerUrl();
}
