package io.modelwatch.quality.publish;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;

/** Shows the figures of the last window at {@code /metrics}; a figure that no longer exists disappears. */
@ApplicationScoped
class WindowCollector implements MultiCollector {

    private record Family(String name, String help) {}

    private static final Map<String, Family> FAMILIES = families();

    private volatile WindowFigures figures = WindowFigures.NONE;

    WindowCollector(PrometheusRegistry registry) {
        registry.register(this);
    }

    private static Map<String, Family> families() {
        Map<String, Family> families = new LinkedHashMap<>();
        families.put(
                WindowFigures.EVALUATED,
                new Family("llm_evaluated_responses", "Responses evaluated in the window that is published."));
        families.put("refusal_rate", new Family("llm_refusal_rate_percent", "Responses in which the model declined."));
        families.put("uncertainty_rate", new Family("llm_uncertainty_rate_percent", "Responses that hedge."));
        families.put("repetition_rate", new Family("llm_repetition_rate_percent", "Responses that run in circles."));
        families.put(
                "format_compliance_rate",
                new Family("llm_format_compliance_rate_percent", "Responses in the form that the prompt asks for."));
        families.put(
                "relevance_score", new Family("llm_relevance_score", "How well responses fit their prompts, 0 to 1."));
        families.put(
                WindowFigures.DRIFT,
                new Family("llm_data_drift_psi", "Population stability index against the newest baseline."));
        return families;
    }

    void show(WindowFigures newest) {
        figures = newest;
    }

    @Override
    public MetricSnapshots collect() {
        Map<String, GaugeSnapshot.Builder> builders = new LinkedHashMap<>();
        for (Sample sample : figures.samples()) {
            Family family = FAMILIES.get(sample.name());
            boolean largestDrift = sample.name().equals(WindowFigures.DRIFT)
                    && !sample.labels().containsKey(WindowFigures.FEATURE);
            if (family != null && !largestDrift) {
                builders.computeIfAbsent(
                                family.name(),
                                name -> GaugeSnapshot.builder().name(name).help(family.help()))
                        .dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                                .value(sample.value())
                                .labels(labels(sample))
                                .build());
            }
        }
        MetricSnapshots.Builder snapshots = MetricSnapshots.builder();
        builders.values().forEach(builder -> snapshots.metricSnapshot(builder.build()));
        return snapshots.build();
    }

    private static Labels labels(Sample sample) {
        Labels.Builder labels = Labels.builder();
        sample.labels().forEach(labels::label);
        return labels.build();
    }
}
