package io.modelwatch.alertrouter.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modelwatch.alertrouter.config.ConfigReader;
import io.modelwatch.alertrouter.config.RouterConfig;
import io.modelwatch.alertrouter.label.LabelSet;
import io.modelwatch.alertrouter.template.RuleTemplate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The alerting files of the demo are what this service and amtool can read. */
class DemoRulesTest {

    private static final Path DIRECTORY = Path.of(System.getProperty("modelwatch.root"), "deploy/alerting");

    @Test
    void demoRulesAreReadAndSpeakBothLanguages() throws IOException {
        List<RuleGroup> groups = RuleReader.read(Files.readString(DIRECTORY.resolve("threshold-rules.yml")), "demo");

        List<AlertingRule> rules =
                groups.stream().flatMap(group -> group.rules().stream()).toList();
        assertEquals(
                List.of("LLMHighLatency", "LLMHighErrorRate", "DataDriftDetected", "LLMHighRefusalRate"),
                rules.stream().map(AlertingRule::alert).toList());
        assertTrue(groups.stream().allMatch(group -> group.interval().equals(Duration.ofSeconds(2))));
        for (AlertingRule rule : rules) {
            assertEquals(
                    java.util.Set.of("summary", "summary_zh"),
                    rule.annotations().keySet());
            assertTrue(rule.labels().containsKey("severity"));
        }
        assertEquals(
                "Share of failed requests of gpt-4o is 0.12 (limit 0.10)",
                rules.get(1)
                        .annotationsFor(
                                LabelSet.EMPTY,
                                LabelSet.of("model", "gpt-4o"),
                                0.125,
                                new Rendering(
                                        Map.of(),
                                        "http://router",
                                        java.time.Instant.EPOCH,
                                        RuleTemplate.Querier.NOBODY))
                        .get("summary"));
        assertEquals(
                "sum(errors_total[30s]) by (model) / sum(requests_total[30s]) by (model) > 0.1",
                rules.get(1).query());
    }

    @Test
    void shippedRulesHaveTheLevelsAndSpeakBothLanguages() throws IOException {
        Map<String, String> levels = Map.of("P1", "critical", "P2", "warning", "P3", "info");
        Path runbooks = Path.of(System.getProperty("modelwatch.root"));
        for (RuleGroup group : CurrentRules.shipped()) {
            for (AlertingRule rule : group.rules()) {
                String priority = String.valueOf(rule.labels().get("priority"));
                assertEquals(group.name(), priority.toLowerCase(java.util.Locale.ROOT));
                assertEquals(levels.get(priority), String.valueOf(rule.labels().get("severity")));
                assertEquals(
                        java.util.Set.of("summary", "summary_zh", "runbook_url"),
                        rule.annotations().keySet());
                assertTrue(
                        Files.exists(runbooks.resolve(
                                String.valueOf(rule.annotations().get("runbook_url")))),
                        rule.alert());
            }
        }
        assertEquals(
                List.of("LLMServiceFailing", "LLMAllInstancesDown", "GPUMemoryExhausted"),
                CurrentRules.shipped().getFirst().rules().stream()
                        .map(AlertingRule::alert)
                        .toList());
    }

    @Test
    void demoRoutesGroupByAlertAndModel() throws IOException {
        RouterConfig config = ConfigReader.read(Files.readString(DIRECTORY.resolve("alertmanager.yml")), DIRECTORY);

        assertEquals(List.of("alertname", "model"), config.route().groupBy().names());
        assertEquals(Duration.ofSeconds(2), config.route().groupWait());
        assertEquals(Duration.ofSeconds(5), config.route().groupInterval());
        assertTrue(config.effective().contains("url: http://127.0.0.1:9095/"), config.effective());
    }

    @Test
    void amtoolAcceptsTheDemoConfiguration() throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(
                            "amtool",
                            "check-config",
                            DIRECTORY.resolve("alertmanager.yml").toString())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            Assumptions.abort("amtool is not installed: " + e.getMessage());
            return;
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), output);
    }
}
