package io.modelwatch.collector.cluster;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Settings of the Prometheus that knows all replicas. */
@ConfigMapping(prefix = "metrics-collector.prometheus")
public interface PrometheusConfig {

    /** Its address, such as {@code http://prometheus:9090}; without it there is no {@code scope=cluster}. */
    Optional<URI> url();

    /** How long an answer may take. */
    @WithDefault("5s")
    Duration timeout();

    /** Selects our series where it scrapes others of the same name: label matchers such as {@code job="metrics-collector"}. */
    Optional<String> matchers();

    /** Sent as {@code Authorization: Bearer …}. */
    Optional<String> bearerToken();
}
