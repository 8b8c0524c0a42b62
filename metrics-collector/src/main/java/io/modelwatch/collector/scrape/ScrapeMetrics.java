package io.modelwatch.collector.scrape;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.jboss.logging.Logger;

/** Shows at /metrics and in the log how targets do; the log only says what has changed. */
final class ScrapeMetrics {

    private static final Logger LOG = Logger.getLogger(ScrapeMetrics.class);

    private final Gauge up;
    private final Gauge samples;
    private final Counter failures;

    ScrapeMetrics(PrometheusRegistry registry) {
        up = Gauge.builder()
                .name("metrics_collector_target_up")
                .help("1 while a scraped target answers, else 0")
                .labelNames("target")
                .register(registry);
        samples = Gauge.builder()
                .name("metrics_collector_target_samples")
                .help("Samples of a target's last answer")
                .labelNames("target")
                .register(registry);
        failures = Counter.builder()
                .name("metrics_collector_scrape_failures_total")
                .help("Scrapes that failed")
                .labelNames("target")
                .register(registry);
    }

    /** A target that is not scraped any more has no series. */
    void forget(Target target) {
        String name = target.url().toString();
        up.remove(name);
        samples.remove(name);
        failures.remove(name);
    }

    /** Notes what came of a scrape; {@code wasUp} is what came of the one before. */
    void note(Target target, Outcome outcome, boolean wasUp) {
        String name = target.url().toString();
        switch (outcome) {
            case Outcome.Up answer -> {
                up.labelValues(name).set(1);
                samples.labelValues(name).set(answer.samples());
                if (!wasUp) {
                    LOG.infof("target is up target=%s samples=%d mapped=%d", name, answer.samples(), answer.recorded());
                }
            }
            case Outcome.Down failure -> {
                up.labelValues(name).set(0);
                samples.labelValues(name).set(0);
                failures.labelValues(name).inc();
                if (wasUp) {
                    LOG.warnf("target is down target=%s cause=%s", name, failure.cause());
                }
            }
        }
    }
}
