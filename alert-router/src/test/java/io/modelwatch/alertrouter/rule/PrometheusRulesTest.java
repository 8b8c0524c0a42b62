package io.modelwatch.alertrouter.rule;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelwatch.alertrouter.alert.AlertBook;
import io.modelwatch.alertrouter.alert.AlertStore;
import io.modelwatch.alertrouter.config.CurrentConfig;
import io.modelwatch.alertrouter.config.RouterSettings;
import io.modelwatch.alertrouter.dispatch.TestDatabase;
import io.modelwatch.alertrouter.exposition.RouterMetrics;
import io.modelwatch.alertrouter.label.LabelSet;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule files evaluated here and by a real Prometheus, side by side, on a real database. */
class PrometheusRulesTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Each is an annotation of an alert whose value is 1234567.891 and whose labels are shown below. */
    private static final List<String> TEXTS = List.of(
            "plain 中文",
            "{{ $value }}",
            "{{ $labels }}",
            "{{ $labels.instance }} {{ .Labels.instance }} {{ $labels.missing }}",
            "{{ $externalLabels.cluster }} {{ $externalURL }} {{ externalURL }} {{ pathPrefix }}",
            "{{ $value | humanize }} {{ humanize 0.00123 }} {{ humanize 0.0 }} {{ humanize \"12e9\" }} {{ humanize -1500 }}",
            "{{ $value | humanize1024 }} {{ humanize1024 1.0 }} {{ humanize1024 1048576.0 }}",
            "{{ humanizeDuration 3661.5 }} {{ humanizeDuration 0.25 }} {{ humanizeDuration 90000 }} {{ humanizeDuration -75 }}",
            "{{ humanizePercentage 0.1234567 }} {{ humanizePercentage \"0.5\" }} {{ humanizePercentage 1.5 }}",
            "{{ humanizeTimestamp 1435065584.128 }} {{ humanizeTimestamp 0.0 }}",
            "{{ (toTime 1435065584.5).Year }} {{ toTime 1435065584.5 }}",
            "{{ printf \"%.2f\" $value }} {{ printf \"%08.3f|%e|%g\" $value $value $value }}",
            "{{ title \"hello wORLD foo-bar\" }} {{ toUpper \"aé\" }} {{ toLower \"ÀB\" }}",
            "{{ match \"^p.*s$\" $labels.job }} {{ match \"x\" $labels.job }}",
            "{{ reReplaceAll \"(.*):(.*)\" \"$2-$1\" \"a:b\" }} {{ reReplaceAll \"o+\" \"<>\" \"foo\" }}",
            "{{ stripPort \"host:80\" }} {{ stripPort \"host\" }} {{ stripPort \"[::1]:80\" }} {{ stripPort \"1.2.3.4:9\" }}",
            "{{ stripDomain \"a.b.c:80\" }} {{ stripDomain \"a.b.c\" }} {{ stripDomain \"1.2.3.4:9\" }} {{ stripDomain \"h\" }}",
            "{{ graphLink \"up == 0\" }} {{ tableLink \"a{b=\\\"c d\\\"}\" }}",
            "{{ parseDuration \"1h30m\" }} {{ parseDuration \"250ms\" }}",
            "{{ with $labels.missing }}yes{{ else }}no{{ end }}{{ if gt $value 5.0 }} big{{ end }}",
            "{{ range $i, $s := query \"vector(3)\" }}{{ $i }}={{ $s.Value }}{{ end }}",
            "{{ query \"vector(7)\" | first | value }} {{ with query \"up == 9\" }}some{{ else }}none{{ end }}",
            "{{ range query \"label_replace(vector(1), \\\"x\\\", \\\"b\\\", \\\"\\\", \\\"\\\") or label_replace(vector(2), \\\"x\\\","
                    + " \\\"a\\\", \\\"\\\", \\\"\\\")\" | sortByLabel \"x\" }}{{ .Labels.x }}{{ . | label \"x\" }}{{ end }}",
            "{{ define \"t\" }}[{{ .arg0 }}|{{ .arg1 }}]{{ end }}{{ template \"t\" (args $value \"z\") }}",
            "{{ safeHtml \"<b>\" }} {{ html \"<b>\" }} {{ urlquery \"a b\" }} {{ len $labels }} {{ index $labels \"job\" }}",
            "{{ 1e6 }} {{ 1000000000000000000000.0 }} {{ 0.000001 }} {{ 12345678.0 }} {{ 3.0 }}");

    /** How many alerts the rules below raise when everything has begun. */
    private static final int ALERTS = 7;

    @TempDir
    private Path directory;

    private final TestDatabase store = new TestDatabase();
    private final RouterMetrics metrics = new RouterMetrics("0.34.0", 0);
    private final List<RuleRunner> runners = new ArrayList<>();

    @AfterEach
    void close() {
        runners.forEach(runner -> runner.stop(new ShutdownEvent()));
        store.close();
    }

    private static <T> T settings(Class<T> type, Map<String, String> values) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 100, new DurationConverter())
                .withMapping(type);
        values.forEach(builder::withDefaultValue);
        // Both mappings have this prefix, and each knows only its own keys.
        builder.withMappingIgnore("alert-router.**");
        return builder.build().getConfigMapping(type);
    }

    private Map<String, String> values(String rules, String url) {
        return Map.of(
                "alert-router.prometheus.rule-files", rules,
                "alert-router.prometheus.url", url,
                "alert-router.prometheus.evaluation-interval", "1s",
                "alert-router.prometheus.external-labels.cluster", "test",
                "alert-router.external-url", "http://router:9093/base");
    }

    private RulesResource start(AlertBook book, Map<String, String> values) {
        RuleSettings settings = settings(RuleSettings.class, values);
        RouterSettings router = settings(RouterSettings.class, values);
        CurrentRules rules = new CurrentRules(settings, router);
        RuleRunner runner = new RuleRunner(
                rules,
                store.database(),
                (name, window, by, where) -> Uni.createFrom().failure(new IllegalStateException("nobody")),
                "http://nobody",
                new AlertStore(store.database(), book, metrics),
                book,
                new CurrentConfig(router, metrics, Clock.systemUTC()),
                settings,
                router,
                metrics,
                Clock.systemUTC());
        runners.add(runner);
        runner.start(new StartupEvent());
        return new RulesResource(rules, store.database());
    }

    private static String rules() {
        StringBuilder texts = new StringBuilder();
        for (int i = 0; i < TEXTS.size(); i++) {
            texts.append("      t%02d: '%s'%n".formatted(i, TEXTS.get(i).replace("'", "''")));
        }
        return """
                groups:
                - name: compared
                  rules:
                  - record: test:up
                    expr: up
                  - alert: Texts
                    expr: 'label_replace(up{job="prometheus"} * 1234567.891, "zone", "z-1", "", "")'
                    labels: {severity: warning, of: '{{ $labels.job }} {{ $value | humanize }}', none: '{{ $labels.x }}'}
                    annotations:
                %s
                  - alert: Named
                    expr: up == 1
                    for: 2s
                    annotations: {name: '{{ $labels.__name__ }}'}
                  - alert: Pending
                    expr: vector(1)
                    for: 1h
                  - alert: Never
                    expr: vector(1) > 2
                  - alert: Kept
                    expr: (vector(time()) - %d < bool 5) > 0
                    keep_firing_for: 1h
                  - alert: Doubled
                    expr: 'label_replace(vector(1), "x", "a", "", "") or label_replace(vector(2), "x", "b", "", "")'
                    labels: {x: same}
                  - alert: Wrong
                    expr: 'up * on(x) group_left up{job="prometheus"} + on() (up or vector(1))'
                  - alert: Same
                    expr: vector(1)
                    labels: {level: one}
                  - alert: Same
                    expr: vector(2)
                    labels: {level: two}
                - name: limited
                  limit: 1
                  rules:
                  - alert: TooMany
                    expr: 'label_replace(vector(1), "x", "a", "", "") or label_replace(vector(2), "x", "b", "", "")'
                  - alert: Enough
                    expr: vector(-0.000125)
                """.formatted(texts, Instant.now().getEpochSecond());
    }

    private static String texts(JsonNode object) {
        Map<String, String> sorted = new TreeMap<>();
        object.forEachEntry((name, value) -> sorted.put(name, value.asText()));
        return sorted.toString();
    }

    /** Alerts by name and labels, with what must be equal. */
    private static Map<String, String> comparable(JsonNode answer) {
        Map<String, String> alerts = new TreeMap<>();
        answer.path("data")
                .path("alerts")
                .forEach(each -> alerts.put(
                        texts(each.path("labels")),
                        each.path("state").asText() + " " + each.path("value").asText() + " "
                                + texts(each.path("annotations"))));
        return alerts;
    }

    private static Map<String, String> health(JsonNode answer) {
        Map<String, String> rules = new LinkedHashMap<>();
        for (JsonNode group : answer.path("data").path("groups")) {
            for (JsonNode rule : group.path("rules")) {
                if (rule.path("type").asText().equals("alerting")) {
                    rules.merge(
                            group.path("name").asText() + "/"
                                    + rule.path("name").asText(),
                            rule.path("health").asText() + " "
                                    + rule.path("state").asText() + " "
                                    + rule.path("duration").asDouble() + " "
                                    + texts(rule.path("labels")),
                            (a, b) -> a + " " + b);
                }
            }
        }
        return rules;
    }

    @Test
    void sameRulesRaiseTheSameAlertsAsInPrometheus() throws IOException, InterruptedException {
        Path rules = Files.writeString(directory.resolve("rules.yml"), rules());
        AlertBook book = new AlertBook();
        try (PrometheusServer prometheus = new PrometheusServer(directory, rules)) {
            Map<String, String> values =
                    values(rules.toString(), prometheus.url().toString());
            RulesResource ours = start(book, values);

            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                JsonNode theirs = MAPPER.readTree(prometheus.get("/api/v1/alerts"));
                assertEquals(comparable(theirs), comparable(MAPPER.valueToTree(ours.alerts())));
                assertEquals(ALERTS, comparable(theirs).size());
                assertTrue(comparable(theirs).values().stream()
                        .noneMatch(each -> each.startsWith("pending 1e+00") && each.contains("name=up")));
                assertEquals(
                        health(MAPPER.readTree(prometheus.get("/api/v1/rules"))),
                        health(MAPPER.valueToTree(ours.list(null, List.of(), List.of(), List.of()))));
            });
            LabelSet named = LabelSet.of(
                    "alertname",
                    "Named",
                    "cluster",
                    "test",
                    "instance",
                    prometheus.url().getAuthority(),
                    "job",
                    "prometheus");
            var stored = book.get(named.fingerprint());
            assertNotNull(stored);
            assertEquals(
                    prometheus.url() + "/graph?g0.expr=up+%3D%3D+1&g0.tab=1",
                    stored.alert().generatorUrl());
            assertEquals(Map.of("name", "up"), stored.alert().annotations());

            // After a restart everything goes on where it was, and two replicas do the work of one.
            Instant pendingSince = activeAt(ours, "Pending");
            runners.getFirst().stop(new ShutdownEvent());
            RulesResource again = start(new AlertBook(), values);
            start(new AlertBook(), values);
            long evaluated = evaluations();
            Instant from = Instant.now();
            await().until(() -> evaluations() >= evaluated + 8);
            long most = 2 * (Duration.between(from, Instant.now()).toSeconds() + 2);
            assertTrue(evaluations() - evaluated <= most, evaluations() - evaluated + " evaluations, expected " + most);
            assertEquals(pendingSince, activeAt(again, "Pending"));
            assertEquals(
                    comparable(MAPPER.readTree(prometheus.get("/api/v1/alerts"))),
                    comparable(MAPPER.valueToTree(again.alerts())));
        }
        // Prometheus is gone: what fires fires on, and the rules say why.
        RulesResource left = new RulesResource(
                new CurrentRules(
                        settings(RuleSettings.class, values(rules.toString(), "http://127.0.0.1:1")),
                        settings(RouterSettings.class, values(rules.toString(), "http://127.0.0.1:1"))),
                store.database());
        await().untilAsserted(() -> {
            RulesResource.Rule rule = left.list("alert", List.of("Named"), List.of(), List.of())
                    .data()
                    .groups()
                    .getFirst()
                    .rules()
                    .getFirst();
            assertEquals("err", rule.health());
            assertEquals("firing", rule.state());
            assertTrue(String.valueOf(rule.lastError()).startsWith("Prometheus does not answer"), rule.lastError());
        });
        RulesResource.Rule recording = left.list("record", List.of(), List.of(), List.of())
                .data()
                .groups()
                .getFirst()
                .rules()
                .getFirst();
        assertEquals("test:up", recording.name());
        assertNull(recording.state());
    }

    private static Instant activeAt(RulesResource resource, String name) {
        return resource.alerts().data().alerts().stream()
                .filter(each -> name.equals(each.labels().get("alertname")))
                .map(each -> Instant.parse(each.activeAt()))
                .findFirst()
                .orElseThrow();
    }

    private long evaluations() {
        return store.database()
                .run("SELECT sum(fence)::bigint FROM rule_group")
                .iterator()
                .next()
                .getLong(0);
    }
}
