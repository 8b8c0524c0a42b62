package io.modelwatch.quality.labelled;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelwatch.quality.detect.PublicData;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Every reference value of metrics with labels. */
class MetricsGoldenTest {

    private static final double TOLERANCE = 1e-9;

    private int checked;

    @Test
    void everyValue() {
        List<JsonNode> cases = PublicData.rows("metrics_golden", "data.jsonl").orElse(List.of());
        if (cases.isEmpty()) {
            Assumptions.abort("the reference values of metrics are not there");
        }
        ObjectMapper mapper = new ObjectMapper();
        for (JsonNode row : cases) {
            JsonNode input = row.path("input");
            boolean regression = row.path("expected").has("mae");
            JsonNode actual = mapper.valueToTree(
                    regression ? Regression.of(pairs(input), 0) : Classification.of(rows(input), 0, null));
            compare(row.path("expected"), actual, row.path("name").asText());
        }
        System.out.println("metrics_golden: " + checked + " values agree");
        assertTrue(checked >= 630, () -> "only " + checked + " values were checked");
    }

    private void compare(JsonNode expected, JsonNode actual, String place) {
        if (expected.isObject()) {
            expected.properties()
                    .forEach(field ->
                            compare(field.getValue(), actual.path(field.getKey()), place + "/" + field.getKey()));
        } else if (expected.isArray()) {
            assertEquals(expected.size(), actual.size(), place);
            for (int i = 0; i < expected.size(); i++) {
                compare(expected.get(i), actual.get(i), place + "/" + i);
            }
        } else if (expected.isNull()) {
            assertTrue(actual.isNull(), place);
            checked++;
        } else if (actual.isTextual()) {
            assertEquals(expected.asText(), actual.asText(), place);
            checked++;
        } else {
            assertTrue(actual.isNumber(), place);
            assertEquals(expected.doubleValue(), actual.doubleValue(), TOLERANCE, place);
            checked++;
        }
    }

    private static List<Labelled> rows(JsonNode input) {
        List<Labelled> rows = new ArrayList<>();
        for (int i = 0; i < input.path("y_true").size(); i++) {
            rows.add(new Labelled(
                    input.path("y_true").get(i).asText(),
                    input.path("y_pred").get(i).asText(),
                    input.has("y_score") ? (Double) input.path("y_score").get(i).doubleValue() : null,
                    input.has("segment") ? input.path("segment").get(i).asText() : null));
        }
        return rows;
    }

    private static List<Regression.Pair> pairs(JsonNode input) {
        List<Regression.Pair> pairs = new ArrayList<>();
        for (int i = 0; i < input.path("y_true").size(); i++) {
            pairs.add(new Regression.Pair(
                    input.path("y_true").get(i).doubleValue(),
                    input.path("y_pred").get(i).doubleValue()));
        }
        return pairs;
    }
}
