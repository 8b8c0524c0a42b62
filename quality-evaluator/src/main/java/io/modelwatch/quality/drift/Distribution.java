package io.modelwatch.quality.drift;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Samples of several features taken over the same exchanges.
 *
 * @param samples by feature name, in the order of answers
 */
public record Distribution(SequencedMap<String, Sample> samples) {

    public Distribution {
        samples = new LinkedHashMap<>(samples);
    }

    /** Compares each feature that one side has; a feature that only one side has is not assessed. */
    public DriftReport compare(Distribution current, DriftRules rules) {
        List<FeatureDrift> features = new ArrayList<>();
        for (Map.Entry<String, Sample> entry : samples.entrySet()) {
            Sample now = current.samples.get(entry.getKey());
            features.add(rules.compare(entry.getKey(), entry.getValue(), now == null ? empty(entry.getValue()) : now));
        }
        for (Map.Entry<String, Sample> entry : current.samples.entrySet()) {
            if (!samples.containsKey(entry.getKey())) {
                features.add(rules.compare(entry.getKey(), empty(entry.getValue()), entry.getValue()));
            }
        }
        return new DriftReport(features);
    }

    private static Sample empty(Sample like) {
        return switch (like) {
            case Sample.Numbers numbers -> Sample.Numbers.of();
            case Sample.Categories categories -> Sample.Categories.of(List.of());
            case Sample.Texts texts -> new Sample.Texts(List.of());
        };
    }
}
