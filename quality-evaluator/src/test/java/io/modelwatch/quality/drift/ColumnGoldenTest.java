package io.modelwatch.quality.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelwatch.quality.detect.PublicData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Every reference value of columns and embeddings, and every decision. */
class ColumnGoldenTest {

    private static final double TOLERANCE = 1e-6;
    private static final double TOLERANCE_OF_PROBABILITIES = 1e-4;

    private static final Set<String> PROBABILITIES = Set.of(
            "ks",
            "t_test",
            "mannw",
            "anderson",
            "cramer_von_mises",
            "es",
            "chisquare",
            "z",
            "fisher_exact",
            "chi2_contingency_p");

    /** Names of reference values that differ from those of methods. */
    private static final Map<String, String> NAMES = Map.of("psi_quantile10_eps1e-4", "psi_quantiles");

    private static List<JsonNode> rows(String file) {
        List<JsonNode> rows = PublicData.rows("drift_golden", file).orElse(List.of());
        if (rows.isEmpty()) {
            Assumptions.abort("the reference values of drift are not there");
        }
        return rows;
    }

    private static Sample sample(JsonNode row, String side) {
        List<String> names = new ArrayList<>();
        List<Double> numbers = new ArrayList<>();
        for (JsonNode value : row.path(side)) {
            names.add(value.asText());
            numbers.add(value.asDouble());
        }
        return row.path("type").asText().equals("num")
                ? Sample.Numbers.of(
                        numbers.stream().mapToDouble(Double::doubleValue).toArray())
                : Sample.Categories.of(names);
    }

    private static double computed(String key, Sample reference, Sample current) {
        return switch (key) {
            case "ks_statistic" -> RankTests.kolmogorovDistance((Sample.Numbers) reference, (Sample.Numbers) current);
            case "wasserstein_raw" -> Distances.earthMover((Sample.Numbers) reference, (Sample.Numbers) current);
            case "std_reference_ddof0" -> Distances.deviation((Sample.Numbers) reference);
            case "mmd_statistic" ->
                KernelTest.of((Sample.Numbers) reference, (Sample.Numbers) current)
                        .statistic();
            case "tvd_statistic" ->
                Distances.totalVariation(counts(reference, current).shares());
            case "chi2_contingency_statistic" -> counts(reference, current).homogeneityStatistic();
            case "chi2_contingency_p" -> counts(reference, current).homogeneity();
            default -> {
                ColumnMethod method =
                        ColumnMethod.tagged(NAMES.getOrDefault(key, key)).orElseThrow();
                Outcome outcome = method.compare(reference, current);
                yield assertInstanceOf(Outcome.Value.class, outcome, () -> key + ": " + outcome)
                        .value();
            }
        };
    }

    private static CountTests counts(Sample reference, Sample current) {
        return CountTests.of((Sample.Categories) reference, (Sample.Categories) current);
    }

    private static double tolerance(String key, double expected) {
        return PROBABILITIES.contains(key) && expected > TOLERANCE ? TOLERANCE_OF_PROBABILITIES * expected : TOLERANCE;
    }

    @Test
    void everyValueOfColumns() {
        int checked = 0;
        for (JsonNode row : rows("data.jsonl")) {
            Sample reference = sample(row, "reference");
            Sample current = sample(row, "current");
            for (Map.Entry<String, JsonNode> value : row.path("expected").properties()) {
                String key = value.getKey();
                double expected = value.getValue().doubleValue();
                assertEquals(
                        expected,
                        computed(key, reference, current),
                        tolerance(key, expected),
                        () -> key + " of " + row.path("source").asText() + " "
                                + row.path("name").asText());
                checked++;
            }
        }
        System.out.println("drift_golden: " + checked + " values of columns agree");
        assertTrue(checked >= 912, "only " + checked + " values were checked");
    }

    @Test
    void everyDecision() {
        for (JsonNode row : rows("data.jsonl")) {
            ColumnMethod method = ColumnMethod.choose(sample(row, "reference"), sample(row, "current"));
            ColumnDrift drift = ColumnDrift.of(sample(row, "reference"), sample(row, "current"), List.of(method));

            String name = row.path("source").asText() + " " + row.path("name").asText();
            assertEquals(row.path("evidently_default").asText(), drift.method().tag(), name);
            assertEquals(
                    row.path("evidently_threshold").doubleValue(),
                    drift.method().threshold(),
                    name);
            assertEquals(row.path("evidently_drift").booleanValue(), drift.drifted(), name);
        }
    }

    private static double[][] vectors(JsonNode rows) {
        List<double[]> vectors = new ArrayList<>();
        rows.forEach(row -> {
            List<Double> numbers = new ArrayList<>();
            row.forEach(number -> numbers.add(number.doubleValue()));
            vectors.add(numbers.stream().mapToDouble(Double::doubleValue).toArray());
        });
        return vectors.toArray(double[][]::new);
    }

    @Test
    void everyValueOfEmbeddings() {
        int checked = 0;
        for (JsonNode row : rows("embedding.jsonl")) {
            for (EmbeddingMethod method : EmbeddingMethod.values()) {
                Outcome outcome = method.compare(vectors(row.path("reference")), vectors(row.path("current")));
                double expected = row.path("expected").path(method.tag()).doubleValue();
                assertEquals(expected, ((Outcome.Value) outcome).value(), TOLERANCE, method.tag());
                checked++;
            }
        }
        assertEquals(3 * Arrays.asList(EmbeddingMethod.values()).size(), checked);
    }
}
