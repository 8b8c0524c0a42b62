package io.modelwatch.collector.settings;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Which replica this is. */
@ConfigMapping(prefix = "metrics-collector.replica")
public interface ReplicaConfig {

    /** Its name in answers; the host's name (in Kubernetes the pod's) where it is missing. */
    Optional<String> name();
}
