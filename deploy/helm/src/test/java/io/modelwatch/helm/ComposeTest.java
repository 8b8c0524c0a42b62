package io.modelwatch.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The compose file and the scripts beside it, without a container engine. */
class ComposeTest {

    private static final Path FOLDER = Command.ROOT.resolve("deploy/compose");
    private static JsonNode services;

    @TempDir
    Path temporary;

    @BeforeAll
    static void read() throws Exception {
        services = Rendered.YAML
                .readTree(FOLDER.resolve("docker-compose.yml").toFile())
                .path("services");
        // Jackson leaves merge keys to their reader.
        services.forEach(service -> assertTrue(service.has("image"), service::toPrettyString));
    }

    @Test
    void composeAcceptsTheFile() {
        Assumptions.assumeTrue(Command.installed("docker-compose"), "docker-compose is not installed");
        Command.run(FOLDER, "", "docker-compose", "-f", "docker-compose.yml", "config", "-q")
                .orFail();
    }

    @Test
    void composeFindsATypo() throws Exception {
        Assumptions.assumeTrue(Command.installed("docker-compose"), "docker-compose is not installed");
        Path wrong = temporary.resolve("docker-compose.yml");
        Files.writeString(
                wrong,
                Files.readString(FOLDER.resolve("docker-compose.yml")).replaceFirst("healthcheck:", "healthchek:"));

        Command.Run run = Command.run(temporary, "", "docker-compose", "-f", wrong.toString(), "config", "-q");

        assertNotEquals(0, run.exit());
        assertTrue(run.errors().contains("healthchek"), run.errors());
    }

    @Test
    void everyImageIsPinned() {
        services.forEach(service -> assertTrue(
                service.path("image").asText().matches(".+:v?\\d+(\\.\\d+)+|debian:12-slim"),
                service.path("image")::asText));
    }

    @Test
    void everyLongRunningServiceSaysWhetherItIsWell() {
        Set<String> once = Set.of("secrets", "elasticsearch-setup", "otel-collector");
        services.properties().forEach(service -> {
            if (!once.contains(service.getKey())) {
                assertTrue(service.getValue().has("healthcheck"), service.getKey());
            }
        });
    }

    @Test
    void whatIsMountedAndAskedExists() {
        List<String> missing = new ArrayList<>();
        services.properties().forEach(service -> {
            for (JsonNode volume : service.getValue().path("volumes")) {
                String source = volume.asText().split(":", 2)[0];
                if (source.startsWith(".") && !Files.exists(FOLDER.resolve(source))) {
                    missing.add(source);
                }
            }
            for (JsonNode value : service.getValue().path("environment")) {
                Matcher host = Pattern.compile("//([a-z-]+):\\d+").matcher(value.asText());
                if (host.find() && !services.has(host.group(1))) {
                    missing.add(value.asText());
                }
            }
            service.getValue().path("depends_on").fieldNames().forEachRemaining(name -> {
                if (!services.has(name)) {
                    missing.add(name);
                }
            });
        });
        assertEquals(List.of(), missing);
    }

    @Test
    void nothingIsReachableFromOutsideTheMachineUnasked() {
        services.forEach(service -> service.path("ports")
                .forEach(port -> assertTrue(port.asText().startsWith("127.0.0.1:"), port::asText)));
    }

    @Test
    void secretsAreMadeOnceAndDiffer() throws Exception {
        String script = FOLDER.resolve("make-secrets").toString();
        Path one = temporary.resolve("one");
        Command.run(temporary, "", "bash", script, one.toString()).orFail();
        List<String> first = contents(one);
        Command.run(temporary, "", "bash", script, one.toString()).orFail();

        assertEquals(first, contents(one), "a second start keeps what is there");
        List<String> passwords =
                first.stream().filter(text -> text.matches("[A-Za-z0-9]{32}")).toList();
        assertEquals(15, passwords.size());
        assertEquals(15, new HashSet<>(passwords).size());

        Path other = temporary.resolve("other");
        Command.run(temporary, "", "bash", script, other.toString()).orFail();
        assertTrue(contents(other).stream().noneMatch(passwords::contains));
    }

    private static List<String> contents(Path folder) throws Exception {
        List<String> texts = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                texts.add(Files.readString(file));
            }
        }
        return texts;
    }
}
