package io.modelwatch.observability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RunbooksTest {

    private static final Pattern PROMQL = Pattern.compile("```promql\\n(.*?)\\n```", Pattern.DOTALL);
    private static final List<String> SECTIONS =
            List.of("## What it means", "## What to look at", "## What to do", "中文：");

    static List<String> queries(String markdown) {
        List<String> queries = new ArrayList<>();
        Matcher matcher = PROMQL.matcher(markdown);
        while (matcher.find()) {
            queries.add(matcher.group(1));
        }
        return queries;
    }

    @Test
    void everyAlertHasARunbookThatStartsWithItsRule() {
        List<String> faults = new ArrayList<>();
        for (JsonNode alert : Repository.alerts()) {
            String name = alert.get("alert").asText();
            Path file = Repository.RUNBOOKS.resolve(name + ".md");
            if (!Files.exists(file)) {
                faults.add(name + ": no runbook");
                continue;
            }
            String text = Repository.read(file);
            if (!text.startsWith("# " + name + "\n")) {
                faults.add(name + ": wrong title");
            }
            SECTIONS.stream()
                    .filter(section -> !text.contains(section))
                    .forEach(section -> faults.add(name + ": no " + section));
            List<String> queries = queries(text);
            if (queries.isEmpty()
                    || !queries.getFirst().equals(alert.get("expr").asText())) {
                faults.add(name + ": the first query is not the rule's");
            }
            if (queries.size() < 2 && !text.contains("```sh")) {
                faults.add(name + ": nothing to look at");
            }
        }
        assertEquals(List.of(), faults);
    }

    @Test
    void everyRunbookBelongsToAnAlert() {
        Set<String> files = new TreeSet<>();
        Repository.files(Repository.RUNBOOKS, ".md")
                .forEach(file -> files.add(file.getFileName().toString()));
        files.remove("README.md");
        Repository.alerts().forEach(alert -> files.remove(alert.get("alert").asText() + ".md"));
        assertEquals(Set.of(), files);
    }

    @Test
    void theIndexListsEveryRunbook() {
        String index = Repository.read(Repository.RUNBOOKS.resolve("README.md"));
        List<String> missing = Repository.alerts().stream()
                .map(alert -> alert.get("alert").asText())
                .filter(name -> !index.contains("(" + name + ".md)"))
                .toList();
        assertEquals(List.of(), missing);
    }

    @Test
    void queriesNameSeriesThatExist() {
        KnownSeries known = KnownSeries.all();
        List<String> faults = new ArrayList<>();
        for (Path file : Repository.files(Repository.RUNBOOKS, ".md")) {
            for (String query : queries(Repository.read(file))) {
                for (Selectors.Selector selector : Selectors.of(query)) {
                    if (!known.has(selector.name())
                            || !known.strangers(selector).isEmpty()) {
                        faults.add(file.getFileName() + ": " + selector);
                    }
                }
            }
        }
        assertEquals(List.of(), faults);
    }
}
