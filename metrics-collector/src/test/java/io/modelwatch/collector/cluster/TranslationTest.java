package io.modelwatch.collector.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.modelwatch.collector.catalogue.Direction;
import io.modelwatch.collector.catalogue.MetricDefinition;
import io.modelwatch.collector.catalogue.MetricLevel;
import io.modelwatch.collector.catalogue.MetricType;
import io.modelwatch.collector.query.Known;
import io.modelwatch.collector.query.Question;
import io.modelwatch.collector.query.Statistic;
import io.modelwatch.collector.query.Statistic.Kind;
import io.modelwatch.collector.window.Selection;
import io.modelwatch.collector.window.Window;
import io.modelwatch.intake.ProblemException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TranslationTest {

    private final Translation translation = new Translation("job=\"mc\"");

    @Test
    void countersOfReplicasAreAdded() {
        assertEquals(
                "sum by (model) (rate(modelwatch_requests_total{job=\"mc\",status=\"error\"}[60s]))",
                promql("requests_total", MetricType.COUNTER, Kind.RATE, Map.of("status", "error"), "model"));
        assertEquals(
                "sum(increase(modelwatch_requests_total{job=\"mc\"}[60s]))",
                promql("requests_total", MetricType.COUNTER, Kind.SUM, Map.of()));
    }

    @Test
    void gaugesOfReplicasAreNeverAdded() {
        assertEquals(
                "max by (gpu) (last_over_time(modelwatch_gpu_utilization{job=\"mc\"}[60s]))",
                promql("gpu_utilization", MetricType.GAUGE, Kind.LAST, Map.of(), "gpu"));
        assertEquals(
                "avg(avg_over_time(modelwatch_gpu_utilization{job=\"mc\"}[60s]))",
                promql("gpu_utilization", MetricType.GAUGE, Kind.MEAN, Map.of()));
    }

    @Test
    void latenciesAreReadFromNativeHistogramsWhereThereAreAny() {
        assertEquals(
                "label_replace((histogram_quantile(0.999, sum by (gen_ai_request_model) (rate("
                        + "gen_ai_client_operation_duration_seconds{job=\"mc\"}[60s])))"
                        + " or histogram_quantile(0.999, sum by (gen_ai_request_model, le) (rate("
                        + "gen_ai_client_operation_duration_seconds_bucket{job=\"mc\"}[60s])))) * 1000,"
                        + " \"model\", \"$1\", \"gen_ai_request_model\", \"(.*)\")",
                translation.promql(
                        question(
                                "request_latency_ms",
                                MetricType.HISTOGRAM,
                                new Statistic(Kind.PERCENTILE, 99.9),
                                Map.of(),
                                "model"),
                        "60s"));
    }

    @Test
    void aLabelValueCannotEndItsString() {
        assertEquals(
                "sum(increase(modelwatch_requests_total{job=\"mc\",model=\"a\\\"} or vector(1) #\\\\\\n\"}[60s]))",
                promql("requests_total", MetricType.COUNTER, Kind.SUM, Map.of("model", "a\"} or vector(1) #\\\n")));
    }

    @Test
    void whatPrometheusCannotKnowIsRefusedWithTheReason() {
        for (Question question : List.of(
                question("requests_total", MetricType.COUNTER, new Statistic(Kind.COUNT, 0), Map.of()),
                question("gpu_utilization", MetricType.GAUGE, new Statistic(Kind.COUNT, 0), Map.of()),
                question("request_latency_ms", MetricType.HISTOGRAM, new Statistic(Kind.MAX, 0), Map.of()),
                question("request_latency_ms", MetricType.HISTOGRAM, new Statistic(Kind.MEAN, 0), Map.of(), "service"),
                question("other_ms", MetricType.HISTOGRAM, new Statistic(Kind.MEAN, 0), Map.of()))) {
            ProblemException failure = assertThrows(ProblemException.class, () -> translation.promql(question, "60s"));
            assertEquals(400, failure.problem().status());
        }
    }

    private String promql(String metric, MetricType type, Kind kind, Map<String, String> where, String... by) {
        return translation.promql(question(metric, type, new Statistic(kind, 0), where, by), "60s");
    }

    private static Question question(
            String metric, MetricType type, Statistic statistic, Map<String, String> where, String... by) {
        return new Question(
                new Known.Measured(new MetricDefinition(
                        metric, type, MetricLevel.APPLICATION, "", "", "", Direction.HIGHER_IS_WORSE, null, null)),
                statistic,
                new Selection(List.of(by), where),
                Window.parse("1m"),
                null);
    }
}
