package io.modelwatch.collector.cluster;

import io.modelwatch.collector.query.Cluster;
import io.modelwatch.collector.query.MetricSource;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;

/** Finds out who answers for all replicas. */
@Singleton
final class ClusterBeans {

    @Produces
    @Singleton
    Cluster cluster(PrometheusConfig config, InstantSource clock) {
        Optional<MetricSource> source = config.url()
                .map(url -> new PrometheusSource(
                        new PrometheusClient(checked(url), config.timeout(), config.bearerToken()),
                        new Translation(config.matchers().orElse("")),
                        clock));
        return () -> source;
    }

    private static URI checked(URI url) {
        if (url.getHost() == null || !("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
            throw new IllegalArgumentException(
                    "metrics-collector.prometheus.url must be an http or https URL, was '" + url + "'");
        }
        return url;
    }
}
