package io.modelwatch.collector.scrape;

import io.modelwatch.collector.catalogue.CatalogueStore;
import io.modelwatch.collector.foreign.CounterIncrements;
import io.modelwatch.collector.scrape.ScrapeConfig.TargetConfig;
import io.modelwatch.collector.window.Labels;
import io.modelwatch.collector.window.MetricWindows;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Starts and stops scraping as configured. */
@Singleton
final class ScrapeBeans {

    private static final int MOST_TOTALS = 200_000;
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);

    private final ScrapeConfig config;
    private final CatalogueStore catalogue;
    private final MetricWindows windows;
    private final PrometheusRegistry registry;
    private final InstantSource clock;
    private final List<Thread> running = new ArrayList<>();

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
        if (targets.isEmpty()) {
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
        ScrapeMetrics metrics = new ScrapeMetrics(registry);
        for (Target target : targets) {
            running.add(
                    Thread.ofVirtual().name("scrape-" + target.url()).start(new ScrapeLoop(target, scraper, metrics)));
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
        running.forEach(Thread::interrupt);
    }
}
