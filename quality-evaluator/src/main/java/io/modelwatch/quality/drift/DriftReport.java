package io.modelwatch.quality.drift;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How a window compares with a baseline.
 *
 * @param features each feature's drift
 */
public record DriftReport(List<FeatureDrift> features) {

    public DriftReport {
        features = List.copyOf(features);
    }

    /** That of the feature that moved most; not assessed where none could be. */
    public DriftVerdict verdict() {
        return features.stream()
                .map(FeatureDrift::verdict)
                .max(Comparator.naturalOrder())
                .orElse(DriftVerdict.NOT_ASSESSED);
    }

    /** The largest index among the features that were assessed. */
    public OptionalDouble largest() {
        double largest = -1;
        for (FeatureDrift feature : features) {
            Double psi = feature.psi();
            if (feature.verdict() != DriftVerdict.NOT_ASSESSED && psi != null) {
                largest = Math.max(largest, psi);
            }
        }
        return largest < 0 ? OptionalDouble.empty() : OptionalDouble.of(largest);
    }
}
