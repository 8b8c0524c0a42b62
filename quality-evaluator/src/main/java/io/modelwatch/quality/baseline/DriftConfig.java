package io.modelwatch.quality.baseline;

import io.modelwatch.quality.drift.DriftRules;
import io.modelwatch.quality.drift.PsiConvention;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;

/** When a feature counts as drifted. */
@ConfigMapping(prefix = "quality-evaluator.drift")
public interface DriftConfig {

    /** How the population stability index is binned: {@code quantiles} or {@code equal-width}. */
    @WithDefault("quantiles")
    PsiConvention convention();

    /** An index above this is moderate drift. */
    @WithDefault("0.1")
    @Positive
    double moderate();

    /** An index above this is severe drift. */
    @WithDefault("0.2")
    @Positive
    double severe();

    /** A window or baseline with fewer values of a feature is not assessed; a baseline needs as many records. */
    @WithDefault("50")
    @Min(1)
    int minCount();

    /** Most records that a comparison or a baseline reads; beyond it a fair sample is taken. */
    @WithDefault("10000")
    @Min(10)
    @Max(100000)
    int maxRecords();

    default DriftRules rules() {
        return new DriftRules(convention(), moderate(), severe(), minCount());
    }
}
