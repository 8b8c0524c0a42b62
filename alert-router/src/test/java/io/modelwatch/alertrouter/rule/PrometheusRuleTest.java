package io.modelwatch.alertrouter.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modelwatch.alertrouter.label.LabelSet;
import io.modelwatch.alertrouter.template.RuleTemplate;
import io.modelwatch.alertrouter.yaml.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules of Prometheus without a Prometheus: reading them, and what an evaluation comes to. */
class PrometheusRuleTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final LabelSet SERIES = LabelSet.of("__name__", "up", "job", "api");

    private static final String FILE = """
            groups:
            - name: one
              interval: 30s
              limit: 10
              labels: {team: llm}
              rules:
              - record: job:up:sum
                expr: sum by (job) (up)
                labels: {kind: sum}
              - alert: Down
                expr: up == 0
                for: 1m
                keep_firing_for: 2m
                labels: {severity: critical}
                annotations: {summary: '{{ $labels.job }} is {{ $value }}'}
            """;

    private static List<RuleGroup> read(String text) {
        return new PrometheusRuleReader("rules.yml", Duration.ofMinutes(1)).read(text);
    }

    @Test
    void ruleFilesAreRead() {
        RuleGroup group = read(FILE).getFirst();

        assertEquals("rules.yml;one", group.key());
        assertEquals(Duration.ofSeconds(30), group.interval());
        assertEquals(10, group.limit());
        assertEquals(
                List.of(new RecordingRule("job:up:sum", "sum by (job) (up)", Map.of("team", "llm", "kind", "sum"))),
                group.recordings());
        AlertingRule rule = group.rules().getFirst();
        assertEquals(Duration.ofMinutes(1), rule.holdFor());
        assertEquals(Duration.ofMinutes(2), rule.keepFiringFor());
        assertEquals(
                LabelSet.of("alertname", "Down", "job", "api", "severity", "critical", "team", "llm"),
                rule.labelsFor(SERIES, 0, rendering(NOW)));
        assertEquals(Map.of("summary", "api is 0"), rule.annotationsFor(SERIES, LabelSet.EMPTY, 0, rendering(NOW)));
        assertEquals(
                Duration.ofMinutes(1), read("groups: [{name: a}]").getFirst().interval());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "expr: up == 0      | exp: up == 0            | field 'expr' must be set in rule",
                "alert: Down        | alarm: Down             | line 10: groups[0].rules[1]: one of 'record' or 'alert' must be set",
                "alert: Down        | {alert: Down            | this is no YAML",
                "for: 1m            | for: 1.5m               | line 12: groups[0].rules[1].for: not a valid duration",
                "keep_firing_for: 2m| keep_firing: 2m         | line 13: groups[0].rules[1]: unknown key 'keep_firing'",
                "{severity: critical} | {__name__: x}         | line 14: groups[0].rules[1].labels: invalid label name: __name__",
                "is {{ $value }}    | is {{ $valu }}          | line 15: groups[0].rules[1].annotations.summary: the template",
                "is {{ $value }}    | is {{ foo $value }}     | function \"foo\" not defined",
                "interval: 30s      | interval: 0s            | line 3: groups[0].interval: must be longer than 0",
                "limit: 10          | limit: -1               | line 4: groups[0].limit: must be 0 or more",
                "record: job:up:sum | record: job-up          | line 7: groups[0].rules[0].record: invalid recording rule name: job-up",
                "{kind: sum}        | {kind: sum}\\n    for: 1m | invalid field 'for' in recording rule",
                "record: job:up:sum | record: job:up:sum\\n    alert: Both | only one of 'record' and 'alert' must be set",
                "limit: 10          | partial_response_strategy: warn | unknown key 'partial_response_strategy'",
            })
    void badFileIsRefusedWithLineAndReason(String good, String bad, String reason) {
        assertTrue(FILE.contains(good));

        ConfigException refusal =
                assertThrows(ConfigException.class, () -> read(FILE.replace(good, bad.replace("\\n", "\n"))));

        assertTrue(refusal.reason().contains(reason), refusal.reason());
        assertTrue(refusal.reason().startsWith("line "), refusal.reason());
    }

    @Test
    void groupsOfOneFileHaveNamesOfTheirOwn() {
        ConfigException refusal = assertThrows(ConfigException.class, () -> read("groups: [{name: a}, {name: a}]"));

        assertTrue(refusal.reason().contains("groupname: \"a\" is repeated in the same file"), refusal.reason());
    }

    @Test
    void rulesOfTheRepositoryAreReadAndHaveALevel() throws IOException {
        Path directory = Path.of(System.getProperty("modelwatch.root"), "deploy/prometheus/rules");
        List<AlertingRule> rules = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.sorted().toList()) {
                read(Files.readString(file)).forEach(group -> rules.addAll(group.rules()));
            }
        }

        assertFalse(rules.isEmpty());
        Map<String, String> levels = Map.of("critical", "P1", "warning", "P2", "info", "P3");
        for (AlertingRule rule : rules) {
            String severity = String.valueOf(rule.labels().get("severity"));
            assertEquals(levels.get(severity), String.valueOf(rule.labels().get("priority")), rule.alert());
        }
    }

    private static Rendering rendering(Instant at) {
        return new Rendering(Map.of(), "http://router", at, RuleTemplate.Querier.NOBODY);
    }

    private static Evaluation evaluate(boolean holds, List<ActiveAlert> before, int second) {
        return Evaluation.of(
                "Down",
                read(FILE).getFirst().rules().getFirst(),
                holds ? Map.of(SERIES, 0.0) : Map.of(),
                before,
                rendering(NOW.plusSeconds(second)));
    }

    @Test
    void firingAlertIsKeptFiringForAWhileAndItsReturnEndsThat() {
        List<ActiveAlert> firing =
                evaluate(true, evaluate(true, List.of(), 0).active(), 60).active();
        assertEquals("firing", firing.getFirst().state());

        List<ActiveAlert> kept = evaluate(false, firing, 90).active();
        assertEquals(NOW.plusSeconds(90), kept.getFirst().keepFiringSince());
        assertEquals(
                List.of(),
                evaluate(true, kept, 120).active().stream()
                        .filter(each -> each.keepFiringSince() != null)
                        .toList());
        List<ActiveAlert> still = evaluate(false, kept, 209).active();
        assertEquals(NOW.plusSeconds(90), still.getFirst().keepFiringSince());

        Evaluation over = evaluate(false, still, 210);
        assertEquals(List.of(), over.active());
        assertEquals(1, over.resolved().size());
    }

    @Test
    void pendingAlertIsNotKept() {
        assertEquals(
                new Evaluation(List.of(), List.of()),
                evaluate(false, evaluate(true, List.of(), 0).active(), 30));
    }

    @Test
    void timeThatNobodyLookedDoesNotCountForPendingAlerts() {
        Duration interval = Duration.ofSeconds(30);
        List<ActiveAlert> pending = evaluate(true, List.of(), 0).active();
        List<ActiveAlert> firing = evaluate(true, pending, 60).active();

        assertEquals(pending, Evaluation.afterPause(pending, NOW, NOW.plusSeconds(60), interval));
        assertEquals(
                NOW.plusSeconds(570),
                Evaluation.afterPause(pending, NOW, NOW.plusSeconds(600), interval)
                        .getFirst()
                        .activeAt());
        assertEquals(List.of(), Evaluation.afterPause(pending, NOW, NOW.plusSeconds(3601), interval));
        assertEquals(firing, Evaluation.afterPause(firing, NOW, NOW.plusSeconds(3601), interval));
        assertEquals(pending, Evaluation.afterPause(pending, null, NOW.plusSeconds(3601), interval));
    }

    @Test
    void evaluationsThatCameDueMeanwhileAreLeftOut() {
        RuleGroup group = read(FILE).getFirst();

        assertEquals(0, group.missed(NOW, NOW.plusSeconds(29)));
        assertEquals(1, group.missed(NOW, NOW.plusSeconds(30)));
        assertEquals(4, group.missed(NOW, NOW.plusSeconds(149)));
        assertEquals(0, group.missed(NOW, NOW.minusSeconds(300)), "the clock was set back");
    }

    @ParameterizedTest
    @CsvSource({"1,1e+00", "-0.000125,-1.25e-04", "1234567.891,1.234567891e+06", "0,0e+00", "1e300,1e+300", "NaN,NaN"})
    void valuesAreWrittenAsPrometheusWritesThem(double value, String text) {
        assertEquals(text, Numbers.exponential(value));
    }
}
