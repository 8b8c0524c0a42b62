package io.modelwatch.quality.evaluation;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelwatch.devstack.OwnStores;
import io.modelwatch.quality.Json;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@OwnStores
class EvaluationResourceTest {

    private static final String PATH = "/api/v1/evaluations";

    @Inject
    Pool pool;

    private static String item(String id, String response) {
        return "{\"request_id\":" + Json.quote(id)
                + ",\"model\":\"gpt-4o\",\"prompt\":\"What is the capital of France?\"," + "\"response\":"
                + Json.quote(response) + "}";
    }

    private static ValidatableResponse post(String contentType, byte[] body) {
        return given().contentType(contentType).body(body).post(PATH).then();
    }

    private static ValidatableResponse post(String body) {
        return post("application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private long stored(String prefix) {
        return pool.preparedQuery("select count(*) from evaluation where id like $1 || '%'")
                .execute(Tuple.of(prefix))
                .await()
                .atMost(Duration.ofSeconds(10))
                .iterator()
                .next()
                .getLong(0);
    }

    @Test
    void personalDataIsToldByPlaceAndNotRepeated() {
        String answer = post(item("pii-1", "👋 Write to jane.roe@example.org or call 13812345678."))
                .statusCode(200)
                .body("results[0].detectors.pii.flagged", equalTo(true))
                .body("results[0].detectors.pii.findings.type", hasItem("EMAIL_ADDRESS"))
                .body("results[0].detectors.pii.findings[0].field", equalTo("response"))
                .body("results[0].detectors.pii.findings[0].start", equalTo(12))
                .body("results[0].detectors.pii.findings[0].end", equalTo(32))
                .body("results[0].detectors.secrets.flagged", equalTo(false))
                .body("results[0].detectors.secrets", not(hasKey("findings")))
                .extract()
                .asString();

        assertTrue(!answer.contains("jane.roe"), answer);
    }

    @Test
    void evaluatesAndCommitsOneExchange() {
        post(item("one-1", "I'm sorry, but I can't assist with that request."))
                .statusCode(200)
                .body("accepted", equalTo(1))
                .body("results[0].id", equalTo("one-1"))
                .body("results[0].status", equalTo("accepted"))
                .body("results[0].detectors.refusal.status", equalTo("assessed"))
                .body("results[0].detectors.refusal.flagged", equalTo(true))
                .body("results[0].detectors.refusal.label", equalTo("full"))
                .body("results[0].detectors.refusal.version", notNullValue())
                .body("results[0].detectors.refusal.evidence.rule", hasItem("inability"))
                .body("results[0].detectors.format.status", equalTo("not_assessed"))
                .body("results[0].detectors.format.reason", notNullValue())
                .body("results[0].detectors.format", not(hasKey("score")))
                .body("results[0].detectors.language.label", equalTo("en"));

        assertEquals(1, stored("one-"));
    }

    @Test
    void aRepeatIsAnsweredWithTheFirstResult() {
        String first = post(item("again-1", "Paris is the capital of France."))
                .statusCode(200)
                .extract()
                .asString();

        String second = post(item("again-1", "I'm sorry, but I can't assist with that request."))
                .statusCode(200)
                .body("accepted", equalTo(0))
                .body("duplicates", equalTo(1))
                .body("results[0].status", equalTo("duplicate"))
                .extract()
                .asString();

        JsonNode one = Json.parse(first).at("/results/0/detectors");
        JsonNode two = Json.parse(second).at("/results/0/detectors");
        assertEquals(one.toString(), two.toString());
        assertEquals(1, stored("again-"));
    }

    @Test
    void aRepeatWithinOneBodyIsFoundToo() {
        post("[" + item("twice", "Paris.") + "," + item("twice", "Lyon.") + "]")
                .statusCode(200)
                .body("accepted", equalTo(1))
                .body("duplicates", equalTo(1))
                .body("results[0].status", equalTo("accepted"))
                .body("results[1].status", equalTo("duplicate"))
                .body("results[1].detectors.language.label", equalTo("en"));
    }

    @Test
    void takesEveryFormOfBody() {
        String a = item("form-a", "Paris.");
        String b = item("form-b", "巴黎是法国的首都。");
        List<String> bodies = List.of(
                a,
                "[" + a + "," + b + "]",
                "{\"items\":[" + a + "," + b + "]}",
                a + "\n" + b + "\n",
                "\n" + a + "\n\n" + b);

        for (String body : bodies) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            post("application/json", bytes).statusCode(200).body("rejected", equalTo(0));
            given().contentType("application/json")
                    .header("Content-Encoding", "gzip")
                    .body(gzip(bytes))
                    .post(PATH)
                    .then()
                    .statusCode(200)
                    .body("rejected", equalTo(0));
        }
        post("application/x-ndjson", (a + "\n" + b).getBytes(StandardCharsets.UTF_8))
                .statusCode(200)
                .body("results.id", equalTo(List.of("form-a", "form-b")));
        assertEquals(2, stored("form-"));
    }

