package io.modelwatch.alertrouter.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine beside Go's own: by what Go printed once, and by what it prints now where Go is installed. */
class TemplateOracleTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final long SEED = 20_261_124;
    private static final int RANDOM_CASES = 6000;

    /** Of what Go prints, that which shows the insides of its types. */
    private static final String INSIDES = "(?s).*(time\\.Location|63931082400|0xc0).*";

    @Test
    void printsWhatGoPrinted() throws IOException {
        JsonNode expected = resource("expected.json");
        List<String> wrong = new ArrayList<>();

        for (JsonNode each : expected) {
            compare(
                    each.get("text").asText(),
                    each.get("output").asText(),
                    each.get("error").asText(),
                    wrong);
        }

        assertEquals(TemplateCases.table().size(), expected.size());
        assertEquals("", String.join("\n", wrong));
    }

    @Test
    void mistakesAreToldWhereGoTellsThem() throws IOException {
        List<String> wrong = new ArrayList<>();
        int compared = 0;
        for (JsonNode each : resource("expected.json")) {
            // Go names the column of mistakes in the execution only.
            String error = each.get("error").asText();
            if (error.matches("(?s)template: case:\\d+:\\d+: .*")) {
                compared++;
                String place = error.replaceFirst("(?s)template: case:(\\d+):.*", "$1");
                String ours = TemplateCases.render(each.get("text").asText());
                if (!ours.startsWith("error " + place + ":")) {
                    wrong.add(each.get("text").asText() + " at " + ours + ", in Go: " + error);
                }
            }
        }

        assertTrue(compared > 15, "compared only " + compared);
        assertEquals("", String.join("\n", wrong));
    }

    @Test
    void printsWhatGoPrintsNowSeed20261124(@TempDir Path directory) throws IOException, InterruptedException {
        List<String> cases = new ArrayList<>(TemplateCases.table());
        cases.addAll(TemplateCases.random(SEED, RANDOM_CASES));
        JsonNode results = go(directory, cases, "text");
        List<String> wrong = new ArrayList<>();
        int printed = 0;

        for (int i = 0; i < cases.size(); i++) {
            String error = results.get(i).get("error").asText();
            printed += error.isEmpty() ? 1 : 0;
            compare(cases.get(i), results.get(i).get("output").asText(), error, wrong);
        }

        assertTrue(printed > RANDOM_CASES / 3, "only " + printed + " cases print something");
        assertEquals("", String.join("\n", wrong.subList(0, Math.min(10, wrong.size()))), wrong.size() + " differ");
    }

    private static void compare(String text, String output, String error, List<String> wrong) {
        // Newer versions of Go range over numbers too.
        if (output.matches(INSIDES) || error.contains("range can't iterate over")) {
            return;
        }
        String expected = output.replace("main.", "template.").replace("int64", "int");
        String ours = TemplateCases.render(text);
        boolean same = error.isEmpty() ? ours.equals(expected) : ours.startsWith("error ");
        if (!same) {
            wrong.add(text + "\n  Go:   " + (error.isEmpty() ? expected : error) + "\n  ours: " + ours);
        }
    }

    static JsonNode resource(String name) throws IOException {
        try (InputStream in = TemplateOracleTest.class.getResourceAsStream("/oracle/" + name)) {
            return MAPPER.readTree(in);
        }
    }

    /** What Go prints; the kind is text or html. */
    static JsonNode go(Path directory, List<String> cases, String kind) throws IOException, InterruptedException {
        Path program = directory.resolve("oracle.go");
        try (InputStream in = TemplateOracleTest.class.getResourceAsStream("/oracle/oracle.go")) {
            Files.write(program, in.readAllBytes());
        }
        Path binary = directory.resolve("oracle");
        try {
            Process build = new ProcessBuilder("go", "build", "-o", binary.toString(), program.toString())
                    .redirectErrorStream(true)
                    .start();
            String messages =
                    new String(build.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            assertEquals(0, build.waitFor(), messages);
        } catch (IOException e) {
            Assumptions.abort("Go is not installed (apt-get install golang-go): " + e.getMessage());
        }
        Process oracle = new ProcessBuilder(binary.toString(), kind)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Thread writer = Thread.ofVirtual().start(() -> {
            try (OutputStream out = oracle.getOutputStream()) {
                MAPPER.writeValue(out, cases);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        JsonNode results = MAPPER.readTree(oracle.getInputStream());
        writer.join();
        assertEquals(0, oracle.waitFor());
        return results;
    }
}
