package io.modelwatch.collector.textformat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Expositions of real programs and the error cases of other parsers, with what Prometheus makes of them. */
class ExpositionCorpusTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int MOST_SAMPLES = 1_000_000;

    /** What was read, or the failure. */
    private record Reading(
            int count,
            List<Sample> samples,
            Map<String, FamilyType> types,
            @Nullable String failure) {}

    private record Sample(
            String name,
            Map<String, String> labels,
            double value,
            double timestamp,
            SampleView.@Nullable Exemplar exemplar) {}

    @TestFactory
    Stream<DynamicTest> prometheusText() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (String folder : List.of("real", "tricky", "promtext-bad")) {
            for (Path file : list(corpus().resolve(folder), ".expected.json")) {
                JsonNode expected = JSON.readTree(file.toFile());
                String name = expected.get("file").asText();
                Path text = file.resolveSibling(file.getFileName().toString().replace(".expected.json", ".txt"));
                tests.add(DynamicTest.dynamicTest(
                        folder + "/" + name, () -> check(TextFormat.PROMETHEUS, text, expected)));
            }
        }
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> openMetrics() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (String folder : List.of("good", "bad")) {
            Path root = corpus().resolve("openmetrics");
            JsonNode all = JSON.readTree(root.resolve(folder + ".expected.json").toFile());
            all.forEachEntry((name, expected) -> tests.add(DynamicTest.dynamicTest(
                    folder + "/" + name,
                    () -> check(TextFormat.OPEN_METRICS, root.resolve(folder).resolve(name), expected))));
        }
        return tests.stream();
    }

    private static void check(TextFormat format, Path file, JsonNode expected) throws IOException {
        Reading reading = read(format, Files.readAllBytes(file));
        JsonNode prometheus = expected.get("prometheus_2_42_scrape");
        switch (expected.get("must").asText()) {
            case "reject" -> assertNotNull(reading.failure());
            case "accept" -> {
                assertEquals(null, reading.failure());
                JsonNode lines = expected.get("sample_lines");
                assertEquals(
                        lines == null ? prometheus.get("samples_scraped").asInt() : lines.asInt(), reading.count());
                checkSamples(reading, expected);
            }
            default -> {
                assertEquals(prometheus.get("up").asInt() == 1, reading.failure() == null, reading::failure);
                if (reading.failure() == null) {
                    assertEquals(prometheus.get("samples_scraped").asInt(), reading.count());
                    checkSamples(reading, expected);
                }
            }
        }
    }

    private static void checkSamples(Reading reading, JsonNode expected) {
        JsonNode checks = expected.get("checks");
        for (JsonNode check :
                checks == null ? List.<JsonNode>of() : checks.valueStream().toList()) {
            assertTrue(
                    reading.samples().stream().anyMatch(sample -> matches(sample, check, reading.types())),
                    () -> "missing " + check);
        }
    }

    private static boolean matches(Sample sample, JsonNode check, Map<String, FamilyType> types) {
        String wanted = check.get("name").asText();
        boolean counter = types.get(sample.name()) == FamilyType.COUNTER;
        if (!sample.name().equals(wanted) && !(counter && (sample.name() + "_total").equals(wanted))) {
            return false;
        }
        Map<String, String> labels = new HashMap<>();
        check.get("labels").forEachEntry((name, value) -> labels.put(name, value.asText()));
        return sample.labels().equals(labels)
                && same(sample.value(), check.get("value"))
                && (!check.has("timestamp") || same(sample.timestamp(), check.get("timestamp")))
                && (!check.has("exemplar") || matches(sample.exemplar(), check.get("exemplar")));
    }

    private static boolean matches(SampleView.@Nullable Exemplar exemplar, JsonNode check) {
        if (check.isNull()) {
            return true;
        }
        Map<String, String> labels = new HashMap<>();
        check.get("labels").forEachEntry((name, value) -> labels.put(name, value.asText()));
        return exemplar != null
                && exemplar.labels().equals(labels)
                && same(exemplar.value(), check.get("value"))
                && (!check.hasNonNull("timestamp") || same(exemplar.timestamp(), check.get("timestamp")));
    }

    private static boolean same(double value, JsonNode expected) {
        double wanted = switch (expected.asText()) {
            case "NaN" -> Double.NaN;
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> expected.asDouble();
        };
        return value == wanted || (Double.isNaN(value) && Double.isNaN(wanted));
    }

    private static Reading read(TextFormat format, byte[] text) {
        List<Sample> samples = new ArrayList<>();
        Map<String, FamilyType> types = new HashMap<>();
        try {
            int count = format.read(text, MOST_SAMPLES, new ExpositionHandler() {
                @Override
                public void sample(SampleView sample) {
                    samples.add(new Sample(
                            sample.name(), sample.labels(), sample.value(), sample.timestamp(), sample.exemplar()));
                }

                @Override
                public void type(String family, FamilyType type) {
                    types.put(family, type);
                }
            });
            return new Reading(count, samples, types, null);
        } catch (MalformedExpositionException e) {
            return new Reading(0, List.of(), Map.of(), e.getMessage());
        }
    }

    private static Path corpus() {
        Path corpus = Path.of(System.getProperty("modelwatch.root", "..")).resolve("../shared/expositions");
        if (!Files.isDirectory(corpus)) {
            Assumptions.abort("the exposition corpus is not at " + corpus);
        }
        return corpus;
    }

    private static TreeSet<Path> list(Path folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .collect(TreeSet::new, TreeSet::add, TreeSet::addAll);
        }
    }
}
