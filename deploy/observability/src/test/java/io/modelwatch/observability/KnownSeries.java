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

    private static final Set<String> SCRAPE_LABELS = Set.of("job", "instance", "le");

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
    private final Map<String, Set<String>> labels = new HashMap<>();

    private KnownSeries() {}

    static KnownSeries all() {
        KnownSeries known = new KnownSeries();
        SERVICES.forEach(service -> fromSources(service).forEach(known::add));
        OTHERS.forEach(list -> fromList("families/" + list + ".txt").forEach(known::add));
        SERVICES.forEach(service -> fromList("exposed/" + service + ".txt").forEach(known::addLabels));
        fromList("families/quarkus-runtime.txt").forEach(known::addLabels);
        for (JsonNode rule : Repository.rules()) {
            if (rule.has("record")) {
                known.add(new Family("gauge", rule.get("record").asText(), null));
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

    private void addLabels(Family family) {
        for (String name : family.series()) {
            Set<String> all = labels.computeIfAbsent(name, n -> new TreeSet<>(SCRAPE_LABELS));
            if (family.labels() != null) {
                all.addAll(family.labels());
            }
        }
    }

    /** Labels of a series that it does not have; none where its labels are not known. */
    List<String> strangers(Selectors.Selector selector) {
        Set<String> own = labels.get(selector.name());
        return own == null
                ? List.of()
                : selector.labels().stream()
                        .filter(label -> !own.contains(label))
                        .toList();
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
            case "Counter", "counter" -> new Family("counter", name.endsWith("_total") ? name : name + "_total", null);
            case "Histogram", "histogram" -> new Family("histogram", name, null);
            case "Summary", "summary" -> new Family("summary", name, null);
            default -> new Family("gauge", name, null);
        };
    }

    /** Type, name and labels; a list that tells no labels at all does not know them. */
    private static Family family(String[] words) {
        return new Family(words[0], words[1], words.length > 2 ? Set.of(words[2].split(",")) : Set.of());
    }

    /** Lines of type, name and labels. */
    static List<Family> fromList(String resource) {
        try (InputStream in = KnownSeries.class.getResourceAsStream("/" + resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(" "))
                    .map(KnownSeries::family)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
