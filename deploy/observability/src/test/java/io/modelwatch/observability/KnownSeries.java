package io.modelwatch.observability;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * All series that exist: what the services' sources register for {@code /metrics}, what other programs expose (lists in
 * {@code families/}), and what recording rules make of them.
 */
final class KnownSeries {

    static final List<String> SERVICES =
            List.of("metrics-collector", "quality-evaluator", "alert-router", "log-indexer");
    private static final List<String> OTHERS = List.of("vllm", "dcgm", "prometheus", "quarkus-runtime");

    /** {@code Counter.builder().name("…")}. */
    private static final Pattern BUILDER = Pattern.compile(
            "\\b(Counter|Gauge|Histogram|Summary|Info)(?:WithCallback)?\\.builder\\(\\)\\s*\\.name\\(\\s*\"([a-zA-Z0-9_:]+)\"");

    /** {@code counter("…")}, {@code gauge(registry, "…")} and other helpers whose names end like that. */
    private static final Pattern HELPER = Pattern.compile(
            "\\b\\w*?([cC]ounter|[gG]auge|[hH]istogram|[sS]ummary)\\(\\s*(?:[a-z]\\w*,\\s*)?\"([a-z][a-z0-9_:]+)\"");

    /** quality-evaluator's gauges of the published window. */
    private static final Pattern WINDOW_GAUGE = Pattern.compile("new (Family)\\(\\s*\"([a-z][a-z0-9_]+)\"");

    private final Map<String, Family> families = new HashMap<>();
    private final Set<String> series = new TreeSet<>();

    private KnownSeries() {}

    static KnownSeries all() {
        KnownSeries known = new KnownSeries();
        SERVICES.forEach(service -> fromSources(service).forEach(known::add));
        OTHERS.forEach(list -> fromList("families/" + list + ".txt").forEach(known::add));
        for (JsonNode rule : Repository.rules()) {
            if (rule.has("record")) {
                known.add(new Family("gauge", rule.get("record").asText()));
            }
        }
        return known;
    }

    private void add(Family family) {
        for (String name : family.series()) {
            series.add(name);
            families.putIfAbsent(name, family);
        }
    }

    boolean has(String name) {
        return series.contains(name);
    }

    boolean isCounter(String name) {
        Family family = families.get(name);
        return family != null && (family.isCounter() || !name.equals(family.name()));
    }

    /** Families that a service's sources register. */
    static List<Family> fromSources(String service) {
        List<Family> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Repository.ROOT.resolve(service).resolve("src/main/java"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                String source = Repository.read(file);
                for (Pattern pattern : List.of(BUILDER, HELPER, WINDOW_GAUGE)) {
                    Matcher matcher = pattern.matcher(source);
                    while (matcher.find()) {
                        found.add(family(matcher.group(1), matcher.group(2)));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static Family family(String kind, String name) {
        return switch (kind) {
            case "Counter", "counter" -> new Family("counter", name.endsWith("_total") ? name : name + "_total");
            case "Histogram", "histogram" -> new Family("histogram", name);
            case "Summary", "summary" -> new Family("summary", name);
            default -> new Family("gauge", name);
        };
    }

    /** Lines of type and name. */
    static List<Family> fromList(String resource) {
        try (InputStream in = KnownSeries.class.getResourceAsStream("/" + resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(" "))
                    .map(words -> new Family(words[0], words[1]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
