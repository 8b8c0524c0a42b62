package io.modelwatch.observability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RulesTest {

    private static final Map<String, String> PRIORITIES = Map.of("critical", "P1", "warning", "P2", "info", "P3");
    private static final Pattern CHINESE = Pattern.compile("\\p{IsHan}{2}");
    private static final Pattern JOB = Pattern.compile("job[!=]~?\"([^\"]+)\"");

    private static Set<String> alertNames() {
        Set<String> names = new TreeSet<>();
        Repository.alerts().forEach(alert -> names.add(alert.get("alert").asText()));
        return names;
    }

    @Test
    void theFiveNamedRulesAreThere() {
        assertTrue(alertNames()
                .containsAll(Set.of(
                        "LLMServiceDown", "LLMHighLatency", "LLMHighErrorRate", "GPUMemoryHigh", "DataDriftDetected")));
    }

    @Test
    void alertNamesAreUnique() {
        assertEquals(Repository.alerts().size(), alertNames().size());
    }

    @Test
    void everyAlertHasSeverityPriorityAndTextsInBothLanguages() {
        List<String> faults = new ArrayList<>();
        for (JsonNode alert : Repository.alerts()) {
            String name = alert.get("alert").asText();
            String severity = alert.at("/labels/severity").asText();
            if (!alert.at("/labels/priority").asText().equals(PRIORITIES.get(severity))) {
                faults.add(name + ": severity " + severity + " and priority do not fit");
            }
            for (String text : List.of("summary", "description")) {
                String english = alert.at("/annotations/" + text).asText();
                String chinese = alert.at("/annotations/" + text + "_zh").asText();
                if (english.isBlank() || CHINESE.matcher(english).find()) {
                    faults.add(name + ": " + text + " is not English");
                }
                if (!CHINESE.matcher(chinese).find()) {
                    faults.add(name + ": " + text + "_zh is not Chinese");
                }
            }
            if (!alert.at("/annotations/runbook_url").asText().equals("docs/runbooks/" + name + ".md")) {
                faults.add(name + ": runbook_url is not docs/runbooks/" + name + ".md");
            }
        }
        assertEquals(List.of(), faults);
    }

    @Test
    void everyAlertHasACaseThatFiresAndOneThatDoesNot() {
        Set<String> firing = new HashSet<>();
        Set<String> quiet = new HashSet<>();
        for (Path file : Repository.unitTests()) {
            for (JsonNode test : Repository.yaml(file).path("tests")) {
                for (JsonNode expectation : test.path("alert_rule_test")) {
                    (expectation.path("exp_alerts").isEmpty() ? quiet : firing)
                            .add(expectation.get("alertname").asText());
                }
            }
        }
        assertEquals(alertNames(), new TreeSet<>(firing));
        assertEquals(alertNames(), new TreeSet<>(quiet));
    }

    @Test
    void everySeriesIsExposedBySomething() {
        KnownSeries known = KnownSeries.all();
        List<String> faults = new ArrayList<>();
        for (JsonNode rule : Repository.rules()) {
            for (Selectors.Selector selector : Selectors.of(rule.get("expr").asText())) {
                if (!known.has(selector.name())) {
                    faults.add(rule.path("alert").asText(rule.path("record").asText()) + ": " + selector.name()
                            + " is exposed by nothing");
                }
                known.strangers(selector)
                        .forEach(label -> faults.add(
                                rule.path("alert").asText(rule.path("record").asText()) + ": " + selector.name()
                                        + " has no label " + label));
            }
        }
        assertEquals(List.of(), faults);
    }

    @Test
    void everyJobOfARuleIsScraped() {
        Set<String> scraped = new HashSet<>();
        Repository.yaml(Repository.PROMETHEUS.resolve("prometheus.yml"))
                .path("scrape_configs")
                .forEach(job -> scraped.add(job.get("job_name").asText()));
        Set<String> used = new TreeSet<>();
        for (JsonNode rule : Repository.rules()) {
            Matcher matcher = JOB.matcher(rule.get("expr").asText());
            while (matcher.find()) {
                used.addAll(List.of(matcher.group(1).split("\\|")));
            }
        }
        used.removeAll(scraped);
        assertEquals(Set.of(), used);
    }

    @Test
    void recordedNamesAreUnique() {
        List<String> records = Repository.rules().stream()
                .filter(rule -> rule.has("record"))
                .map(rule -> rule.get("record").asText())
                .toList();
        assertEquals(records.size(), new HashSet<>(records).size());
    }
}
