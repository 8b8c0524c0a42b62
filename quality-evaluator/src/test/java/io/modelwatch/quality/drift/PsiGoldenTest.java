package io.modelwatch.quality.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelwatch.quality.detect.PublicData;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Both conventions agree with their reference values to the decimal. */
class PsiGoldenTest {

    private static final double TOLERANCE = 1e-6;

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

    private static int agreeing(PsiConvention convention, String key) {
        List<JsonNode> rows = PublicData.rows("drift_golden", "data.jsonl").orElse(List.of());
        if (rows.isEmpty()) {
            Assumptions.abort("the reference values of drift are not there");
        }
        int checked = 0;
        for (JsonNode row : rows) {
            JsonNode expected = row.path("expected").path(key);
            if (expected.isNumber()) {
                assertEquals(
                        expected.doubleValue(),
                        convention.psi(sample(row, "reference"), sample(row, "current")),
                        TOLERANCE,
                        () -> row.path("source").asText() + " "
                                + row.path("name").asText());
                checked++;
            }
        }
        return checked;
    }

    @Test
    void equalWidthIsEvidentlys() {
        assertEquals(58, agreeing(PsiConvention.EQUAL_WIDTH, "psi"));
    }

    @Test
    void quantilesAreTheOtherHabit() {
        assertTrue(agreeing(PsiConvention.QUANTILES, "psi_quantile10_eps1e-4") >= 51);
    }
}
