package io.modelwatch.quality.drift;

import org.jspecify.annotations.Nullable;

/**
 * What became of one feature.
 *
 * @param name the feature
 * @param psi the index; null where one side has no value
 * @param pValue how often chance alone makes two samples of these sizes differ as much over these bins (chi-squared test
 *     of homogeneity); null where there is no index
 * @param verdict how far it moved
 * @param reason why it was not assessed; null where it was
 * @param baselineCount values in the baseline
 * @param currentCount values in the current window
 */
public record FeatureDrift(
        String name,
        @Nullable Double psi,
        @Nullable Double pValue,
        DriftVerdict verdict,
        @Nullable String reason,
        int baselineCount,
        int currentCount) {}
