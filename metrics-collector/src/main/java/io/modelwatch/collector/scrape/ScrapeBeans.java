package io.modelwatch.collector.scrape;

import io.modelwatch.collector.catalogue.CatalogueStore;
import io.modelwatch.collector.foreign.CounterIncrements;
import io.modelwatch.collector.scrape.PodTargets.Found;
import io.modelwatch.collector.scrape.ScrapeConfig.KubernetesConfig;
import io.modelwatch.collector.scrape.ScrapeConfig.TargetConfig;
import io.modelwatch.collector.window.Labels;
import io.modelwatch.collector.window.MetricWindows;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Starts and stops scraping as configured. */
@Singleton
final class ScrapeBeans {

    private static final Logger LOG = Logger.getLogger(ScrapeBeans.class);
    private static final int MOST_TOTALS = 200_000;
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);

    private final ScrapeConfig config;
    private final CatalogueStore catalogue;
    private final MetricWindows windows;
    private final PrometheusRegistry registry;
    private final InstantSource clock;
    private @Nullable ScrapeLoops loops;
    private @Nullable Thread discovery;
    private List<String> faults = List.of();
    private boolean failing;

    @Inject
    ScrapeBeans(
            ScrapeConfig config,
            CatalogueStore catalogue,
            MetricWindows windows,
            PrometheusRegistry registry,
            InstantSource clock) {
        this.config = config;
        this.catalogue = catalogue;
        this.windows = windows;
        this.registry = registry;
        this.clock = clock;
    }

    void onStart(@Observes StartupEvent event) {
        List<Target> targets = targets();
        KubernetesConfig kubernetes = config.kubernetes();
        if (targets.isEmpty() && !kubernetes.enabled()) {
            return;
        }
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_WITHIN)
                .build();
        Scraper scraper = new Scraper(
                client,
                new Scraper.Bounds(config.maxBody().asLongValue(), config.maxSamples()),
                new CounterIncrements(MOST_TOTALS),
                catalogue,
                windows,
                clock);
        ScrapeLoops started = new ScrapeLoops(scraper, new ScrapeMetrics(registry));
        loops = started;
        started.run(new LinkedHashSet<>(targets));
        if (kubernetes.enabled()) {
            KubernetesPods pods = pods(kubernetes);
            discovery = Thread.ofVirtual().name("kubernetes").start(() -> discover(pods, targets, started));
        }
    }

    private static KubernetesPods pods(KubernetesConfig kubernetes) {
        try {
            return new KubernetesPods(
                    KubernetesPods.client(kubernetes.caFile()),
                    new KubernetesPods.Access(
                            kubernetes.apiServer(),
                            kubernetes.tokenFile(),
                            kubernetes.namespaces().orElse(List.of()),
                            kubernetes.labelSelector().orElse(""),
                            kubernetes.maxTargets()),
                    new PodTargets(kubernetes.annotationPrefix(), kubernetes.interval(), kubernetes.timeout()));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "metrics-collector.scrape.kubernetes.ca-file cannot be used: " + e.getMessage(), e);
        }
    }

    /** While the API server is away, the targets found last are scraped further. */
    private void discover(KubernetesPods pods, List<Target> configured, ScrapeLoops running) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    Found found = pods.find();
                    Set<Target> all = new LinkedHashSet<>(configured);
                    all.addAll(found.targets());
                    running.run(all);
                    report(null, found);
                } catch (IOException e) {
                    report(String.valueOf(e.getMessage()), null);
                }
                Thread.sleep(config.kubernetes().every());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Says what has changed, not what is. */
    private void report(@Nullable String failure, @Nullable Found found) {
        if (failure != null && !failing) {
            LOG.warnf("pods cannot be listed cause=%s", failure);
        }
        if (found != null && failing) {
            LOG.infof("pods are listed again targets=%d", found.targets().size());
        }
        failing = failure != null;
        if (found != null && !found.faults().equals(faults)) {
            faults = found.faults();
            faults.forEach(fault -> LOG.warnf("pod cannot be scraped pod=%s", fault));
        }
    }

    private List<Target> targets() {
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < config.targets().size(); i++) {
            TargetConfig one = config.targets().get(i);
            try {
                targets.add(new Target(one.url(), Labels.of(one.labels()), one.interval(), one.timeout()));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("metrics-collector.scrape.targets[" + i + "] " + e.getMessage(), e);
            }
        }
        return targets;
    }

    void onStop(@Observes ShutdownEvent event) {
        Thread asking = discovery;
        if (asking != null) {
            asking.interrupt();
        }
        ScrapeLoops running = loops;
        if (running != null) {
            running.run(Set.of());
        }
    }
}
