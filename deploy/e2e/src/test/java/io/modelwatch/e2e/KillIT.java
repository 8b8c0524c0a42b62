package io.modelwatch.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was acknowledged is still there after a service was killed with -9 in the middle of its work. */
@ExtendWith(SharedStack.class)
class KillIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int SOME = 200;
    private static final int PAGE = 1000;

    private final RunningStack stack;

    KillIT(RunningStack stack) {
        this.stack = stack;
    }

    @ParameterizedTest
    @ValueSource(strings = {"metrics-collector", "quality-evaluator", "alert-router", "log-indexer"})
    void everyAcknowledgedRecordIsIndexedOnce(String service) throws Exception {
        String prefix = "kill-" + service + "-" + System.nanoTime() + "-";
        List<String> acknowledged;
        try (Gateway gateway = new Gateway(stack, prefix)) {
            await().atMost(PATIENCE).until(() -> gateway.acknowledgedSoFar() >= SOME);

            // When
            stack.kill(service);
            stack.restart(service);

            int before = gateway.acknowledgedSoFar();
            await().atMost(PATIENCE).until(() -> gateway.acknowledgedSoFar() >= before + SOME);
            acknowledged = gateway.stop();
            assertEquals(List.of(), gateway.surprises(), "answers other than 200 and 503");
        }

        // Then
        Set<String> expected = new TreeSet<>(acknowledged);
        await().atMost(PATIENCE).untilAsserted(() -> {
            Map<String, Integer> indexed = indexed(prefix);
            Set<String> missing = new TreeSet<>(expected);
            missing.removeAll(indexed.keySet());
            assertEquals(Set.of(), missing, "acknowledged, but not indexed");
        });
        List<String> twice = indexed(prefix).entrySet().stream()
                .filter(entry -> entry.getValue() > 1)
                .map(Map.Entry::getKey)
                .toList();
        assertEquals(List.of(), twice, "indexed more than once");
        JsonNode spool = stack.get("log-indexer", "/api/v1/spool").json();
        assertEquals(
                spool.path("accepted").asLong(),
                spool.path("indexed").asLong()
                        + spool.path("duplicate").asLong()
                        + spool.path("dead").asLong()
                        + spool.path("spooled").asLong(),
                spool.toString());
        assertEquals(0, spool.path("dead").asLong(), spool.toString());
    }

    @Test
    void everyAcknowledgedEvaluationIsStored() throws Exception {
        String prefix = "kill-evaluation-" + System.nanoTime() + "-";
        Set<String> acknowledged = underFire("quality-evaluator", number -> {
            String id = prefix + number;
            RunningStack.Answer answer = stack.post(
                    "quality-evaluator",
                    "/api/v1/evaluations",
                    Map.of("items", List.of(Gateway.record(id, "e2e-traffic", 100))));
            return answer.status() == 200 ? id : null;
        });

        for (String id : acknowledged) {
            assertEquals(
                    200,
                    stack.get("quality-evaluator", "/api/v1/evaluations/" + id).status(),
                    id);
        }
    }

    @Test
    void everyAcknowledgedAlertAndSilenceIsKept() throws Exception {
        String run = "kill" + System.nanoTime();
        Set<String> silences = new ConcurrentSkipListSet<>();
        Set<String> alerts = underFire("alert-router", number -> {
            String name = run + "_" + number;
            Instant now = Instant.now();
            RunningStack.Answer silence = stack.post(
                    "alert-router",
                    "/api/v2/silences",
                    Map.of(
                            "matchers",
                            List.of(Map.of("name", "alertname", "value", name, "isRegex", false, "isEqual", true)),
                            "startsAt",
                            now.toString(),
                            "endsAt",
                            now.plusSeconds(3600).toString(),
                            "createdBy",
                            "e2e",
                            "comment",
                            "kill test"));
            if (silence.status() == 200) {
                silences.add(silence.json().path("silenceID").asText());
            }
            RunningStack.Answer alert = stack.post(
                    "alert-router", "/api/v2/alerts", List.of(Map.of("labels", Map.of("alertname", name, "run", run))));
            return alert.status() == 200 ? name : null;
        });

        Set<String> kept = new TreeSet<>();
        for (JsonNode alert : stack.get("alert-router", "/api/v2/alerts?filter=run%3D%22" + run + "%22")
                .json()) {
            kept.add(alert.at("/labels/alertname").asText());
        }
        Set<String> missing = new TreeSet<>(alerts);
        missing.removeAll(kept);
        assertEquals(Set.of(), missing);
        for (String id : silences) {
            assertEquals(200, stack.get("alert-router", "/api/v2/silence/" + id).status(), id);
        }
    }

    /** Sends one thing; returns its name when it was acknowledged, null when it was refused. */
    @FunctionalInterface
    private interface Sender {
        String send(int number) throws IOException;
    }

    /** Sends from two threads, kills and restarts the service meanwhile, returns what was acknowledged. */
    private Set<String> underFire(String service, Sender sender) throws Exception {
        Set<String> acknowledged = new ConcurrentSkipListSet<>();
        AtomicBoolean stopping = new AtomicBoolean();
        List<Thread> threads = new ArrayList<>();
        for (int thread = 0; thread < 2; thread++) {
            int first = thread;
            threads.add(Thread.ofVirtual().start(() -> {
                for (int number = first; !stopping.get(); number += 2) {
                    try {
                        String name = sender.send(number);
                        if (name != null) {
                            acknowledged.add(name);
                        }
                    } catch (IOException refused) {
                        Thread.yield();
                    }
                }
            }));
        }
        try {
            await().atMost(PATIENCE).until(() -> acknowledged.size() >= SOME / 2);
            stack.kill(service);
            stack.restart(service);
            int before = acknowledged.size();
            await().atMost(PATIENCE).until(() -> acknowledged.size() >= before + SOME / 4);
        } finally {
            stopping.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertTrue(acknowledged.size() > SOME / 2);
        return acknowledged;
    }

    /** Request ids with the prefix and how many documents each has, asked of Elasticsearch itself. */
    private Map<String, Integer> indexed(String prefix) throws IOException {
        stack.refresh();
        Map<String, Integer> counts = new HashMap<>();
        String after = null;
        while (true) {
            Map<String, Object> composite = new HashMap<>(Map.of(
                    "size",
                    PAGE,
                    "sources",
                    List.of(Map.of("id", Map.of("terms", Map.of("field", "http.request.id"))))));
            if (after != null) {
                composite.put("after", Map.of("id", after));
            }
            JsonNode answer = search(Map.of(
                    "size", 0,
                    "query", Map.of("prefix", Map.of("http.request.id", prefix)),
                    "aggs", Map.of("ids", Map.of("composite", composite))));
            JsonNode buckets = answer.at("/aggregations/ids/buckets");
            for (JsonNode bucket : buckets) {
                counts.put(
                        bucket.at("/key/id").asText(), bucket.path("doc_count").asInt());
            }
            if (buckets.size() < PAGE) {
                return counts;
            }
            after = answer.at("/aggregations/ids/after_key/id").asText();
        }
    }

    private JsonNode search(Map<String, Object> query) throws IOException {
        return stack.post(stack.elasticsearch().resolve("/logs-llm-default/_search"), query)
                .json();
    }
}
