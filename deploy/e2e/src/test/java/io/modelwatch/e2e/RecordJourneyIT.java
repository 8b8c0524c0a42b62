package io.modelwatch.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedStack.class)
class RecordJourneyIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final RunningStack stack;

    RecordJourneyIT(RunningStack stack) {
        this.stack = stack;
    }

    @Test
    void recordPostedOnceArrivesInEveryStoreAndAtTheWebhook() throws Exception {
        String id = "journey-" + System.nanoTime();
        String model = "e2e-slow-" + System.nanoTime();

        // When
        RunningStack.Answer answer =
                stack.post("metrics-collector", "/api/v1/requests", Gateway.record(id, model, 9000));
        RunningStack.Answer repeated =
                stack.post("metrics-collector", "/api/v1/requests", Gateway.record(id, model, 9000));

        // Then: one record, counted once
        assertEquals(200, answer.status(), answer.body());
        assertEquals(1, answer.json().path("accepted").asInt(), answer.body());
        assertEquals(1, repeated.json().path("duplicates").asInt(), repeated.body());
        String metrics = stack.get("metrics-collector", "/metrics").body();
        assertTrue(
                metrics.lines()
                        .anyMatch(line -> line.startsWith("llm_requests_total{")
                                && line.contains("model=\"" + model + "\"")
                                && line.contains("status=\"success\"")
                                && line.endsWith(" 1.0")),
                metrics);

        // Then: one document in Elasticsearch, found in both languages
        await().atMost(PATIENCE).untilAsserted(() -> assertEquals(1, stack.documents(id)));
        for (String text : List.of("capital", "首都")) {
            JsonNode found = stack.get(
                            "log-indexer",
                            "/api/v1/logs?request_id=" + id + "&q=" + URLEncoder.encode(text, StandardCharsets.UTF_8))
                    .json();
            assertEquals(1, found.path("total").asInt(), found.toString());
        }

        // Then: one evaluation in PostgreSQL
        await().atMost(PATIENCE).untilAsserted(() -> assertEquals(1, evaluations(id)));

        // Then: one alert at the webhook, for this model only
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertEquals(1, firing(model).size()));
        JsonNode alert = firing(model).getFirst();
        assertEquals("LLMHighLatency", alert.at("/labels/alertname").asText());
        assertTrue(alert.at("/annotations/summary").asText().contains(model), alert.toString());
    }

    @Test
    void repeatWithoutTimestampIsIndexedOnce() throws Exception {
        String id = "bare-" + System.nanoTime();
        Map<String, Object> bare = Map.of("request_id", id, "model", "e2e-bare", "status", "success");

        assertEquals(
                200, stack.post("metrics-collector", "/api/v1/requests", bare).status());
        // What a sender does whose first answer was lost after the collector had been restarted.
        stack.kill("metrics-collector");
        stack.restart("metrics-collector");
        assertEquals(
                200, stack.post("metrics-collector", "/api/v1/requests", bare).status());

        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode spool = stack.get("log-indexer", "/api/v1/spool").json();
            assertEquals(0, spool.path("spooled").asInt(), spool.toString());
        });
        assertEquals(1, stack.documents(id));
    }

    private int evaluations(String id) throws Exception {
        try (Connection connection =
                        DriverManager.getConnection(stack.jdbc("quality_evaluator"), "postgres", "postgres");
                PreparedStatement statement =
                        connection.prepareStatement("SELECT count(*) FROM evaluation WHERE id = ?")) {
            statement.setString(1, id);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getInt(1);
            }
        }
    }

    private List<JsonNode> firing(String model) {
        List<JsonNode> alerts = new ArrayList<>();
        for (JsonNode notification : stack.notifications()) {
            for (JsonNode alert : notification.at("/notification/alerts")) {
                if (alert.at("/labels/model").asText().equals(model)
                        && alert.path("status").asText().equals("firing")) {
                    alerts.add(alert);
                }
            }
        }
        return alerts;
    }
}
