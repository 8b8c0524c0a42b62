package io.modelwatch.collector;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelwatch.collector.cost.Cost;
import io.modelwatch.collector.cost.PricedRequest;
import io.modelwatch.collector.longterm.LongTermStore;
import io.modelwatch.collector.request.RecordBounds;
import io.modelwatch.collector.request.RequestParser;
import io.modelwatch.devstack.OwnStores;
import io.modelwatch.intake.Fields;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Feedback, catalogue, cost and budgets of the whole service, in a real PostgreSQL. */
@QuarkusTest
@OwnStores
@WithTestResource(value = FakeNeighbours.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
@WithTestResource(value = RealClickHouse.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
class BusinessTest {

    @Inject
    Pool pool;

    @Inject
    LongTermStore longTerm;

    private FakeNeighbour logs;
    private FakeNeighbour quality;

    @BeforeEach
    void listen() {
        logs = FakeNeighbour.logIndexer();
        quality = FakeNeighbour.qualityEvaluator();
    }

    @AfterEach
    void stopListening() {
        logs.close();
        quality.close();
    }

    // ---- feedback

    @Test
    void feedbackFindsItsRequestAndCountsOnce() {
        // Given
        request("{\"request_id\":\"fb-1\",\"model\":\"fb-model\",\"service\":\"fb-chat\",\"session_id\":\"fb-s\","
                + "\"user_id\":\"fb-u\",\"status\":\"success\"}");
        String body = """
                [{"feedback_id":"fb-a","request_id":"fb-1","thumbs":"up","task_completed":true,"revenue_usd":19.90},
                 {"feedback_id":"fb-b","session_id":"fb-s","rating":2,"human_takeover":true,"turns":6,"task_completed":false},
                 {"feedback_id":"fb-c","request_id":"nobody","thumbs":"down","model":"fb-model"},
                 {"feedback_id":"fb-d","request_id":"fb-1","rating":"good"}]""";

        // When
        post("/api/v1/feedback", body)
                .then()
                .statusCode(207)
                .body("accepted", is(3))
                .body("results[3].problem.errors[0].field", is("/rating"));
        post("/api/v1/feedback", body)
                .then()
                .statusCode(207)
                .body("accepted", is(0))
                .body("duplicates", is(3));

        // Then
        assertSum("rated_answers_total", 3);
        assertSum("liked_answers_total", 1);
        assertSum("judged_tasks_total", 2);
        assertSum("completed_tasks_total", 1);
        assertSum("human_takeovers_total", 1);
        assertSum("revenue_usd_total", 19.9f);
        window("conversation_turns", "label.model=fb-model").then().body("series[0].max", is(6.0f));
        when().get("/api/v1/feedback?by=model&label.model=fb-model")
                .then()
                .statusCode(200)
                .body("series[0].labels", equalTo(Map.of("model", "fb-model")))
                .body("series[0].feedbacks", is(3))
                .body("series[0].thumbs_up", is(1))
                .body("series[0].thumbs_down", is(1))
                .body("series[0].mean_rating", is(2.0f))
                .body("series[0].task_completion_percent", is(50.0f))
                .body("series[0].human_takeover_percent", is(100.0f))
                .body("series[0].revenue_usd", is(19.9f));
        when().get("/api/v1/feedback?by=user_id&label.user_id=fb-u")
                .then()
                .body("series.feedbacks", equalTo(List.of(2)));
        when().get("/api/v1/feedback?from=2020-01-01&to=2020-01-02&by=model")
                .then()
                .statusCode(200)
                .body("series", empty());
        when().get("/api/v1/feedback?by=comment").then().statusCode(400).body("detail", containsString("by must name"));
        when().get("/api/v1/feedback?from=soon").then().statusCode(400).body("detail", containsString("from must be"));
    }

    // ---- catalogue

    @Test
    void aDefinitionIsCreatedChangedRemovedAndRemembered() {
        // When
        given().contentType("application/json")
                .body("""
                        {"name":"own_speed","type":"gauge","level":"infrastructure","unit":"m/s","description":"Speed",
                         "description_zh":"速度","direction":"lower_is_worse","warning_threshold":5,
                         "critical_threshold":2,"labels":["car"],"sources":[{"name":"car_speed_kmh","factor":0.5}]}""")
                .post("/api/v1/catalogue")
                .then()
                .statusCode(201)
                .body("version", is(1))
                .body("sources[0].name", is("car_speed_kmh"));

        // Then: in force at once
        post("/api/v1/samples", "{\"name\":\"own_speed\",\"value\":1,\"labels\":{\"car\":\"a\"}}")
                .then()
                .statusCode(200);
        window("own_speed", "by=car").then().body("series[0].last", is(1.0f)).body("unit", is("m/s"));
        when().get("/api/v1/health").then().body("checks.metric", org.hamcrest.Matchers.hasItem("own_speed"));
        when().get("/api/v1/metrics").then().body("metrics.name", org.hamcrest.Matchers.hasItem("own_speed"));
        post("/api/v1/catalogue", definition("own_speed", "gauge", "")).then().statusCode(409);

        // When: changed with the version it has, then with one it has no more
        put("own_speed", definition("own_speed", "gauge", ",\"version\":1"))
                .then()
                .statusCode(200)
                .body("version", is(2))
                .body("unit", is(""));
        put("own_speed", definition("own_speed", "gauge", ",\"version\":1"))
                .then()
                .statusCode(409)
                .body("type", is("urn:modelwatch:problem:conflict"));
        when().get("/api/v1/health").then().body("checks.metric", not(org.hamcrest.Matchers.hasItem("own_speed")));
        given().delete("/api/v1/catalogue/own_speed").then().statusCode(204);

        // Then
        given().delete("/api/v1/catalogue/own_speed").then().statusCode(404);
        window("own_speed", "by=car").then().statusCode(404);
        when().get("/api/v1/catalogue/own_speed/history")
                .then()
                .statusCode(200)
                .body("changes.action", equalTo(List.of("deleted", "changed", "created")))
                .body("changes.version", equalTo(List.of(2, 2, 1)))
                .body("changes.changed_by", equalTo(List.of("anonymous", "anonymous", "anonymous")))
                .body("changes[2].definition.warning_threshold", is(5.0f));
        when().get("/api/v1/catalogue/never/history").then().statusCode(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\":\"Bad-Name\",\"type\":\"gauge\"} | /name",
                "{\"name\":\"x\",\"type\":\"thermometer\"} | /type",
                "{\"name\":\"x\",\"level\":\"roof\"} | /level",
                "{\"name\":\"x\",\"direction\":\"up\"} | /direction",
                "{\"name\":\"x\",\"description\":\"\"} | /description",
                "{\"name\":\"x\",\"warning_threshold\":1e308} | /warning_threshold",
                "{\"name\":\"x\",\"warning_threshold\":9,\"critical_threshold\":5} | /critical_threshold",
                "{\"name\":\"x\",\"type\":\"counter\",\"critical_threshold\":5} | /critical_threshold",
                "{\"name\":\"x\",\"labels\":[\"a\",\"a\"]} | /labels",
                "{\"name\":\"x\",\"derived\":{\"numerator\":\"nobody\"}} | /derived/numerator",
                "{\"name\":\"x\",\"derived\":{\"numerator\":\"ttft_ms\"}} | /derived/numerator",
                "{\"name\":\"x\",\"derived\":{\"numerator\":\"errors_total\",\"denominator\":\"x\"}} | /derived/denominator",
                "{\"name\":\"x\",\"derived\":{\"numerator\":\"errors_total\",\"window\":\"1y\"}} | /derived/window",
                "{\"name\":\"x\",\"type\":\"counter\",\"derived\":{\"numerator\":\"errors_total\"}} | /type",
                "{\"name\":\"x\",\"sources\":[{\"name\":\"a b\"}]} | /sources/0/name",
                "{\"name\":\"x\",\"type\":\"histogram\",\"sources\":[{\"name\":\"a\"}]} | /sources",
            })
    void aBadDefinitionIsRefusedNamingTheField(String given, String field) throws Exception {
        // Given
        JsonNode json = new JsonMapper().readTree(definition("x", "gauge", ""));
        ((ObjectNode) json).setAll((ObjectNode) new JsonMapper().readTree(given));

        // When, Then
        post("/api/v1/catalogue", json.toString())
                .then()
                .statusCode(400)
                .body("errors.field", org.hamcrest.Matchers.hasItem(field));
    }

    @Test
    void whatAnotherReplicaChangesIsInForceWithinSeconds() {
        // When: as another replica would
        pool.query("update metric_definition set unit = 'percent' where name = 'kl_divergence'")
                .execute()
                .await()
                .indefinitely();

        // Then
        await().atMost(Duration.ofSeconds(10))
                .until(() -> when().get("/api/v1/catalogue/kl_divergence")
                        .path("unit")
                        .equals("percent"));
    }

    @Test
    void aDerivedMetricIsComputedLikeASampleAndKeepsWhatItNeeds() {
        // Given
        for (int i = 0; i < 4; i++) {
            request("{\"request_id\":\"de-" + i + "\",\"model\":\"de-model\",\"status\":\""
                    + (i == 3 ? "error" : "success") + "\",\"cache_hit\":" + (i == 1)
                    + ",\"latency_ms\":1000,\"ttft_ms\":100,\"output_tokens\":10}");
        }

        // When
        post("/api/v1/catalogue", definition("own_error_share", "gauge", """
                        ,"labels":["model"],"derived":{"numerator":"errors_total","denominator":"requests_total"}"""))
                .then()
                .statusCode(201);

        // Then
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            window("own_error_share", "label.model=de-model").then().body("series[0].last", is(0.25f));
            window("error_rate", "label.model=de-model").then().body("series[0].last", is(25.0f));
            window("cache_hit_rate", "label.model=de-model").then().body("series[0].last", is(25.0f));
        });
        window("tpot_ms", "label.model=de-model").then().body("series[0].p50", is(100.0f));
        window("output_tokens_total", "label.model=de-model").then().body("series[0].sum", is(40.0f));
        given().delete("/api/v1/catalogue/errors_total")
                .then()
                .statusCode(409)
                .body("detail", containsString("derived from it"));
        put("errors_total", definition("errors_total", "gauge", "")).then().statusCode(409);
    }

    @Test
    void everyMetricOfTheFourLayersIsThere() {
        when().get("/api/v1/catalogue")
                .then()
                .body(
                        "metrics.findAll { it.level == 'infrastructure' }.name",
                        hasItems(
                                "cpu_utilization",
                                "memory_utilization",
                                "disk_read_bytes_total",
                                "network_received_bytes_total",
                                "gpu_utilization",
                                "gpu_memory_used",
                                "container_running",
                                "pod_restarts_total",
                                "node_ready"))
                .body(
                        "metrics.findAll { it.level == 'application' }.name",
                        hasItems(
                                "requests_per_second",
                                "request_latency_ms",
                                "error_rate",
                                "output_tokens_per_second",
                                "ttft_ms",
                                "tpot_ms",
                                "concurrent_requests",
                                "engine_requests_waiting",
                                "cache_hit_rate"))
                .body(
                        "metrics.findAll { it.level == 'model_quality' }.name",
                        hasItems(
                                "model_accuracy",
                                "f1_score",
                                "data_drift_score",
                                "kl_divergence",
                                "hallucination_rate",
                                "refusal_rate",
                                "output_diversity",
                                "context_utilization",
                                "instruction_following_rate",
                                "harmful_content_rate",
                                "pii_leak_rate",
                                "jailbreak_rate"))
                .body(
                        "metrics.findAll { it.level == 'business' }.name",
                        hasItems(
                                "user_satisfaction",
                                "task_completion_rate",
                                "conversation_turns",
                                "human_takeover_rate",
                                "cost_usd_total",
                                "revenue_usd_total",
                                "retention_rate",
                                "conversion_rate"))
                .body("metrics.findAll { it.description_zh == '' }", empty());
    }

    // ---- cost and budgets

    @Test
    void costIsRolledUpByTheHourAndAnsweredForAnyRange() {
        // Given
        String record = "{\"request_id\":\"%s\",\"timestamp\":\"%s\",\"model\":\"%s\",\"user_id\":\"%s\","
                + "\"labels\":{\"team\":\"co-team\"},\"status\":\"success\",\"input_tokens\":10%s}";
        request(record.formatted("co-1", "2026-03-01T10:59:59Z", "co-a", "co-u1", ",\"cost_usd\":0.1"));
        request(record.formatted("co-2", "2026-03-01T11:00:00Z", "co-a", "co-u2", ",\"cost_usd\":0.2"));
        request(record.formatted("co-2", "2026-03-01T11:00:00Z", "co-a", "co-u2", ",\"cost_usd\":0.2"));
        request(record.formatted("co-3", "2026-03-02T11:00:00Z", "co-b", "co-u1", ""));
        request(record.formatted("co-4", "2026-03-02T11:00:00Z", "co-a", "co-u1", ",\"cache_hit\":true"));

        // When, Then
        String march = "/api/v1/cost?from=2026-03-01&to=2026-03-03&label.team=co-team";
        when().get(march + "&by=user_id")
                .then()
                .statusCode(200)
                .body("from", is("2026-03-01T00:00:00Z"))
                .body("total.requests", is(4))
                .body("total.cost_usd", is(0.3f))
                .body("total.cache_hits", is(1))
                .body("unpriced_models", equalTo(Map.of("co-b", 1)))
                .body("series.labels.user_id", equalTo(List.of("co-u2", "co-u1")))
                .body("series.cost_usd", equalTo(List.of(0.2f, 0.1f)));
        when().get(march + "&by=model&step=day")
                .then()
                .body(
                        "series.time",
                        equalTo(List.of("2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z", "2026-03-02T00:00:00Z")))
                .body("series[0].cost_usd", is(0.3f));
        when().get("/api/v1/cost?from=2026-03-01T11:00:00Z&to=2026-03-01T11:30:00Z&label.team=co-team")
                .then()
                .body("to", is("2026-03-01T12:00:00Z"))
                .body("total.cost_usd", is(0.2f));
        when().get("/api/v1/cost?step=week").then().statusCode(400);
        when().get("/api/v1/cost?by=request_id").then().statusCode(400);
        when().get("/api/v1/cost?from=2026-03-02&to=2026-03-01").then().statusCode(400);
    }

    @Test
    void aBudgetWarnsAt80PercentAndAsSample() {
        // Given
        for (int i = 0; i < 8; i++) {
            request("{\"request_id\":\"bu-" + i + "\",\"model\":\"bu\",\"service\":\"bu-chat\","
                    + "\"status\":\"success\",\"cost_usd\":0.1}");
        }
        String budget =
                "{\"name\":\"bu-day\",\"amount_usd\":%s,\"period\":\"day\",\"labels\":{\"service\":\"bu-chat\"}%s}";

        // When
        post("/api/v1/budgets", budget.formatted("1", ""))
                .then()
                .statusCode(201)
                .body("warning_percent", is(80.0f));

        // Then
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> when().get("/api/v1/budgets/bu-day")
                        .then()
                        .body("state.status", is("warning"))
                        .body("state.spent_usd", is(0.8f))
                        .body("state.used_percent", is(80.0f)));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> window("budget_used", "by=budget&label.budget=bu-day")
                        .then()
                        .body("series[0].last", is(80.0f)));
        when().get("/metrics")
                .then()
                .body(containsString("metrics_collector_budget_used_percent{budget=\"bu-day\"} 80.0"));

        // When: changed with its version, then with one that is gone
        given().contentType("application/json")
                .body(budget.formatted("0.5", ",\"version\":1"))
                .put("/api/v1/budgets/bu-day")
                .then()
                .statusCode(200)
                .body("version", is(2))
                .body("state.status", is("exceeded"))
                .body("state.remaining_usd", is(0));
        given().contentType("application/json")
                .body(budget.formatted("0.5", ",\"version\":1"))
                .put("/api/v1/budgets/bu-day")
                .then()
                .statusCode(409);
        post("/api/v1/budgets", budget.formatted("1", "")).then().statusCode(409);
        when().get("/api/v1/budgets").then().body("budgets.name", hasItems("bu-day"));
        given().delete("/api/v1/budgets/bu-day").then().statusCode(204);
        given().delete("/api/v1/budgets/bu-day").then().statusCode(404);
        when().get("/api/v1/budgets/bu-day").then().statusCode(404);
        post(
                        "/api/v1/budgets",
                        "{\"name\":\"a b\",\"amount_usd\":0,\"period\":\"week\",\"labels\":{\"x\":\"y\"},"
                                + "\"time_zone\":\"Mars\",\"warning_percent\":120}")
                .then()
                .statusCode(400)
                .body(
                        "errors.field",
                        hasItems("/name", "/amount_usd", "/period", "/labels/x", "/time_zone", "/warning_percent"));
    }

    // ---- long-term store

    @Test
    void aRealClickHouseAnswersForAnyDimensionAndRange() {
        // Given
        Assumptions.assumeTrue(
                RealClickHouse.program().isPresent(), "there is no clickhouse-server (Debian: clickhouse-server)");
        String record =
                "{\"request_id\":\"lt-%1$d\",\"timestamp\":\"2026-04-0%2$dT10:00:00.%3$03dZ\",\"model\":\"lt-%4$s\","
                        + "\"user_id\":\"lt-u%5$d\",\"labels\":{\"region\":\"o'\\\\eu\"},\"status\":\"%6$s\",\"error_type\":\"%7$s\","
                        + "\"input_tokens\":10,\"output_tokens\":5,\"latency_ms\":%8$d,\"cost_usd\":0.000000037512}";
        for (int i = 0; i < 100; i++) {
            request(record.formatted(
                    i,
                    1 + i % 2,
                    i,
                    i % 4 == 0 ? "b" : "a",
                    i % 10,
                    i % 5 == 0 ? "error" : "success",
                    i % 5 == 0 ? "timeout" : "",
                    i + 1));
        }

        // When
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> when().get("/api/v1/analytics/requests?from=2026-04-01&to=2026-04-03")
                        .then()
                        .body("series[0].requests", is(100)));

        // Then
        given().queryParam("from", "2026-04-01")
                .queryParam("to", "2026-04-03")
                .queryParam("label.labels.region", "o'\\eu")
                .queryParam("by", "model", "labels.region")
                .get("/api/v1/analytics/requests")
                .then()
                .statusCode(200)
                .body("series[0].labels", equalTo(Map.of("model", "lt-a", "labels.region", "o'\\eu")))
                .body("series[0].requests", is(75))
                .body("series[0].errors", is(15))
                .body("series[0].error_percent", is(20.0f))
                .body("series[0].input_tokens", is(750))
                .body(containsString("\"cost_usd\":0.0000028134,"))
                .body("series[0].latency_ms.max", is(100.0f))
                .body("series[1].requests", is(25));
        when().get("/api/v1/analytics/requests?from=2026-04-01&to=2026-04-03&by=error_type&step=day&label.status=error")
                .then()
                .body("series.requests", equalTo(List.of(10, 10)))
                .body("series.time", equalTo(List.of("2026-04-01T00:00:00Z", "2026-04-02T00:00:00Z")))
                .body("series[0].labels.error_type", is("timeout"));
        when().get("/api/v1/analytics/requests?from=2026-04-01T10:00:00.010Z&to=2026-04-01T10:00:00.020Z")
                .then()
                .body("series[0].requests", is(5));
        float median = when().get("/api/v1/analytics/requests?from=2026-04-01&to=2026-04-03")
                .path("series[0].latency_ms.p50");
        assertEquals(50, median, 2);
        when().get("/api/v1/analytics/retention?from=2026-04-01&to=2026-04-10")
                .then()
                .statusCode(200)
                .body("cohorts.start", equalTo(List.of("2026-04-01", "2026-04-02")))
                .body("cohorts[0].users", is(5));
        when().get("/api/v1/analytics/requests?by=prompt").then().statusCode(400);
        when().get("/api/v1/analytics/retention?step=year").then().statusCode(400);
    }

    @Test
    void aRowThatIsInsertedAgainIsTheSameRow() {
        // Given
        Assumptions.assumeTrue(
                RealClickHouse.program().isPresent(), "there is no clickhouse-server (Debian: clickhouse-server)");
        PricedRequest priced = new PricedRequest(
                new RequestParser(RecordBounds.DEFAULT, java.time.InstantSource.system())
                        .parse(Fields.of(JsonNodeFactory.instance
                                .objectNode()
                                .put("request_id", "again")
                                .put("model", "again")
                                .put("timestamp", "2026-05-01T08:00:00Z")
                                .put("status", "success"))),
                new Cost.Unpriced());

        // When
        for (int i = 0; i < 3; i++) {
            assertEquals(new LongTermStore.Inserted.All(), longTerm.insert(longTerm.row(priced)));
        }
        LongTermStore.Inserted bad =
                longTerm.insert("{\"day\":\"x\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8));

        // Then
        when().get("/api/v1/analytics/requests?from=2026-05-01&to=2026-05-02")
                .then()
                .body("series[0].requests", is(1))
                .body("series[0].unpriced_requests", is(1))
                .body("series[0]", not(org.hamcrest.Matchers.hasKey("latency_ms")));
        assertInstanceOf(LongTermStore.Inserted.Refused.class, bad);
    }

    private static String definition(String name, String type, String more) {
        return "{\"name\":\"" + name + "\",\"type\":\"" + type
                + "\",\"level\":\"application\",\"description\":\"d\",\"direction\":\"higher_is_worse\"" + more + "}";
    }

    private static Response put(String name, String json) {
        return given().contentType("application/json").body(json).put("/api/v1/catalogue/" + name);
    }

    private static void assertSum(String metric, float sum) {
        window(metric, "label.model=fb-model").then().body("series[0].sum", is(sum));
    }

    private static void request(String record) {
        post("/api/v1/requests", record).then().statusCode(200);
    }

    private static Response post(String path, String json) {
        return given().contentType("application/json").body(json).post(path);
    }

    private static Response window(String metric, String parameters) {
        return when().get("/api/v1/metrics/" + metric + "?" + parameters);
    }
}