    @Test
    void runsTheDetectorsAskedFor() {
        post("{\"id\":\"chosen\",\"response\":\"Paris.\",\"detectors\":[\"language\",\"refusal\"]}")
                .statusCode(200)
                .body("results[0].detectors.size()", equalTo(2))
                .body("results[0].detectors.language.label", equalTo("en"));
    }

    @Test
    void idComesBeforeRequestId() {
        post("{\"id\":\"mine\",\"request_id\":\"theirs\",\"response\":\"Paris.\"}")
                .statusCode(200)
                .body("results[0].id", equalTo("mine"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            quoteCharacter = '~',
            value = {
                "{\"response\":\"x\"}@/request_id",
                "{\"request_id\":\" \",\"response\":\"x\"}@/request_id",
                "{\"request_id\":7,\"response\":\"x\"}@/request_id",
                "{\"request_id\":\"b\"}@/response",
                "{\"request_id\":\"b\",\"response\":null}@/response",
                "{\"request_id\":\"b\",\"response\":{\"text\":\"x\"}}@/response",
                "{\"request_id\":\"b\",\"response\":\"x\",\"latency_ms\":-1}@/latency_ms",
                "{\"request_id\":\"b\",\"response\":\"x\",\"latency_ms\":1e300}@/latency_ms",
                "{\"request_id\":\"b\",\"response\":\"x\",\"latency_ms\":\"fast\"}@/latency_ms",
                "{\"request_id\":\"b\",\"response\":\"x\",\"output_tokens\":1.5}@/output_tokens",
                "{\"request_id\":\"b\",\"response\":\"x\",\"input_tokens\":-3}@/input_tokens",
                "{\"request_id\":\"b\",\"response\":\"x\",\"timestamp\":\"yesterday\"}@/timestamp",
                "{\"request_id\":\"b\",\"response\":\"x\",\"timestamp\":\"9999-01-01T00:00:00Z\"}@/timestamp",
                "{\"request_id\":\"b\",\"response\":\"x\",\"detectors\":[\"refusal\",\"magic\"]}@/detectors/1",
                "{\"request_id\":\"b\",\"response\":\"x\",\"context\":[\"a\",5]}@/context/1",
                "{\"request_id\":\"b\",\"response\":\"x\",\"status\":\"fine\"}@/status",
                "{\"request_id\":\"b\",\"response\":\"x\",\"labels\":{\"a\":{}}}@/labels/a",
                "{\"request_id\":\"b\",\"response\":\"x\",\"prompt\":[]}@/prompt",
            })
    void aBadFieldIsNamed(String body, String field) {
        post(body)
                .statusCode(400)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:modelwatch:problem:invalid-record"))
                .body("record", equalTo(0))
                .body("errors.field", hasItem(field));

        assertEquals(0, stored("b"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            quoteCharacter = '~',
            value = {
                "400@~~",
                "400@hello",
                "400@[",
                "400@[{\"request_id\":\"broken-1\",\"response\":\"x\"},",
                "400@{\"items\":[{\"request_id\":\"broken-2\",\"response\":\"x\"}",
                "400@{\"request_id\":\"broken-3\",\"response\":}",
                "400@[1,2,null]",
                "400@{\"request_id\":\"broken-4\",\"response\":NaN}",
            })
    void aBrokenBodyIsRefusedAndNothingTaken(int status, String body) {
        post(body).statusCode(status).contentType("application/problem+json");

        assertEquals(0, stored("broken-"));
    }

    @Test
    void badItemsCostNoNeighbours() {
        String deep = "{\"request_id\":\"n-deep\",\"response\":" + "[".repeat(200) + "]".repeat(200) + "}";
        post("[" + item("n-1", "Paris.") + ",{\"request_id\":\"n-2\",\"latency_ms\":-5,\"response\":\"x\"}," + deep
                        + ",{\"oops\" 5}," + item("n-3", "Rome.") + "]")
                .statusCode(207)
                .body("accepted", equalTo(2))
                .body("rejected", equalTo(3))
                .body("results.status", equalTo(List.of("accepted", "rejected", "rejected", "rejected", "accepted")))
                .body("results[1].id", equalTo("n-2"))
                .body("results[1].problem.status", equalTo(400))
                .body("results[1].problem.record", equalTo(1))
                .body("results[1].problem.errors[0].field", equalTo("/latency_ms"))
                .body("results[3].problem.status", equalTo(400))
                .body("results[4].detectors.language.label", equalTo("en"));

        assertEquals(2, stored("n-"));
    }

    @Test
    void brokenTextIsNamedOrMended() {
        byte[] invalid =
                "{\"request_id\":\"utf-1\",\"response\":\"\u00ff\u00fe\"}".getBytes(StandardCharsets.ISO_8859_1);
        post("application/json", invalid).statusCode(400).body("detail", containsString("UTF-8"));

        post("{\"request_id\":\"utf-2\",\"response\":\"I cannot help \\u0000 \\ud83d with that.\"}")
                .statusCode(200);
        given().get(PATH + "/utf-2").then().statusCode(200).body("detectors.refusal.flagged", equalTo(true));
    }

    @Test
    void boundsAreKept() {
        String huge = item("huge-1", "x".repeat(2 << 20));
        post(huge).statusCode(413).body("type", equalTo("urn:modelwatch:problem:record-too-large"));
        post("[" + huge + "," + item("huge-2", "Paris.") + "]")
                .statusCode(207)
                .body("results[0].problem.status", equalTo(413))
                .body("results[1].status", equalTo("accepted"));

        byte[] bomb = gzip(("[" + " ".repeat(40 << 20)).getBytes(StandardCharsets.UTF_8));
        given().contentType("application/json")
                .header("Content-Encoding", "gzip")
                .body(bomb)
                .post(PATH)
                .then()
                .statusCode(413);
        given().contentType("application/json")
                .header("Content-Encoding", "br")
                .body("x".getBytes(StandardCharsets.UTF_8))
                .post(PATH)
                .then()
                .statusCode(415);
        given().contentType("application/json")
                .header("Content-Encoding", "gzip")
                .body("no gzip".getBytes(StandardCharsets.UTF_8))
                .post(PATH)
                .then()
                .statusCode(400);
        post(IntStream.rangeClosed(0, 10_000).mapToObj(i -> "{}").collect(Collectors.joining(",", "[", "]")))
                .statusCode(413);
    }

    @Test
    void longTextsAreEvaluated() {
        post(item("long-1", "我不能。 may be \"x\" ```".repeat(30_000))).statusCode(200);
        post(item("long-2", "")).statusCode(200).body("results[0].detectors.refusal.status", equalTo("not_assessed"));
    }

    @Test
    void manyItemsAreCommittedTogether() {
        String body = IntStream.range(0, 3000)
                .mapToObj(i -> item("many-" + i, "Answer number " + i + " is that Paris is the capital."))
                .collect(Collectors.joining("\n"));

        post("application/x-ndjson", body.getBytes(StandardCharsets.UTF_8))
                .statusCode(200)
                .body("accepted", equalTo(3000));

        assertEquals(3000, stored("many-"));
    }

    @Test
    void everyIdentifierIsAcceptedOnceUnderConcurrency() throws Exception {
        int senders = 6;
        int ids = 200;
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int sender = 0; sender < senders; sender++) {
            boolean backwards = sender % 2 == 1;
            String body = IntStream.range(0, ids)
                    .mapToObj(i -> item("race-" + (backwards ? ids - 1 - i : i), "Paris."))
                    .collect(Collectors.joining(",", "[", "]"));
            tasks.add(() -> post(body).statusCode(200).extract().path("accepted"));
        }
        int accepted = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(senders)) {
            for (Future<Integer> answer : threads.invokeAll(tasks)) {
                accepted += answer.get();
            }
        }

        assertEquals(ids, accepted);
        assertEquals(ids, stored("race-"));
    }

    @Test
    void findsAStoredEvaluation() {
        post("{\"id\":\"find/1\",\"timestamp\":\"2026-03-04T05:06:07.123456Z\",\"model\":\"qwen\",\"service\":\"chat\","
                        + "\"prompt\":\"法国的首都是哪里？\",\"response\":\"法国的首都是巴黎。\",\"latency_ms\":12.5,\"output_tokens\":9}")
                .statusCode(200);

        given().get(PATH + "/{id}", "find/1")
                .then()
                .statusCode(200)
                .body("id", equalTo("find/1"))
                .body("timestamp", equalTo("2026-03-04T05:06:07.123456Z"))
                .body("received_at", notNullValue())
                .body("model", equalTo("qwen"))
                .body("service", equalTo("chat"))
                .body("detectors.language.label", equalTo("zh"))
                .body("features.response_length", equalTo(9))
                .body("features.prompt_length", equalTo(9))
                .body("features.output_tokens", equalTo(9))
                .body("features.latency_ms", equalTo(12.5f))
                .body("features.language", equalTo("zh"));
        given().urlEncodingEnabled(false).get(PATH + "/no%00body").then().statusCode(404);
        given().get(PATH + "/nobody")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:modelwatch:problem:not-found"));
    }

    @Test
    void agreesWithTheContract() {
        JsonNode answer = Json.parse(post(Json.resource("contract/metrics-collector/evaluations-request.json")
                        .toString())
                .statusCode(200)
                .extract()
                .asString());

        assertEquals(Json.resource("contract/metrics-collector/evaluations-answer.json"), answer);
    }

    @Test
    void verifiableInstructions() {
        post("""
                {"id": "follow-1", "prompt": "写一段话，不用逗号，以P.S.结尾。", "response": "今天天气很好。\\nP.S. 明天，有雨。",
                 "instructions": [{"id": "punctuation:no_comma"},
                                  {"id": "detectable_content:postscript", "kwargs": {"postscript_marker": "P.S."}}]}""")
                .statusCode(200)
                .body("results[0].detectors.instruction_following.score", equalTo(0.5f))
                .body("results[0].detectors.instruction_following.flagged", equalTo(true))
                .body("results[0].detectors.instruction_following.label", equalTo("followed_loosely"))
                .body("results[0].detectors.instruction_following.instructions[0].id", equalTo("punctuation:no_comma"))
                .body("results[0].detectors.instruction_following.instructions[0].followed", equalTo(false))
                .body("results[0].detectors.instruction_following.instructions[0].followed_loose", equalTo(true))
                .body("results[0].detectors.instruction_following.instructions[1].followed", equalTo(true));
        post("""
                {"id": "follow-2", "response": "Paris.",
                 "instructions": [{"id": "punctuation:no_comma"}, {"id": "x"}, {"id": "keywords:existence"}]}""")
                .statusCode(400)
                .body("errors[0].field", equalTo("/instructions/1"))
                .body("errors[1].field", equalTo("/instructions/2"))
                .body("errors[1].detail", equalTo("keywords must be a list of words"));
    }

    @Test
    void countsAtMetrics() {
        post("{\"id\":\"count-1\",\"model\":\"counted\",\"response\":\"I'm sorry, but I can't assist with that.\"}")
                .statusCode(200);
        post("{\"id\":\"count-1\",\"model\":\"counted\",\"response\":\"Paris.\"}")
                .statusCode(200);

        String metrics =
                given().get("/metrics").then().statusCode(200).extract().asString();

        assertTrue(metrics.contains("quality_evaluator_evaluations_total{model=\"counted\"} 1.0"), () -> metrics);
        assertTrue(metrics.contains(
                "quality_evaluator_detections_total{detector=\"refusal\",model=\"counted\",result=\"flagged\"} 1.0"));
        assertTrue(
                metrics.contains(
                        "quality_evaluator_detections_total{detector=\"relevance\",model=\"counted\",result=\"not_assessed\"} 1.0"));
        assertTrue(metrics.contains("quality_evaluator_evaluation_seconds_count"));
        given().accept("application/openmetrics-text")
                .get("/metrics")
                .then()
                .statusCode(200)
                .body(containsString("# EOF"));
        given().get("/q/metrics").then().statusCode(200);
    }

    @Test
    void isReadyWithItsDatabase() {
        given().get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("status", equalTo("UP"))
                .body("checks.size()", greaterThanOrEqualTo(1));
        given().get("/q/health/live").then().statusCode(200);
    }

    private static void database(String sql) throws SQLException {
        String url = ConfigProvider.getConfig().getValue("quarkus.datasource.jdbc.url", String.class);
        String name = url.substring(url.lastIndexOf('/') + 1);
        try (Connection connection =
                        DriverManager.getConnection(url.replace("/" + name, "/postgres"), "postgres", "postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(sql.formatted(name));
        }
    }

    @Test
    void withoutItsDatabaseItAsksToComeBack() throws SQLException {
        database("alter database %s allow_connections false");
        try {
            database("select pg_terminate_backend(pid) from pg_stat_activity where datname = '%s'");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(503));

            ValidatableResponse answer = post(item("outage-1", "Paris.")).statusCode(503);

            answer.contentType("application/problem+json").body("type", equalTo("urn:modelwatch:problem:unavailable"));
            assertNotNull(answer.extract().header("Retry-After"));
        } finally {
            database("alter database %s allow_connections true");
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> post(item("outage-1", "Paris.")).statusCode(200));
        assertEquals(1, stored("outage-"));
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
    }
}
