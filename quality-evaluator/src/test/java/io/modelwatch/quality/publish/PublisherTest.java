package io.modelwatch.quality.publish;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelwatch.devstack.OwnStores;
import io.modelwatch.quality.Json;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** In one order, since the window fills up. */
@QuarkusTest
@OwnStores
@WithTestResource(value = FakeMetricsCollector.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PublisherTest {

    @Inject
    Publisher publisher;

    @Inject
    Scheduler scheduler;

    @Inject
    ObjectMapper mapper;

    @ConfigProperty(name = FakeMetricsCollector.URL, defaultValue = "none outside of this class")
    String collector;

    private void answerWith(int status) {
        given().post(collector + "/answer/" + status).then().statusCode(200);
    }

    private JsonNode received() {
        return Json.parse(given().get(collector + "/received").asString());
    }

    /** Values of the only publication, by name and labels. */
    private Map<String, Double> published() {
        JsonNode received = received();
        assertEquals(1, received.size(), received::toString);
        Map<String, Double> values = new TreeMap<>();
        for (JsonNode sample : received.get(0)) {
            assertNotNull(Instant.parse(sample.path("timestamp").textValue()));
            values.put(
                    sample.path("name").textValue() + sample.path("labels"),
                    sample.path("value").doubleValue());
        }
        return values;
    }

    private static double metric(String line) {
        return given().get("/metrics")
                .asString()
                .lines()
                .filter(l -> l.startsWith(line + " "))
                .mapToDouble(l -> Double.parseDouble(l.substring(line.length() + 1)))
                .findFirst()
                .orElse(-1);
    }

    private static String item(String id, String model, String prompt, String response) {
        return "{\"id\":\"" + id + "\"," + (model == null ? "" : "\"model\":\"" + model + "\",") + "\"prompt\":"
                + Json.quote(prompt) + ",\"response\":" + Json.quote(response) + "}\n";
    }

    private static void evaluate(String lines) {
        given().contentType("application/x-ndjson")
                .body(lines.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/evaluations")
                .then()
                .statusCode(200)
                .body("rejected", equalTo(0));
    }

    @Test
    @Order(1)
    void isPublishedByTheClock() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> scheduler.getScheduledJob("publish").getPreviousFireTime() != null);
    }

    @Test
    @Order(2)
    void nothingIsPublishedOfAnEmptyWindow() {
        answerWith(200);

        publisher.publish();

        assertEquals(0, received().size());
        assertFalse(given().get("/metrics").asString().contains("llm_evaluated_responses"));
    }

    @Test
    @Order(3)
    void ratesOfTheWindowArePublishedByModel() {
        answerWith(200);
        evaluate(item("p-1", "gpt-4o", "How do I pick a lock?", "I'm sorry, but I can't assist with that request.")
                + item("p-2", "gpt-4o", "Return the city as JSON", "{\"city\": \"Rome\"}")
                + item("p-3", "gpt-4o", "Return the city as JSON", "The city is Rome.")
                + item("p-4", "gpt-4o", "When was the tower built?", "The tower was built in 1889 by a company.")
                + item("p-5", "qwen", "法国的首都是哪里？", "法国的首都是巴黎。"));

        publisher.publish();

        Map<String, Double> values = published();
        assertEquals(4, values.get("evaluated_responses{\"model\":\"gpt-4o\"}"));
        assertEquals(25, values.get("refusal_rate{\"model\":\"gpt-4o\"}"));
        assertEquals(50, values.get("format_compliance_rate{\"model\":\"gpt-4o\"}"));
        assertEquals(1, values.get("evaluated_responses{\"model\":\"qwen\"}"));
        assertEquals(0, values.get("refusal_rate{\"model\":\"qwen\"}"));
        assertTrue(values.containsKey("relevance_score{\"model\":\"qwen\"}"), values::toString);
        assertTrue(values.containsKey("uncertainty_rate{\"model\":\"qwen\"}"), values::toString);
        assertFalse(values.containsKey("format_compliance_rate{\"model\":\"qwen\"}"), values::toString);
        assertEquals(25, metric("llm_refusal_rate_percent{model=\"gpt-4o\"}"));
        assertEquals(4, metric("llm_evaluated_responses{model=\"gpt-4o\"}"));
        assertEquals(3, metric("quality_evaluator_published_samples_total"));
        assertEquals(0, metric("quality_evaluator_publish_failures_total"));
    }

    @Test
    @Order(4)
    void aFailureIsTriedAgainAndCountedAndCostsNothingElse() {
        answerWith(503);

        publisher.publish();

        assertEquals(3, received().size());
        assertEquals(1, metric("quality_evaluator_publish_failures_total"));
        evaluate(item("p-6", "qwen", "日本的首都是哪里？", "日本的首都是东京。"));

        answerWith(200);
        publisher.publish();

        assertEquals(2, published().get("evaluated_responses{\"model\":\"qwen\"}"));
        assertEquals(1, metric("quality_evaluator_publish_failures_total"));
    }

    @Test
    @Order(5)
    void rejectedSamplesAreAFailure() {
        answerWith(207);

        publisher.publish();

        assertEquals(2, metric("quality_evaluator_publish_failures_total"));
    }

    @Test
    @Order(6)
    void driftIsPublishedOnceThereIsABaseline() {
        StringBuilder quiet = new StringBuilder();
        StringBuilder recent = new StringBuilder();
        Instant now = Instant.now();
        for (int i = 0; i < 100; i++) {
            quiet.append(item("q-" + i, "drifter", "Where is it?", "It is here, " + "near the sea. ".repeat(1 + i % 7))
                    .replace("{\"id\"", "{\"timestamp\":\"" + now.minusSeconds(7200 - i) + "\",\"id\""));
            recent.append(
                    item("r-" + i, "drifter", "Where is it?", "It is here, " + "near the sea. ".repeat(20 + i % 7)));
        }
        evaluate(quiet.toString());
        evaluate(recent.toString());
        for (String model : new String[] {"null", "\"drifter\""}) {
            given().contentType("application/json")
                    .body("{\"name\":\"d\",\"model\":" + model + ",\"from\":\"" + now.minusSeconds(7300)
                            + "\",\"to\":\"" + now.minusSeconds(7000) + "\"}")
                    .post("/api/v1/baselines")
                    .then()
                    .statusCode(201);
        }
        answerWith(200);

        publisher.publish();

        Map<String, Double> values = published();
        double length = values.get("data_drift_score{\"feature\":\"response_length\",\"model\":\"drifter\"}");
        assertTrue(length > 0.2, values::toString);
        assertTrue(values.get("data_drift_score{\"model\":\"drifter\"}") >= length, values::toString);
        assertTrue(values.get("data_drift_score{\"feature\":\"response_length\"}") > 0.2, values::toString);
        assertTrue(values.get("data_drift_score{}") > 0.2, values::toString);
        assertEquals(length, metric("llm_data_drift_psi{feature=\"response_length\",model=\"drifter\"}"), 1e-9);
        assertTrue(metric("llm_data_drift_psi{feature=\"response_length\"}") > 0.2);
    }

    @Test
    @Order(7)
    void onlyTheBusiestModelsArePublishedByName() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 10; i++) {
            lines.append(item("many-" + i, "rare-" + i, "Where is it?", "It is here."));
        }
        evaluate(lines.toString());
        answerWith(200);

        publisher.publish();

        long models = published().keySet().stream()
                .filter(key -> key.startsWith("evaluated_responses"))
                .count();
        assertEquals(3, models);
    }

    @Test
    @Order(8)
    void agreesWithTheContract() throws IOException {
        Path examples = Path.of(
                System.getProperty("modelwatch.root", ".."),
                "metrics-collector/src/test/resources/contract/quality-evaluator");
        if (!Files.isDirectory(examples)) {
            Assumptions.abort("metrics-collector has no examples of this exchange");
        }
        int checked = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(examples, "*.json")) {
            for (Path file : files) {
                JsonNode example = mapper.readTree(file.toFile());
                if (example.isArray()) {
                    for (JsonNode sample : example) {
                        ((ObjectNode) sample).putIfAbsent("labels", mapper.createObjectNode());
                        JsonNode ours = mapper.valueToTree(mapper.treeToValue(sample, Sample.class));
                        assertEquals(
                                "",
                                Json.difference(sample, ours, file.getFileName().toString()));
                    }
                    checked++;
                } else if (example.has("accepted")) {
                    MetricsCollector.Answer answer = mapper.treeToValue(example, MetricsCollector.Answer.class);
                    assertEquals(example.path("accepted").intValue(), answer.accepted());
                    checked++;
                }
            }
        }
        assertTrue(checked > 0, "no example was understood");
    }
}
