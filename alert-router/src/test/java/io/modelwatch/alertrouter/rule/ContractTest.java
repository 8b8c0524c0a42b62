package io.modelwatch.alertrouter.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelwatch.alertrouter.label.LabelSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** metrics-collector's own examples of its answers, read as this service reads them. */
class ContractTest {

    private static MetricWindow example(String name) throws IOException {
        Path file = Path.of(
                System.getProperty("modelwatch.root"),
                "metrics-collector/src/test/resources/contract/alert-router",
                name + ".json");
        if (!Files.exists(file)) {
            return Assumptions.abort("metrics-collector has no example " + file);
        }
        return new ObjectMapper().readValue(file.toFile(), MetricWindow.class);
    }

    private static ThresholdRule rule(String statistic, String more) {
        return (ThresholdRule) RuleReader.read("""
                        groups: [{name: g, rules: [{alert: A, metric: m, statistic: %s, op: '>', threshold: 0 %s}]}]""".formatted(statistic, more), "rules.yml")
                .getFirst()
                .rules()
                .getFirst();
    }

    @Test
    void histogramsHaveEveryStatistic() throws IOException {
        MetricWindow window = example("request_latency_ms");

        for (Statistic statistic : Statistic.values()) {
            Map<LabelSet, Double> figures = Evaluation.figures(rule(statistic.text(), ""), window, null);
            assertNotNull(figures.get(LabelSet.of("model", "gpt-4o")), statistic.text());
        }
    }

    @Test
    void countersHaveSumsForRatios() throws IOException {
        MetricWindow window = example("requests_total");

        Map<LabelSet, Double> figures = Evaluation.figures(rule("sum", ", divided_by: n"), window, window);

        assertEquals(
                Map.of(
                        LabelSet.of("model", "gpt-4o", "status", "success"), 1.0,
                        LabelSet.of("model", "gpt-4o", "status", "error"), 1.0),
                figures);
    }
}
