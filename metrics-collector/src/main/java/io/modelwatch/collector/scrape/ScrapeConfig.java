package io.modelwatch.collector.scrape;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settings of scraping. */
@ConfigMapping(prefix = "metrics-collector.scrape")
public interface ScrapeConfig {

    /** What is scraped. */
    List<TargetConfig> targets();

    /** Pods that ask for it by annotations. */
    KubernetesConfig kubernetes();

    /** Most bytes of an answer, inflated; a larger one counts as a failure. */
    @WithDefault("32M")
    MemorySize maxBody();

    /** Most samples of an answer; more of them count as a failure. */
    @WithDefault("200000")
    @Min(1)
    int maxSamples();

    /** One target. */
    interface TargetConfig {

        /** Its metrics page. */
        URI url();

        /** How often it is asked. */
        @WithDefault("15s")
        Duration interval();

        /** How long an answer may take. */
        @WithDefault("10s")
        Duration timeout();

        /** Labels of everything it says. */
        Map<String, String> labels();
    }

    /** Finding targets in a cluster. */
    interface KubernetesConfig {

        /** Whether the API server is asked for pods. */
        @WithDefault("false")
        boolean enabled();

        /** The API server. */
        @WithDefault("https://kubernetes.default.svc")
        URI apiServer();

        /** The service account's token. */
        @WithDefault("/var/run/secrets/kubernetes.io/serviceaccount/token")
        Path tokenFile();

        /** The cluster's authority. */
        @WithDefault("/var/run/secrets/kubernetes.io/serviceaccount/ca.crt")
        Path caFile();

        /** Only pods of these namespaces; all where there are none. */
        Optional<List<String>> namespaces();

        /** Only pods with these labels, such as {@code app=vllm}. */
        Optional<String> labelSelector();

        /** What the annotations begin with. */
        @WithDefault("prometheus.io")
        String annotationPrefix();

        /** How often the API server is asked. */
        @WithDefault("30s")
        Duration every();

        /** Most targets that are found. */
        @WithDefault("500")
        @Min(1)
        int maxTargets();

        /** How often each is scraped. */
        @WithDefault("15s")
        Duration interval();

        /** How long an answer of one may take. */
        @WithDefault("10s")
        Duration timeout();
    }
}
