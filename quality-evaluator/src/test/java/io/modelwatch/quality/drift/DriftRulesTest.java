package io.modelwatch.quality.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DriftRulesTest {

    private static final DriftRules RULES = new DriftRules(PsiConvention.QUANTILES, 0.1, 0.2, 50);

    private static Sample normal(int seed, int count, double mean) {
        Random random = new Random(seed);
        return Sample.Numbers.of(
                random.doubles(count).map(x -> mean + random.nextGaussian()).toArray());
    }

    @ParameterizedTest
    @CsvSource({"0, stable", "0.4, moderate", "1.5, severe"})
    void verdictsFollowTheThresholds(double shift, String verdict) {
        FeatureDrift drift = RULES.compare("x", normal(1, 2000, 0), normal(2, 2000, shift));

        assertEquals(verdict, drift.verdict().tag(), drift::toString);
        assertNull(drift.reason());
    }

    @Test
    void fewValuesAreNotAssessed() {
        FeatureDrift drift = RULES.compare("x", normal(1, 2000, 0), normal(2, 49, 5));

        assertEquals(DriftVerdict.NOT_ASSESSED, drift.verdict());
        assertEquals("fewer than 50 values in the window", drift.reason());
        assertNotNull(drift.psi());
    }

    @Test
    void noValuesAreNotAssessed() {
        FeatureDrift drift = RULES.compare("x", normal(1, 2000, 0), Sample.Numbers.of());

        assertEquals(DriftVerdict.NOT_ASSESSED, drift.verdict());
        assertEquals("no values in the window", drift.reason());
        assertNull(drift.psi());
    }

    @Test
    void samplesOfOneDistributionHardlyEverDrift() {
        int drifted = 0;
        for (int seed = 0; seed < 1000; seed++) {
            FeatureDrift drift = RULES.compare("x", normal(seed, 60, 0), normal(seed + 5000, 60, 0));
            drifted += drift.verdict().compareTo(DriftVerdict.STABLE) > 0 ? 1 : 0;
        }
        int found = drifted;
        // The index itself is above 0.2 most of the time at these sizes.
        assertTrue(drifted <= 10, () -> found + " of 1000");
    }

    @Test
    void strongDriftIsSeenInSmallSamplesToo() {
        assertEquals(
                DriftVerdict.SEVERE,
                RULES.compare("x", normal(1, 60, 0), normal(2, 60, 3)).verdict());
    }

    private static Distribution distribution(Map<String, Sample> samples) {
        SequencedMap<String, Sample> ordered = new LinkedHashMap<>(samples);
        return new Distribution(ordered);
    }

    @Test
    void theFeatureThatMovedMostDecides() {
        Distribution baseline = distribution(Map.of("a", normal(1, 1000, 0), "b", normal(2, 1000, 0)));
        Distribution current = distribution(Map.of("a", normal(3, 1000, 0), "b", normal(4, 1000, 2)));

        DriftReport report = baseline.compare(current, RULES);

        assertEquals(DriftVerdict.SEVERE, report.verdict());
        assertTrue(report.largest().orElseThrow() > 1);
    }

    @Test
    void aFeatureOfOneSideIsNotAssessed() {
        DriftReport report = distribution(Map.of("a", normal(1, 100, 0)))
                .compare(distribution(Map.of("b", Sample.Categories.of(List.of("x")))), RULES);

        assertEquals(2, report.features().size());
        assertEquals(DriftVerdict.NOT_ASSESSED, report.verdict());
        assertEquals(OptionalDouble.empty(), report.largest());
    }

    @Test
    void featuresAreTakenWhereTheyAre() {
        Distribution taken = Feature.collect(Stream.of(
                Map.of("response_length", 12, "language", "zh", "unknown", 5),
                Map.of("response_length", 30L, "latency_ms", 1.5, "refusal", "none"),
                Map.of("response_length", "long", "language", 7)));

        assertEquals(
                List.of("response_length", "refusal", "language", "latency_ms"),
                List.copyOf(taken.samples().keySet()));
        assertEquals(2, taken.samples().get("response_length").count());
        assertEquals(1, taken.samples().get("language").count());
    }

    @Test
    void theChanceOfADifferenceIsThatOfTheChiSquaredTest() {
        // 30 of 100 against 50 of 100: chi-squared 8.3333 with one degree of freedom.
        Binned binned = new Binned(new double[] {0.3, 0.7}, new double[] {0.5, 0.5});

        assertEquals(0.00389, Homogeneity.pValue(binned, 100, 100), 0.0008);
        assertEquals(1, Homogeneity.pValue(new Binned(new double[] {1, 0}, new double[] {1, 0}), 10, 10));
    }
}
