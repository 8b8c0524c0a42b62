package io.modelwatch.quality.publish;

import io.modelwatch.intake.ProblemException;
import io.modelwatch.quality.baseline.Baselines;
import io.modelwatch.quality.exposition.ModelLabels;
import io.modelwatch.quality.report.Figures;
import io.modelwatch.quality.report.Reports;
import io.modelwatch.quality.window.Window;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;

/** Publishes the figures of the last window at each interval. A failure costs that publication and nothing else. */
@ApplicationScoped
class Publisher {

    private static final Logger LOG = Logger.getLogger(Publisher.class);

    private final PublishConfig config;
    private final Reports reports;
    private final Baselines baselines;
    private final MetricsCollector collector;
    private final WindowCollector shown;
    private final InstantSource clock;
    private final Counter failures;
    private final Counter published;
    private volatile boolean failing;

    Publisher(
            PublishConfig config,
            Reports reports,
            Baselines baselines,
            @RestClient MetricsCollector collector,
            WindowCollector shown,
            InstantSource clock,
            PrometheusRegistry registry) {
        this.config = config;
        this.reports = reports;
        this.baselines = baselines;
        this.collector = collector;
        this.shown = shown;
        this.clock = clock;
        failures = Counter.builder()
                .name("quality_evaluator_publish_failures_total")
                .help("Publications that metrics-collector did not take, after retries.")
                .register(registry);
        published = Counter.builder()
                .name("quality_evaluator_published_samples_total")
                .help("Samples that metrics-collector took.")
                .register(registry);
    }

    @Scheduled(
            identity = "publish",
            every = "{quality-evaluator.publish.interval}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void publish() {
        WindowFigures figures;
        try {
            figures = figures();
        } catch (ProblemException e) {
            // The store said so itself when it stopped answering.
            shown.show(WindowFigures.NONE);
            failures.inc();
            return;
        }
        shown.show(figures);
        if (!figures.samples().isEmpty()) {
            send(figures);
        }
    }

    private WindowFigures figures() {
        Window window = Window.endingAt(clock.instant(), config.window());
        SortedMap<String, Figures> byModel = WindowFigures.busiest(reports.byModel(window, null), config.maxModels());
        if (byModel.isEmpty()) {
            return WindowFigures.NONE;
        }
        List<WindowFigures.Drift> drifts = new ArrayList<>();
        baselines
                .compareWithOwn(null, window)
                .ifPresent(comparison -> drifts.add(new WindowFigures.Drift(null, comparison.report())));
        for (String model : byModel.keySet()) {
            if (!model.equals(ModelLabels.UNKNOWN)) {
                baselines
                        .compareWithOwn(model, window)
                        .ifPresent(comparison -> drifts.add(new WindowFigures.Drift(model, comparison.report())));
            }
        }
        return WindowFigures.of(window.to(), byModel, drifts);
    }

    private void send(WindowFigures figures) {
        try {
            MetricsCollector.Answer answer = collector.send(figures.samples());
            published.inc(answer.accepted());
            if (answer.rejected() > 0) {
                failed("metrics-collector rejected " + answer.rejected() + " samples");
            } else {
                recovered();
            }
        } catch (RuntimeException e) {
            failed(String.valueOf(e));
        }
    }

    /** Said once, until it works again. */
    private void failed(String cause) {
        failures.inc();
        if (!failing) {
            failing = true;
            LOG.warnf("figures not published, trying again at each interval cause=%s", cause);
        }
    }

    private void recovered() {
        if (failing) {
            failing = false;
            LOG.info("figures are published again");
        }
    }
}
