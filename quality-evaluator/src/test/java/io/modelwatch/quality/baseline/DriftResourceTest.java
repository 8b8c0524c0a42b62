package io.modelwatch.quality.baseline;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelwatch.devstack.OwnStores;
import io.modelwatch.quality.Json;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Baselines, drift and reports over two hours of stored exchanges: quiet ones, then longer ones of one model. */
@QuarkusTest
@OwnStores
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DriftResourceTest {

    private static final String SENTENCE = "The river rises in the hills and reaches the sea. ";

    private Instant now;
    private Instant quiet;

    /** Exchanges of two models over ten minutes from the given time. */
    private static String exchanges(String prefix, Instant from, int count, int seed, double lengthOfA) {
        Random random = new Random(seed);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            boolean a = i % 2 == 0;
            int sentences = 1 + (int) ((a ? lengthOfA : 1) * (4 + random.nextInt(12)));
            StringBuilder response = new StringBuilder();
            for (int s = 0; s < sentences; s++) {
                response.append(SENTENCE.replace("hills", "hills of county " + random.nextInt(100000)));
            }
            if (random.nextInt(20) == 0) {
                response.setLength(0);
                response.append("I'm sorry, but I can't assist with that request.");
            }
            lines.append(String.format(
                    Locale.ROOT,
                    "{\"id\":\"%s-%d\",\"timestamp\":\"%s\",\"model\":\"%s\",\"prompt\":%s,\"response\":%s,\"latency_ms\":%d}%n",
                    prefix,
                    i,
                    from.plusSeconds(600L * i / count),
                    a ? "model-a" : "model-b",
                    Json.quote("Where does the river rise? " + "Please. ".repeat(random.nextInt(8))),
                    Json.quote(response.toString()),
                    300 + random.nextInt(900)));
        }
        return lines.toString();
    }

    private static void evaluate(String lines) {
        given().contentType("application/x-ndjson")
                .body(lines.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/evaluations")
                .then()
                .statusCode(200);
    }

    private static ValidatableResponse capture(String body) {
        return given().contentType("application/json")
                .body(body)
                .post("/api/v1/baselines")
                .then();
    }

    private String wanted(String name, String model) {
        return "{\"name\":\"" + name + "\",\"model\":" + (model == null ? "null" : "\"" + model + "\"") + ",\"from\":\""
                + quiet + "\",\"to\":\"" + quiet.plusSeconds(600) + "\"}";
    }

    @BeforeEach
    void storeOnce() {
        if (now != null) {
            return;
        }
        now = Instant.now();
        quiet = now.minus(Duration.ofHours(2));
        evaluate(exchanges("quiet", quiet, 800, 1, 1));
        evaluate(exchanges("later", now.minus(Duration.ofMinutes(70)), 800, 2, 1));
        evaluate(exchanges("recent", now.minusSeconds(620), 800, 3, 3));
    }

    @Test
    void capturesAndListsBaselines() {
        capture(wanted("versions", null))
                .statusCode(201)
                .body("name", equalTo("versions"))
                .body("model", nullValue())
                .body("version", equalTo(1))
                .body("records", equalTo(800));
        capture(wanted("versions", null)).statusCode(201).body("version", equalTo(2));
        capture(wanted("versions", "model-a"))
                .statusCode(201)
                .body("version", equalTo(1))
                .body("model", equalTo("model-a"))
                .body("records", equalTo(400));

        given().get("/api/v1/baselines")
                .then()
                .statusCode(200)
                .body("baselines.findAll { it.name == 'versions' }.size()", equalTo(3))
                .body("baselines[0]", not(hasItem("features")));
    }

    @Test
    void theModelThatChangedHasDrifted() {
        capture(wanted("drifting", null)).statusCode(201);
        capture(wanted("drifting", "model-a")).statusCode(201);

        given().get("/api/v1/drift?baseline=drifting&window=11m&model=model-a")
                .then()
                .statusCode(200)
                .body("verdict", equalTo("severe"))
                .body("baseline_model", equalTo("model-a"))
                .body("method", equalTo("psi_quantiles"))
                .body("severe", equalTo(0.2f))
                .body("features.find { it.name == 'response_length' }.verdict", equalTo("severe"))
                .body("features.find { it.name == 'response_length' }.psi", greaterThan(0.2f))
                .body("features.find { it.name == 'response_length' }.baseline_count", equalTo(400))
                .body("features.find { it.name == 'prompt_length' }.verdict", equalTo("stable"))
                .body("features.find { it.name == 'language' }.verdict", equalTo("stable"))
                .body("features.find { it.name == 'latency_ms' }.verdict", equalTo("stable"))
                .body("features.name", hasItems("refusal", "uncertainty", "repetition", "relevance"));
        given().get("/api/v1/drift?baseline=drifting&window=11m&model=model-b")
                .then()
                .statusCode(200)
                .body("baseline_model", nullValue())
                .body("records", equalTo(400))
                .body("features.find { it.name == 'prompt_length' }.verdict", equalTo("stable"));
        given().get("/api/v1/drift?baseline=drifting&window=11m")
                .then()
                .statusCode(200)
                .body("baseline_model", nullValue())
                .body("records", equalTo(800))
                .body("features.find { it.name == 'response_length' }.verdict", equalTo("severe"));
    }

    @Test
    void anEmptyWindowIsNotAssessed() {
        capture(wanted("empty", null)).statusCode(201);

        given().get("/api/v1/drift?baseline=empty&window=10s&model=nobody")
                .then()
                .statusCode(200)
                .body("verdict", equalTo("not_assessed"))
                .body("features[0].reason", equalTo("no values in the window"))
                .body("features[0].current_count", equalTo(0));
    }

    @Test
    void aBaselineNeedsRecords() {
        capture("{\"name\":\"few\",\"from\":\"2020-01-01T00:00:00Z\",\"to\":\"2020-01-02T00:00:00Z\"}")
                .statusCode(409)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:modelwatch:problem:too-few-records"))
                .body("detail", containsString("at least 50"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            value = {
                "{\"from\":\"2020-01-01T00:00:00Z\",\"to\":\"2020-01-02T00:00:00Z\"}@/name",
                "{\"name\":\"x\",\"to\":\"2020-01-02T00:00:00Z\"}@/from",
                "{\"name\":\"x\",\"from\":\"2020-01-03T00:00:00Z\",\"to\":\"2020-01-02T00:00:00Z\"}@/to",
                "{\"name\":\"x\",\"from\":\"soon\",\"to\":\"2020-01-02T00:00:00Z\"}@/from",
                "{\"name\":5,\"from\":\"2020-01-01T00:00:00Z\",\"to\":\"2020-01-02T00:00:00Z\"}@/name",
                "{\"name\":\"x\",\"form\":1,\"from\":\"2020-01-01T00:00:00Z\",\"to\":\"2020-01-02T00:00:00Z\"}@/form",
            })
    void badWishesAreNamed(String body, String field) {
        capture(body).statusCode(400).body("errors.field", hasItem(field));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "nonsense", "[{}]", "{\"name\":\"x\"} {}"})
    void brokenWishesAreRefused(String body) {
        capture(body).statusCode(400).contentType("application/problem+json");
    }

    @Test
    void anUnknownBaselineIsNotFound() {
        given().get("/api/v1/drift?baseline=nobody").then().statusCode(404);
        given().urlEncodingEnabled(false)
                .get("/api/v1/drift?baseline=no%00body&model=%00")
                .then()
                .statusCode(404);
        given().urlEncodingEnabled(false)
                .get("/api/v1/reports?model=%00")
                .then()
                .statusCode(200)
                .body("evaluations", equalTo(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "0s", "9s", "32d", "1w", "-1m", "99999999999s", "%20", "1m1s"})
    void aBadWindowIsRefused(String window) {
        for (String path : new String[] {"/api/v1/drift?window=", "/api/v1/reports?window="}) {
            given().urlEncodingEnabled(false)
                    .get(path + window)
                    .then()
                    .statusCode(400)
                    .body("type", equalTo("urn:modelwatch:problem:invalid-parameter"));
        }
    }

    @Test
    void reportsOnAWindow() {
        given().get("/api/v1/reports?window=11m")
                .then()
                .statusCode(200)
                .body("evaluations", equalTo(800))
                .body("detectors.refusal.assessed", equalTo(800))
                .body("detectors.refusal.flagged", greaterThan(10))
                .body("rates.refusal_rate", greaterThan(1f))
                .body("rates.relevance_score", greaterThan(0.1f))
                .body("quality_score", greaterThan(0.1f))
                .body("detectors.format.not_assessed", equalTo(800))
                .body("rates.format_compliance_rate", nullValue())
                .body("models.model", equalTo(List.of("model-a", "model-b")))
                .body("models[0].evaluations", equalTo(400));
        given().get("/api/v1/reports?window=11m&model=model-b")
                .then()
                .statusCode(200)
                .body("model", equalTo("model-b"))
                .body("evaluations", equalTo(400));
        given().get("/api/v1/reports?window=10s&model=nobody")
                .then()
                .statusCode(200)
                .body("evaluations", equalTo(0))
                .body("quality_score", nullValue());
    }

    @Test
    void agreesWithTheContract() {
        JsonNode baseline = Json.parse(
                capture(wanted("demo", null)).statusCode(201).extract().asString());
        JsonNode list = get("/api/v1/baselines");
        JsonNode drift = get("/api/v1/drift?baseline=demo&window=11m");
        JsonNode report = get("/api/v1/reports?window=60m");

        agrees("baseline", baseline);
        agrees("baselines", list);
        agrees("drift", drift);
        agrees("report", report);
    }

    private static JsonNode get(String path) {
        return Json.parse(given().get(path).then().statusCode(200).extract().asString());
    }

    private static void agrees(String example, JsonNode value) {
        assertEquals(
                "",
                Json.difference(Json.resource("contract/devstack/" + example + "-answer.json"), value, ""),
                value::toString);
    }
}
