package io.modelwatch.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The chart, rendered by the real helm and judged by Kubernetes' and the operators' own types. */
class ChartTest {

    private static final Set<String> SERVICES =
            Set.of("metrics-collector", "quality-evaluator", "alert-router", "log-indexer");

    private static final String[] OPERATORS = {
        "postgresql.mode=cnpg",
        "elasticsearch.mode=eck",
        "keda.enabled=true",
        "prometheus.url=http://prometheus:9090",
        "monitoring.serviceMonitor.enabled=true",
        "monitoring.prometheusRule.enabled=true",
        "monitoring.dashboards.enabled=true",
        "ingress.enabled=true"
    };

    private static final String[] EXTERNAL = {
        "postgresql.mode=external",
        "postgresql.external.host=db.example.com",
        "postgresql.existingSecret=database",
        "elasticsearch.mode=external",
        "elasticsearch.external.hosts=logs.example.com:9200",
        "elasticsearch.existingSecret=search",
        "security.existingSecret=users"
    };

    @TempDir
    Path temporary;

    static Stream<List<String>> variants() {
        return Stream.of(
                List.of(),
                List.of(OPERATORS),
                List.of(EXTERNAL),
                List.of(
                        "postgresql.existingSecret=database",
                        "elasticsearch.existingSecret=search",
                        "networkPolicy.enabled=false"));
    }

    @Test
    void chartIsCleanUnderStrictLint() {
        Command.helm("lint", "--strict", Command.CHART.toString()).orFail();
    }

    @ParameterizedTest
    @MethodSource("variants")
    void everyManifestHasOnlyFieldsThatKubernetesKnows(List<String> settings) {
        Rendered rendered = Rendered.with(settings.toArray(String[]::new));

        List<String> faults = rendered.resources().stream()
                .filter(resource ->
                        !Models.ELSEWHERE.contains(resource.path("kind").asText()))
                .flatMap(resource -> Models.faults(resource).stream())
                .toList();

        assertEquals(List.of(), faults);
    }

    @Test
    void aFieldThatKubernetesDoesNotKnowIsFound() throws Exception {
        JsonNode wrong = Rendered.YAML.readTree("""
                apiVersion: policy/v1
                kind: PodDisruptionBudget
                metadata: {name: wrong}
                spec: {maxUnavailble: 1}
                """);

        assertNotEquals(List.of(), Models.faults(wrong));
    }

    @Test
    void customResourcesSatisfyTheModelsOfTheirOperators() throws Exception {
        Path checks = Command.ROOT.resolve("deploy/helm/crds");
        Assumptions.assumeTrue(Command.installed("npm"), "npm is not installed");
        Path work = temporary.resolve("crds");
        Files.createDirectory(work);
        for (String file : List.of("package.json", "package-lock.json", "check.mjs")) {
            Files.copy(checks.resolve(file), work.resolve(file));
        }
        Command.Run fetched = Command.run(work, "", "npm", "ci", "--silent", "--no-audit", "--no-fund");
        Assumptions.assumeTrue(fetched.exit() == 0, () -> "npm cannot fetch the models: " + fetched.errors());
        List<JsonNode> custom = Rendered.with(OPERATORS).resources().stream()
                .filter(resource -> Set.of("ScaledObject", "Cluster", "ServiceMonitor", "PrometheusRule")
                        .contains(resource.path("kind").asText()))
                .toList();
        assertEquals(4, custom.size());

        String input = new ObjectMapper().writeValueAsString(custom);
        assertEquals("", Command.run(work, input, "node", "check.mjs").orFail());

        String wrong = input.replace("\"instances\":3", "\"instances\":\"three\"");
        assertNotEquals(0, Command.run(work, wrong, "node", "check.mjs").exit());
    }

    @ParameterizedTest
    @MethodSource("variants")
    void everyPodRunsUnderTheRestrictedProfile(List<String> settings) {
        Rendered.with(settings.toArray(String[]::new)).podSpecs().forEach(spec -> {
            assertTrue(spec.at("/securityContext/runAsNonRoot").asBoolean(), spec::toPrettyString);
            assertEquals(
                    "RuntimeDefault",
                    spec.at("/securityContext/seccompProfile/type").asText());
            assertTrue(spec.has("automountServiceAccountToken"));
            assertEquals(false, spec.path("automountServiceAccountToken").asBoolean());
            for (JsonNode container : spec.path("containers")) {
                JsonNode security = container.path("securityContext");
                assertEquals(false, security.path("allowPrivilegeEscalation").asBoolean(true));
                assertEquals("ALL", security.at("/capabilities/drop/0").asText());
                assertTrue(container.at("/resources/requests/memory").isTextual());
                assertTrue(container.at("/resources/limits/memory").isTextual());
                // Elasticsearch writes its keystore beside its configuration.
                boolean writes = container.path("name").asText().equals("elasticsearch");
                assertEquals(!writes, security.path("readOnlyRootFilesystem").asBoolean());
            }
        });
    }

