package io.modelwatch.quality.evaluation;

import io.modelwatch.quality.exposition.ModelLabels;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import jakarta.enterprise.context.ApplicationScoped;

/** Counts evaluations for {@code /metrics}. */
@ApplicationScoped
class EvaluationMetrics {

    private final ModelLabels models;
    private final Counter evaluations;
    private final Counter detections;
    private final Counter duplicates;
    private final Counter rejected;
    private final Histogram duration;

    EvaluationMetrics(PrometheusRegistry registry, ModelLabels models) {
        this.models = models;
        evaluations = Counter.builder()
                .name("quality_evaluator_evaluations_total")
                .help("Evaluations committed.")
                .labelNames("model")
                .register(registry);
        detections = Counter.builder()
                .name("quality_evaluator_detections_total")
                .help("What detectors said: flagged, clear or not_assessed.")
                .labelNames("model", "detector", "result")
                .register(registry);
        duplicates = Counter.builder()
                .name("quality_evaluator_duplicates_total")
                .help("Items that had been evaluated before.")
                .register(registry);
        rejected = Counter.builder()
                .name("quality_evaluator_rejected_total")
                .help("Items that were not valid.")
                .register(registry);
        duration = Histogram.builder()
                .name("quality_evaluator_evaluation_seconds")
                .help("Time that all detectors together take for one exchange.")
                .unit(Unit.SECONDS)
                .classicUpperBounds(0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 1, 10)
                .register(registry);
    }

    void evaluated(long nanos) {
        duration.observe(nanos / 1e9);
    }

    void committed(Evaluation evaluation) {
        String model = models.of(evaluation.model());
        evaluations.labelValues(model).inc();
        evaluation.results().forEach((detector, result) -> {
            String outcome = result.score() == null ? "not_assessed" : result.flagged() ? "flagged" : "clear";
            detections.labelValues(model, detector, outcome).inc();
        });
    }

    void repeated() {
        duplicates.inc();
    }

    void rejected() {
        rejected.inc();
    }
}
