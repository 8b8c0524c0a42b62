package io.modelwatch.quality.drift;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * When a feature counts as drifted.
 *
 * @param convention how the index is computed
 * @param moderate an index above this is moderate drift
 * @param severe an index above this is severe drift
 * @param minCount a side with fewer values is not assessed
 */
public record DriftRules(PsiConvention convention, double moderate, double severe, int minCount) {

    /** A difference that chance makes at least as often as this is not called drift. */
    private static final double SIGNIFICANCE = 0.001;

    public DriftRules {
        if (!(moderate > 0 && severe >= moderate) || minCount < 1) {
            throw new IllegalArgumentException("thresholds must be positive and in order, the least count at least 1");
        }
    }

    /** Compares one feature. */
    public FeatureDrift compare(String name, Sample baseline, Sample current) {
        int before = baseline.count();
        int now = current.count();
        if (before == 0 || now == 0) {
            return notAssessed(
                    name, null, null, "no values in the " + (before == 0 ? "baseline" : "window"), before, now);
        }
        Binned binned = convention.bin(baseline, current);
        double psi = convention.index(binned);
        double pValue = Homogeneity.pValue(binned, before, now);
        if (Math.min(before, now) < minCount) {
            return notAssessed(
                    name,
                    psi,
                    pValue,
                    "fewer than " + minCount + " values in the " + (before < minCount ? "baseline" : "window"),
                    before,
                    now);
        }
        if (psi > moderate && pValue >= SIGNIFICANCE) {
            return notAssessed(
                    name,
                    psi,
                    pValue,
                    String.format(Locale.ROOT, "too few values to tell %.3f from chance", psi),
                    before,
                    now);
        }
        DriftVerdict verdict =
                psi > severe ? DriftVerdict.SEVERE : psi > moderate ? DriftVerdict.MODERATE : DriftVerdict.STABLE;
        return new FeatureDrift(name, psi, pValue, verdict, null, before, now);
    }

    private static FeatureDrift notAssessed(
            String name, @Nullable Double psi, @Nullable Double pValue, String reason, int before, int now) {
        return new FeatureDrift(name, psi, pValue, DriftVerdict.NOT_ASSESSED, reason, before, now);
    }
}