    @Test
    void everyServiceIsProbedSpreadProtectedAndFenced() {
        Rendered rendered = Rendered.with();
        for (String service : SERVICES) {
            String name = "mw-modelwatch-" + service;
            JsonNode workload = rendered.find(service.equals("log-indexer") ? "StatefulSet" : "Deployment", name)
                    .orElseThrow();
            JsonNode spec = workload.at("/spec/template/spec");
            for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
                assertTrue(spec.at("/containers/0/" + probe + "/httpGet/path")
                        .asText()
                        .startsWith("/q/health/"));
            }
            assertEquals(2, spec.path("topologySpreadConstraints").size());
            assertTrue(rendered.find("PodDisruptionBudget", name).isPresent());
            assertTrue(rendered.find("NetworkPolicy", name).isPresent());
            JsonNode labels = workload.at("/spec/template/metadata/labels");
            JsonNode selector = rendered.find("Service", name).orElseThrow().at("/spec/selector");
            selector.properties()
                    .forEach(label -> assertEquals(
                            label.getValue().asText(),
                            labels.path(label.getKey()).asText()));
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void whatAPodRefersToIsThere(List<String> settings) {
        Rendered rendered = Rendered.with(settings.toArray(String[]::new));
        Set<String> given = Set.of("database", "search", "users", "mw-modelwatch-cnpg-app");
        List<String> missing = new ArrayList<>();

        rendered.podSpecs().forEach(spec -> {
            for (JsonNode volume : spec.path("volumes")) {
                String secret = volume.at("/secret/secretName").asText();
                if (!secret.isEmpty()
                        && !given.contains(secret)
                        && rendered.find("Secret", secret).isEmpty()) {
                    missing.add("Secret " + secret);
                }
                String config = volume.at("/configMap/name").asText();
                if (!config.isEmpty() && rendered.find("ConfigMap", config).isEmpty()) {
                    missing.add("ConfigMap " + config);
                }
            }
            for (JsonNode variable : spec.at("/containers/0/env")) {
                JsonNode key = variable.at("/valueFrom/secretKeyRef");
                String secret = key.path("name").asText();
                if (!secret.isEmpty()
                        && !given.contains(secret)
                        && rendered.find("Secret", secret)
                                .filter(found -> found.path("stringData")
                                        .has(key.path("key").asText()))
                                .isEmpty()) {
                    missing.add("key " + key);
                }
                Matcher host = Pattern.compile("//([a-z0-9-]+):(\\d+)")
                        .matcher(variable.path("value").asText());
                if (host.find()
                        && host.group(1).startsWith("mw-")
                        && !hasPort(rendered, host.group(1), host.group(2))) {
                    missing.add("Service " + host.group());
                }
            }
        });

        assertEquals(List.of(), missing);
    }

    /** The operators make services of their own. */
    private static boolean hasPort(Rendered rendered, String service, String port) {
        return service.contains("-cnpg-")
                || service.contains("-eck-")
                || rendered.find("Service", service).stream()
                        .flatMap(found -> Rendered.children(found.at("/spec/ports")))
                        .anyMatch(found -> found.path("port").asText().equals(port));
    }

    @Test
    void wrongValuesAreRefusedByName() {
        for (String wrong : List.of(
                "postgresql.mode=mysql",
                "alertRouter.replicaz=1",
                "logIndexer.spool.size=lots",
                "prometheus.url=ftp://x")) {
            Command.Run run = Command.helm("template", "mw", Command.CHART.toString(), "--set", wrong);

            assertNotEquals(0, run.exit(), wrong);
            String field = wrong.substring(0, wrong.indexOf('='));
            assertTrue(
                    run.errors().contains(field.substring(field.lastIndexOf('.') + 1)),
                    () -> wrong + ": " + run.errors());
        }
    }

    @Test
    void whatIsMissingForExternalStoresIsNamed() {
        Command.Run run = Command.helm("template", "mw", Command.CHART.toString(), "--set", "postgresql.mode=external");

        assertNotEquals(0, run.exit());
        assertTrue(run.errors().contains("postgresql.external.host is needed"), run.errors());
    }

    @Test
    void packagedChartBringsEveryAlertAndBoard() throws Exception {
        Command.helm("package", Command.CHART.toString(), "--destination", temporary.toString())
                .orFail();
        Path archive = temporary.resolve("modelwatch-0.1.0.tgz");
        String yaml = Command.helm(
                        "template",
                        "mw",
                        archive.toString(),
                        "--set",
                        "monitoring.prometheusRule.enabled=true,monitoring.dashboards.enabled=true")
                .orFail();
        Rendered rendered = Rendered.of(yaml);

        Set<String> alerts = rendered.ofKind("PrometheusRule")
                .flatMap(rule -> rule.findValuesAsText("alert").stream())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> expected = new TreeSet<>();
        try (Stream<Path> files = Files.list(Command.ROOT.resolve("deploy/prometheus/rules"))) {
            for (Path file : files.toList()) {
                expected.addAll(Rendered.YAML.readTree(file.toFile()).findValuesAsText("alert"));
            }
        }
        assertEquals(expected, alerts);

        try (Stream<Path> boards = Files.list(Command.ROOT.resolve("deploy/grafana/dashboards"))) {
            assertEquals(
                    boards.count(),
                    rendered.ofKind("ConfigMap")
                            .filter(map -> map.at("/metadata/labels").has("grafana_dashboard"))
                            .count());
        }
    }
}
