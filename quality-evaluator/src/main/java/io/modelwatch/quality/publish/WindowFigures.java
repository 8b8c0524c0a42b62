package io.modelwatch.quality.publish;

import io.modelwatch.quality.drift.DriftReport;
import io.modelwatch.quality.drift.DriftVerdict;
import io.modelwatch.quality.drift.FeatureDrift;
import io.modelwatch.quality.report.Figures;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a window as samples.
 *
 * @param samples in metrics-collector's names
 */
record WindowFigures(List<Sample> samples) {

    static final String DRIFT = "data_drift_score";
    static final String EVALUATED = "evaluated_responses";
    static final String MODEL = "model";
    static final String FEATURE = "feature";

    static final WindowFigures NONE = new WindowFigures(List.of());

    /**
     * A window compared with a baseline.
     *
     * @param model whose exchanges were compared; null for all
     */
    record Drift(@Nullable String model, DriftReport report) {}

    WindowFigures {
        samples = List.copyOf(samples);
    }

    /** Figures by model, and the drift of each feature that was assessed, and the largest of them. */
    static WindowFigures of(Instant now, SortedMap<String, Figures> byModel, List<Drift> drifts) {
        List<Sample> samples = new ArrayList<>();
        byModel.forEach((model, figures) -> {
            Map<String, String> labels = Map.of(MODEL, model);
            samples.add(new Sample(EVALUATED, figures.evaluations(), now, labels));
            figures.rates().forEach((name, value) -> samples.add(new Sample(name, value, now, labels)));
        });
        for (Drift drift : drifts) {
            for (FeatureDrift feature : drift.report().features()) {
                Double psi = feature.psi();
                if (feature.verdict() != DriftVerdict.NOT_ASSESSED && psi != null) {
                    samples.add(new Sample(DRIFT, psi, now, labels(drift.model(), feature.name())));
                }
            }
            drift.report()
                    .largest()
                    .ifPresent(largest -> samples.add(new Sample(DRIFT, largest, now, labels(drift.model(), null))));
        }
        return new WindowFigures(samples);
    }

    private static Map<String, String> labels(@Nullable String model, @Nullable String feature) {
        Map<String, String> labels = new TreeMap<>();
        if (model != null) {
            labels.put(MODEL, model);
        }
        if (feature != null) {
            labels.put(FEATURE, feature);
        }
        return labels;
    }

    /** The models with the most evaluations, by name. */
    static SortedMap<String, Figures> busiest(SortedMap<String, Figures> byModel, int max) {
        if (byModel.size() <= max) {
            return byModel;
        }
        SortedMap<String, Figures> busiest = new TreeMap<>();
        byModel.entrySet().stream()
                .sorted(Comparator.<Map.Entry<String, Figures>>comparingLong(
                                entry -> -entry.getValue().evaluations())
                        .thenComparing(Map.Entry::getKey))
                .limit(max)
                .forEach(entry -> busiest.put(entry.getKey(), entry.getValue()));
        return busiest;
    }
}
