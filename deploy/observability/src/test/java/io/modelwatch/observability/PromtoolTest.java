package io.modelwatch.observability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus' own checker says. */
class PromtoolTest {

    private static Program promtool;

    @TempDir
    Path temporary;

    @BeforeAll
    static void findPromtool() {
        promtool = Program.installed("promtool");
    }

    private static void succeeds(List<String> arguments) throws IOException, InterruptedException {
        Program.Run run = promtool.run(arguments);
        assertEquals(0, run.exit(), run.output());
    }

    @Test
    void configurationAndRulesAreValid() throws Exception {
        succeeds(List.of(
                "check",
                "config",
                Repository.PROMETHEUS.resolve("prometheus.yml").toString()));
    }

    @Test
    void everyAlertFiresWhenItShouldAndOnlyThen() throws Exception {
        List<String> arguments = new ArrayList<>(List.of("test", "rules"));
        Repository.unitTests().forEach(file -> arguments.add(file.toString()));
        succeeds(arguments);
    }

    @Test
    void aWrongExpectationFails() throws Exception {
        Path test = Repository.PROMETHEUS.resolve("tests/gpu_test.yml");
        Path wrong = temporary.resolve("wrong_test.yml");
        Files.writeString(
                wrong,
                Repository.read(test)
                        .replace("../rules/", Repository.PROMETHEUS.resolve("rules") + "/")
                        .replace("severity: critical", "severity: info"));

        assertEquals(1, promtool.run(List.of("test", "rules", wrong.toString())).exit());
    }

    @Test
    void queriesOfDashboardsAndRunbooksParse() throws Exception {
        Map<String, String> queries = new TreeMap<>(DashboardsTest.queries());
        for (Path file : Repository.files(Repository.RUNBOOKS, ".md")) {
            List<String> asked = RunbooksTest.queries(Repository.read(file));
            for (int i = 0; i < asked.size(); i++) {
                queries.put(file.getFileName() + "/" + i, asked.get(i));
            }
        }
        StringBuilder rules = new StringBuilder("groups:\n  - name: queries\n    rules:\n");
        queries.forEach((where, expr) -> rules.append("      # ")
                .append(where)
                .append("\n      - record: query:")
                .append(where.replaceAll("[^a-zA-Z0-9]", "_"))
                .append("\n        expr: |-\n")
                .append(expr.indent(10)));
        Path file = temporary.resolve("queries.yml");
        Files.writeString(file, rules);

        succeeds(List.of("check", "rules", file.toString()));
    }
}
