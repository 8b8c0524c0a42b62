package io.modelwatch.alertrouter.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelwatch.alertrouter.alert.AlertBook;
import io.modelwatch.alertrouter.alert.PostedAlert;
import io.modelwatch.alertrouter.alert.StoredAlert;
import io.modelwatch.alertrouter.label.LabelSet;
import io.modelwatch.alertrouter.template.RuleTemplate;
import io.modelwatch.alertrouter.yaml.ConfigException;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final LabelSet GPT = LabelSet.of("model", "gpt-4o");

    private static final String LATENCY = """
            groups:
            - name: llm
              interval: 2s
              rules:
              - alert: LLMHighLatency
                metric: request_latency_ms
                statistic: p95
                window: 30s
                by: [model]
                op: ">"
                threshold: 3000
                for: 5s
                labels: {severity: warning}
                annotations:
                  summary: 'P95 of {{ $labels.model }} is {{ $value }} ms ({{ printf "%.1f" $value }})'
            """;

    private static ThresholdRule rule(String yaml) {
        return (ThresholdRule)
                RuleReader.read(yaml, "rules.yml").getFirst().rules().getFirst();
    }

    private static MetricWindow window(String series) throws IOException {
        return new ObjectMapper()
                .readValue("{\"name\":\"x\",\"type\":\"y\",\"series\":[" + series + "]}", MetricWindow.class);
    }

    private static Evaluation evaluate(@Nullable Double value, List<ActiveAlert> before, int second) {
        ThresholdRule rule = rule(LATENCY);
        return Evaluation.of(
                rule.alert(),
                rule,
                rule.holding(value == null ? Map.of() : Map.of(GPT, value)),
                before,
                rendering(NOW.plusSeconds(second)));
    }

    private static Rendering rendering(Instant at) {
        return new Rendering(Map.of(), "http://router", at, RuleTemplate.Querier.NOBODY);
    }

    @Test
    void alertIsPendingUntilTheConditionHasHeldLongEnough() {
        Evaluation first = evaluate(4000.0, List.of(), 0);
        assertEquals("pending", first.active().getFirst().state());

        Evaluation second = evaluate(4100.0, first.active(), 4);
        assertEquals("pending", second.active().getFirst().state());

        Evaluation third = evaluate(4200.0, second.active(), 5);
        assertEquals("firing", third.active().getFirst().state());
        assertEquals(NOW, third.active().getFirst().activeAt());
        assertEquals(NOW.plusSeconds(5), third.active().getFirst().firedAt());
        assertEquals(
                LabelSet.of("alertname", "LLMHighLatency", "model", "gpt-4o", "severity", "warning"),
                third.active().getFirst().labels());
    }

    @Test
    void pendingAlertThatEndsIsForgotten() {
        Evaluation pending = evaluate(4000.0, List.of(), 0);

        Evaluation after = evaluate(3000.0, pending.active(), 2);

        assertEquals(new Evaluation(List.of(), List.of()), after);
    }

    @Test
    void firingAlertResolvesWhenTheConditionOrTheSeriesEnds() {
        List<ActiveAlert> firing =
                evaluate(4000.0, evaluate(4000.0, List.of(), 0).active(), 5).active();

        assertEquals(firing, evaluate(100.0, firing, 7).resolved());
        assertEquals(firing, evaluate(null, firing, 7).resolved());
    }

    @Test
    void textsNameLabelsAndValue() {
        Map<String, String> texts = rule(LATENCY).annotationsFor(GPT, GPT, 3456.25, rendering(NOW));

        assertEquals("P95 of gpt-4o is 3456.25 ms (3456.2)", texts.get("summary"));
    }

    @Test
    void ratioDividesSeriesOfTheSameLabels() throws IOException {
        ThresholdRule rule = rule(LATENCY.replace("statistic: p95", "statistic: sum\n    divided_by: requests_total"));

        Map<LabelSet, Double> figures =
                Evaluation.figures(rule, window("{\"labels\":{\"model\":\"gpt-4o\"},\"sum\":5}"), window("""
                        {"labels":{"model":"gpt-4o"},"sum":50},{"labels":{"model":"claude"},"sum":10},
                        {"labels":{"model":"idle"},"sum":0}"""));

        assertEquals(Map.of(GPT, 0.1, LabelSet.of("model", "claude"), 0.0), figures);
    }

    @Test
    void figureThatTheMetricDoesNotHaveIsNone() throws IOException {
        assertEquals(Map.of(), Evaluation.figures(rule(LATENCY), window("{\"labels\":{},\"sum\":5}"), null));
    }

    @Test
    void conditionPrintsAsText() {
        assertEquals(
                "p95(request_latency_ms[30s]) by (model) > 3000", rule(LATENCY).query());
        assertEquals(Duration.ofSeconds(30), rule(LATENCY).window());
    }

    @Test
    void heartbeatThatGoesMissingRaisesAnAlert() throws InterruptedException {
        List<RuleGroup> groups = RuleReader.read("""
                groups:
                - name: dead-man
                  rules:
                  - alert: WatchdogMissing
                    heartbeat: [alertname="Watchdog", 'cluster=~"a|b"']
                    within: 5m
                    for: 0s
                    labels: {severity: critical}
                    annotations: {summary: no heartbeat}
                """, "rules.yml");
        AlertBook book = new AlertBook();
        RuleEvaluator evaluator = new RuleEvaluator(
                new CollectorSource(
                        (name, window, by, where) -> Uni.createFrom().nothing(),
                        "http://nobody",
                        Duration.ofSeconds(1)),
                Optional.empty(),
                new HeartbeatSource(book, "http://router"),
                Executors.newVirtualThreadPerTaskExecutor(),
                1,
                Map.of(),
                "http://router");
        assertEquals(
                1,
                evaluator.evaluate(groups.getFirst(), NOW, List.of()).active().size(),
                "never heard");

        book.apply(beat("a", NOW, NOW.plusSeconds(3600)));
        RuleEvaluator.Outcome heard = evaluator.evaluate(groups.getFirst(), NOW.plusSeconds(299), List.of());
        assertEquals(List.of(), heard.active());
        RuleEvaluator.Outcome silent = evaluator.evaluate(groups.getFirst(), NOW.plusSeconds(300), List.of());
        assertEquals(
                LabelSet.of("alertname", "WatchdogMissing", "severity", "critical"),
                silent.active().getFirst().labels());
        assertEquals("firing", silent.active().getFirst().state());
        assertEquals(
                "missing({alertname=\"Watchdog\",cluster=~\"a|b\"}[5m])",
                groups.getFirst().rules().getFirst().query());

        book.apply(beat("other", NOW.plusSeconds(301), NOW.plusSeconds(3600)));
        assertEquals(
                1,
                evaluator
                        .evaluate(groups.getFirst(), NOW.plusSeconds(302), silent.active())
                        .active()
                        .size());
        book.apply(beat("b", NOW.plusSeconds(310), NOW.plusSeconds(3600)));
        RuleEvaluator.Outcome back = evaluator.evaluate(groups.getFirst(), NOW.plusSeconds(311), silent.active());
        assertEquals(List.of(), back.active());
        assertEquals(1, back.resolved().size());
    }

    private static StoredAlert beat(String cluster, Instant received, Instant endsAt) {
        return new StoredAlert(
                new PostedAlert(
                                Map.of("alertname", "Watchdog", "cluster", cluster),
                                Map.of(),
                                received.atOffset(ZoneOffset.UTC),
                                endsAt.atOffset(ZoneOffset.UTC),
                                "")
                        .received(received, Duration.ofMinutes(5)),
                1,
                1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "statistic: p95 | statistic: p96       | line 7: groups[0].rules[0].statistic: unknown statistic \"p96\"",
                "op: \">\"      | op: \"=>\"           | line 10: groups[0].rules[0].op: unknown operator \"=>\"",
                "threshold: 3000| threshold: much      | must be a number, not \"much\"",
                "threshold: 3000| threshold: .nan      | must be a number",
                "window: 30s    | window: 5s           | a window is between 10s and 24h long",
                "for: 5s        | four: 5s             | line 12: groups[0].rules[0]: unknown key 'four'",
                "metric: request_latency_ms | expr: up > 1 | rules with 'expr' are Prometheus'",
                "{{ $value }}   | {{ nonsense $value }} | function \"nonsense\" not defined",
                "{{ $value }}   | {{ $val              | the template is wrong: ",
                "{severity: warning} | {alertname: x}  | the label alertname is set by 'alert'",
            })
    void badRuleIsRefusedWithTheReason(String good, String bad, String reason) {
        assertTrue(LATENCY.contains(good));

        ConfigException refusal = assertThrows(ConfigException.class, () -> rule(LATENCY.replace(good, bad)));

        assertTrue(refusal.reason().contains(reason), refusal.reason());
    }
}
