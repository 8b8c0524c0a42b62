package io.modelwatch.devstack.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TrafficGeneratorTest {

    private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");
    private static final double RATE = 20;
    private static final Corpus CORPUS = Corpus.load();

    @Test
    void sameSeedGivesTheSameRecordsButForTheirTimes() {
        List<ObjectNode> one = play(42, START);
        List<ObjectNode> two = play(42, START.plusSeconds(5000));
        List<ObjectNode> other = play(43, START);

        assertNotEquals(one.getFirst().get("timestamp"), two.getFirst().get("timestamp"));
        assertEquals(withoutTimes(one), withoutTimes(two));
        assertNotEquals(withoutTimes(one), withoutTimes(other));
    }

    @Test
    void identifiersAreUniqueAndNameTheRun() {
        Set<String> ids = new HashSet<>();
        for (ObjectNode record : play(42, START)) {
            String id = record.path("request_id").asText();
            assertTrue(ids.add(id) && id.startsWith("run-1-"), id);
            assertTrue(record.path("trace_id").asText().matches("[0-9a-f]{32}"));
            assertTrue(record.path("span_id").asText().matches("[0-9a-f]{16}"));
        }
    }

    @Test
    void variesWhatAGatewayReports() {
        List<ObjectNode> records = play(42, START);

        assertEquals(
                Set.of("gpt-4o", "gpt-4o-mini", "claude-sonnet-4-5", "deepseek-chat", "qwen-max"),
                values(records, "model"));
        assertEquals(Set.of("openai", "anthropic", "deepseek", "alibaba"), values(records, "provider"));
        assertEquals(Set.of("production", "staging"), values(records, "environment"));
        assertTrue(values(records, "service").size() >= 4);
        assertTrue(values(records, "user_id").size() >= 40);
        assertTrue(values(records, "session_id").size() >= 100);
        assertTrue(values(records, "error_type")
                .containsAll(Set.of("timeout", "rate_limit", "context_length", "content_filter", "upstream_5xx")));
        for (String field :
                List.of("cached_tokens", "reasoning_tokens", "ttft_ms", "system_prompt", "context", "reference")) {
            assertTrue(records.stream().anyMatch(record -> record.has(field)), field);
        }
    }

    @Test
    void tokensFollowTheTexts() {
        for (ObjectNode record : play(42, START)) {
            int output = Tokens.estimate(record.path("response").asText())
                    + record.path("reasoning_tokens").asInt();
            assertEquals(output, record.path("output_tokens").asInt(), record.toString());
            assertTrue(record.path("input_tokens").asInt()
                    >= Tokens.estimate(record.path("prompt").asText()));
            assertTrue(record.path("cached_tokens").asInt()
                    <= record.path("input_tokens").asInt());
            assertTrue(record.path("ttft_ms").asDouble()
                    <= record.path("latency_ms").asDouble());
        }
    }

    @Test
    void failuresHaveAnErrorAndNoResponse() {
        for (ObjectNode record : play(42, START)) {
            boolean failed = record.path("status").asText().equals("error");
            assertEquals(failed, record.has("error"));
            assertEquals(failed, record.has("error_type"));
            assertEquals(!failed, record.has("response"));
            assertEquals(failed, record.path("http_status").asInt() >= 400);
        }
    }

    @Test
    void theIncidentIsSlowerFailsMoreIsShorterAndLeaks() {
        List<ObjectNode> normal = play(42, Phase.NORMAL);
        List<ObjectNode> incident = play(42, Phase.INCIDENT);

        assertTrue(share(normal, TrafficGeneratorTest::failed) < 0.05);
        for (String model : List.of("gpt-4o", "gpt-4o-mini")) {
            assertEquals(0.30, share(of(model, incident), TrafficGeneratorTest::failed), 0.08, model);
        }
        assertTrue(share(of("qwen-max", incident), TrafficGeneratorTest::failed) < 0.05);
        for (String slow : List.of("gpt-4o", "deepseek-chat")) {
            assertEquals(6, median(latencies(incident, slow)) / median(latencies(normal, slow)), 1.5, slow);
        }
        assertEquals(1, median(latencies(incident, "qwen-max")) / median(latencies(normal, "qwen-max")), 0.35);
        assertTrue(median(lengths(incident)) < 0.6 * median(lengths(normal)));
        assertTrue(share(normal, TrafficGeneratorTest::leaks) < 0.02);
        assertTrue(share(incident, TrafficGeneratorTest::leaks) > 0.06);
    }

    /** The rules of deploy/alerting by model: p95 over 3,000 ms, and more than 10 percent errors, in 30 seconds. */
    @Test
    void onlyTheIncidentBreachesTheThresholds() {
        List<ObjectNode> records = play(42, START);
        double normal = seconds(Phase.NORMAL);
        double incident = normal + seconds(Phase.INCIDENT);
        Set<String> early = new TreeSet<>();
        for (double at = 0.2; at < normal; at += 0.2) {
            early.addAll(breaches(records, at));
        }
        assertEquals(Set.of(), early);

        for (double at = normal + 20; at < incident; at += 1) {
            assertEquals(
                    Set.of("errors gpt-4o", "errors gpt-4o-mini", "latency deepseek-chat", "latency gpt-4o"),
                    breaches(records, at),
                    at + " s");
        }
        assertEquals(Set.of(), breaches(records, incident + 31));
    }

    private static Set<String> breaches(List<ObjectNode> records, double at) {
        List<ObjectNode> window = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            double time = i / RATE;
            if (time > at - 30 && time <= at) {
                window.add(records.get(i));
            }
        }
        Set<String> breaches = new TreeSet<>();
        for (String model : values(window, "model")) {
            List<ObjectNode> own = of(model, window);
            if (share(own, TrafficGeneratorTest::failed) > 0.10) {
                breaches.add("errors " + model);
            }
            List<Double> latencies = own.stream()
                    .map(record -> record.path("latency_ms").asDouble())
                    .sorted()
                    .toList();
            if (latencies.get((int) (latencies.size() * 0.95)) > 3000) {
                breaches.add("latency " + model);
            }
        }
        return breaches;
    }

    private static List<ObjectNode> of(String model, List<ObjectNode> records) {
        return records.stream()
                .filter(record -> record.path("model").asText().equals(model))
                .toList();
    }

    private static double seconds(String phase) {
        return Phase.standard(RATE).stream()
                .filter(candidate -> candidate.name().equals(phase))
                .mapToDouble(candidate -> candidate.duration().toMillis() / 1000.0)
                .sum();
    }

    private static List<ObjectNode> play(long seed, Instant start) {
        return play(seed, start, phase -> true);
    }

    private static List<ObjectNode> play(long seed, String phase) {
        return play(seed, START, candidate -> candidate.name().equals(phase));
    }

    private static List<ObjectNode> play(long seed, Instant start, Predicate<Phase> which) {
        TrafficGenerator generator = new TrafficGenerator(CORPUS, "run-1", seed);
        List<ObjectNode> records = new ArrayList<>();
        for (Phase phase : Phase.standard(RATE)) {
            for (int i = 0; which.test(phase) && i < phase.records(); i++) {
                records.add(generator.next(phase, start.plusMillis(records.size() * 50L)));
            }
        }
        return records;
    }

    private static List<ObjectNode> withoutTimes(List<ObjectNode> records) {
        return records.stream()
                .map(record -> record.deepCopy().without("timestamp"))
                .map(ObjectNode.class::cast)
                .toList();
    }

    private static Set<String> values(List<ObjectNode> records, String field) {
        return records.stream()
                .filter(record -> record.has(field))
                .map(record -> record.path(field).asText())
                .collect(Collectors.toSet());
    }

    private static boolean failed(JsonNode record) {
        return record.path("status").asText().equals("error");
    }

    private static boolean leaks(JsonNode record) {
        return record.has("response")
                && record.path("extra").path("corpus_id").asText().startsWith("personal-data");
    }

    private static double share(List<ObjectNode> records, Predicate<JsonNode> which) {
        return (double) records.stream().filter(which).count() / Math.max(1, records.size());
    }

    private static List<Double> latencies(List<ObjectNode> records, String model) {
        return records.stream()
                .filter(record -> record.path("model").asText().equals(model) && record.has("response"))
                .filter(record -> !record.path("cache_hit").asBoolean())
                .map(record -> record.path("latency_ms").asDouble())
                .toList();
    }

    private static List<Double> lengths(List<ObjectNode> records) {
        return records.stream()
                .filter(record -> record.has("response"))
                .map(record -> (double) record.path("response").asText().length())
                .toList();
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
