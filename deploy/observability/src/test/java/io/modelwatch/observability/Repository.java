package io.modelwatch.observability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The files that are tested. */
final class Repository {

    static final Path ROOT = Path.of(System.getProperty("modelwatch.root"));
    static final Path PROMETHEUS = ROOT.resolve("deploy/prometheus");
    static final Path GRAFANA = ROOT.resolve("deploy/grafana");
    static final Path RUNBOOKS = ROOT.resolve("docs/runbooks");

    private static final YAMLMapper YAML = new YAMLMapper();

    private Repository() {}

    static List<Path> files(Path folder, String suffix) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode yaml(Path file) {
        try {
            return YAML.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All rules of all files; an alert has {@code alert}, a recording {@code record}. */
    static List<JsonNode> rules() {
        List<JsonNode> rules = new ArrayList<>();
        for (Path file : files(PROMETHEUS.resolve("rules"), ".yml")) {
            for (JsonNode group : yaml(file).path("groups")) {
                group.path("rules").forEach(rules::add);
            }
        }
        return rules;
    }

    static List<JsonNode> alerts() {
        return rules().stream().filter(rule -> rule.has("alert")).toList();
    }

    static List<Path> unitTests() {
        return files(PROMETHEUS.resolve("tests"), "_test.yml");
    }
}
