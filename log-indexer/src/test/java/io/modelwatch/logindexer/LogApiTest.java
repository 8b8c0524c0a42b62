package io.modelwatch.logindexer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelwatch.devstack.OwnStores;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.RestClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The REST interface on a real Elasticsearch. */
@QuarkusTest
@OwnStores
@TestProfile(ElasticsearchTestProfile.class)
@Timeout(180)
class LogApiTest {

    @TestHTTPResource
    URI service;

    @Inject
    RestClient elasticsearch;

    @ConfigProperty(name = "modelwatch.test.namespace")
    String namespace;

    private Api api;
    private final String mark = UUID.randomUUID().toString().replace("-", "");

    @BeforeEach
    void connect() {
        api = new Api(service);
    }

    @Test
    void aPostedRecordIsFoundWithItsFields() {
        Api.Answer answer = api.post("""
                {"request_id":"%s","timestamp":"2026-11-22T08:00:00.812Z","event":"llm_request_completed","level":"INFO",
                 "model":"gpt-4o","status":"success","input_tokens":12,"output_tokens":34,"latency_ms":812.5,
                 "ttft_ms":101,"cost_usd":0.0021,"user_id":"u1","service":"chat","extra":{"region":"eu"},
                 "labels":{"team":"search"},"trace_id":"4bf92f3577b34da6a3ce929d0e0e4736"}
                """.formatted(mark));

        assertEquals(200, answer.status(), answer.body());
        assertEquals(1, answer.json().path("accepted").asInt());
        assertEquals(mark, answer.json().at("/results/0/id").asText());
        JsonNode hit = api.awaitFound(1, Map.of("request_id", mark)).at("/hits/0");
        assertTrue(hit.path("id").asText().startsWith(mark + ":llm_request_completed:"));
        assertTrue(hit.path("index").asText().contains("logs-llm-" + namespace), hit.toString());
        assertEquals("gpt-4o", hit.at("/document/gen_ai/request/model").asText());
        assertEquals(812_500_000, hit.at("/document/event/duration").asLong());
        assertEquals("eu", hit.at("/document/extra/region").asText());
    }

    @Test
    void arrayNdjsonAndGzipAreTaken() {
        String array = "[" + entries("a", 3) + "]";
        String lines = entries("l", 3).replace("},{", "}\n{") + "\n";

        Api.Answer ofArray = api.post(array);
        Api.Answer ofLines = api.post(lines.getBytes(UTF_8), Map.of("Content-Type", "application/x-ndjson"));
        Api.Answer ofGzip = api.post(
                Api.gzip(entries("g", 3).replace("},{", "}\n{").getBytes(UTF_8)),
                Map.of("Content-Type", "application/x-ndjson", "Content-Encoding", "gzip"));

        for (Api.Answer answer : List.of(ofArray, ofLines, ofGzip)) {
            assertEquals(200, answer.status(), answer.body());
            assertEquals(3, answer.json().path("accepted").asInt());
        }
        api.awaitFound(9, Map.of("q", mark));
    }

    private String entries(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"request_id\":\"" + mark + prefix + i + "\",\"event\":\"tested\",\"message\":\""
                        + mark + "\"}")
                .collect(Collectors.joining(","));
    }

    @Test
    void aRecordSentAgainIsStoredOnce() {
        String record = "{\"request_id\":\"" + mark + "\",\"model\":\"m\",\"status\":\"success\"}";
        long before = api.awaitDrained().path("duplicate").asLong();
        for (int i = 0; i < 3; i++) {
            assertEquals(200, api.post(record).status());
        }

        JsonNode counts = api.awaitDrained();

        api.awaitFound(1, Map.of("request_id", mark));
        assertEquals(before + 2, counts.path("duplicate").asLong());
        assertEquals(
                counts.path("accepted").asLong(),
                counts.path("indexed").asLong()
                        + counts.path("duplicate").asLong()
                        + counts.path("dead").asLong());
    }

    @Test
    void severalEventsOfARequestAreSeveralDocuments() {
        api.post("[{\"request_id\":\"%1$s\",\"event\":\"started\"},{\"request_id\":\"%1$s\",\"event\":\"ended\"}]"
                .formatted(mark));

        api.awaitFound(2, Map.of("request_id", mark));
    }

    @Test
    void chineseTextIsFoundByWordsAndNotByScatteredCharacters() {
        String unique = "标记" + mark;
        api.post("""
                [{"request_id":"%1$s-1","event":"e","message":"%2$s","prompt":"请解释数据库连接超时的原因。"},
                 {"request_id":"%1$s-2","event":"e","message":"%2$s","response":"库存据说还有很多,数量不明。"},
                 {"request_id":"%1$s-3","event":"e","message":"%2$s","error":"连接超时"}]
                """.formatted(mark, unique));
        api.awaitFound(3, Map.of("q", mark));

        assertEquals(List.of(mark + "-1"), found(Map.of("q", "数据库 " + mark)));
        assertEquals(List.of(mark + "-1", mark + "-3"), found(Map.of("q", "超时 " + mark)));
        assertEquals(List.of(mark + "-2"), found(Map.of("q", "库存 " + mark)));
        assertEquals(List.of(mark + "-3"), found(Map.of("q", "超时 -数据库 " + mark)));
        assertEquals(List.of(), found(Map.of("q", "据库存 " + mark)));
    }

    private List<String> found(Map<String, String> criteria) {
        return IntStream.range(0, 1)
                .mapToObj(i -> api.search(criteria).json())
                .flatMap(json -> json.path("hits").valueStream())
                .map(hit -> hit.at("/document/http/request/id").asText())
                .sorted()
                .toList();
    }

    @Test
    void everyCriterionNarrowsTheSearch() {
        api.post("""
                [{"request_id":"%1$s-1","event":"e","message":"%1$s","model":"m1","level":"WARNING",
                  "timestamp":"2026-11-22T08:00:00Z","trace_id":"%1$s"},
                 {"request_id":"%1$s-2","event":"e","message":"%1$s","model":"m2","level":"ERROR",
                  "timestamp":"2026-11-22T09:00:00Z","labels":{"a":"1","a.b":"2"}}]
                """.formatted(mark));
        api.awaitFound(2, Map.of("q", mark));

        assertEquals(List.of(mark + "-1"), found(Map.of("q", mark, "model", "m1")));
        assertEquals(List.of(mark + "-1"), found(Map.of("q", mark, "level", "warn")));
        assertEquals(List.of(mark + "-1"), found(Map.of("q", mark, "level", "WARNING")));
        assertEquals(List.of(mark + "-2"), found(Map.of("q", mark, "level", "error")));
        assertEquals(List.of(mark + "-1"), found(Map.of("trace_id", mark)));
        assertEquals(List.of(mark + "-2"), found(Map.of("q", mark, "from", "2026-11-22T16:30:00+08:00")));
        assertEquals(List.of(mark + "-1"), found(Map.of("q", mark, "to", "2026-11-22T09:00:00Z")));
        assertEquals(List.of(), found(Map.of("request_id", "no" + mark)));
        JsonNode one = api.search(Map.of("q", mark, "size", "1")).json();
        assertEquals(2, one.path("total").asInt());
        assertEquals(mark + "-2", one.at("/hits/0/document/http/request/id").asText(), "newest first");
    }

    @ParameterizedTest
    @CsvSource({
        "size=-1, size must be a whole number from 0 to 500",
        "size=501, size must be a whole number from 0 to 500",
        "size=abc, size must be a whole number from 0 to 500",
        "from=yesterday, from must be an RFC 3339 date-time",
        "from=2026-11-22T09:00:00Z&to=2026-11-22T08:00:00Z, from must be before to",
    })
    void wrongParametersAreNamed(String query, String detail) {
        Api.Answer answer = api.get("/api/v1/logs?" + query);

        assertEquals(400, answer.status());
        assertEquals("application/problem+json", answer.contentType().split(";")[0]);
        assertTrue(answer.json().path("detail").asText().startsWith(detail), answer.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"", "((((", "a AND OR", "\\", "-", "*", "~5", "|||", "+-+-", "!@#$%^&*(){}[]:;<>?"})
    void whateverIsTypedIsSearchedFor(String text) {
        assertEquals(200, api.search(Map.of("q", text)).status());
        assertEquals(400, api.search(Map.of("q", "x".repeat(501))).status());
    }

    @Test
    void badRecordsAreNamedAndCostNoNeighbour() {
        String good = "{\"request_id\":\"" + mark + "\",\"event\":\"good\"}";
        List<String> bad = List.of(
                "{\"request_id\":7}",
                "{\"request_id\":\"x\",\"latency_ms\":-1}",
                "{\"request_id\":\"x\",\"input_tokens\":1.5}",
                "{\"request_id\":\"x\",\"timestamp\":1e399}",
                "{broken}",
                "12",
                "[" + "[".repeat(200) + "]".repeat(200) + "]");

        Api.Answer answer = api.post("[" + String.join(",", bad) + "," + good + "]");

        assertEquals(207, answer.status(), answer.body());
        JsonNode json = answer.json();
        assertEquals(1, json.path("accepted").asInt());
        assertEquals(bad.size(), json.path("rejected").asInt());
        for (int i = 0; i < bad.size(); i++) {
            JsonNode problem = json.path("results").path(i).path("problem");
            assertEquals(400, problem.path("status").asInt(), problem.toString());
            assertEquals(i, problem.path("record").asInt());
        }
        assertEquals("/latency_ms", json.at("/results/1/problem/errors/0/field").asText());
        api.awaitFound(1, Map.of("request_id", mark));
    }

    @Test
    void brokenBodiesAreClientErrors() {
        assertEquals(400, api.post("").status());
        assertEquals(400, api.post("[{\"event\":\"e\"}").status());
        assertEquals(400, api.post("{\"event\":").status());
        assertEquals(400, api.post("[" + "[".repeat(100_000)).status());
        assertEquals(
                400,
                api.post(new byte[] {'{', '"', (byte) 0xFF, '"', '}'}, Map.of()).status());
        assertEquals(
                400,
                api.post("not gzip".getBytes(UTF_8), Map.of("Content-Encoding", "gzip"))
                        .status());
        assertEquals(
                415,
                api.post("{}".getBytes(UTF_8), Map.of("Content-Encoding", "br")).status());
        assertEquals(
                413, api.post("{\"message\":\"" + "x".repeat(2 << 20) + "\"}").status());
        assertEquals(
                413,
                api.post(
                                Api.gzip(new byte[60 << 20]),
                                Map.of("Content-Encoding", "gzip", "Content-Type", "application/x-ndjson"))
                        .status());
        String manyKeys =
                IntStream.range(0, 60_000).mapToObj(i -> "\"k" + i + "\":" + i).collect(Collectors.joining(","));
        assertEquals(200, api.post("{\"event\":\"many keys\"," + manyKeys + "}").status());
    }

    @Test
    void whatElasticsearchRefusesForGoodIsADeadLetter() throws Exception {
        api.post("{\"request_id\":\"" + mark + "-first\",\"event\":\"e\"}");
        api.awaitFound(1, Map.of("request_id", mark + "-first"));
        Request mapping = new Request("PUT", "/logs-llm-" + namespace + "/_mapping");
        mapping.setJsonEntity(
                "{\"properties\":{\"llm\":{\"properties\":{\"timestamp\":{\"type\":\"long\",\"ignore_malformed\":false}}}}}");
        elasticsearch.performRequest(mapping);
        long deadBefore = api.spool().path("dead").asLong();

        api.post("""
                [{"request_id":"%1$s-bad","event":"e","timestamp":"2026-11-22 08:00:00"},
                 {"request_id":"%1$s-good","event":"e","timestamp":"2026-11-22T08:00:00Z"}]
                """.formatted(mark));

        api.awaitFound(1, Map.of("request_id", mark + "-good"));
        JsonNode counts = api.awaitDrained();
        assertEquals(deadBefore + 1, counts.path("dead").asLong());
        JsonNode page = api.get("/api/v1/dead-letters").json();
        assertEquals(counts.path("dead").asLong(), page.path("total").asLong());
        JsonNode letter =
                page.path("dead_letters").path(page.path("dead_letters").size() - 1);
        assertEquals(400, letter.path("status").asInt());
        assertEquals("document_parsing_exception", letter.at("/error/type").asText());
        assertEquals("logs-llm-" + namespace, letter.path("index").asText());
        assertEquals(mark + "-bad", letter.at("/document/http/request/id").asText());
        assertFalse(page.has("next"));
        api.awaitFound(0, Map.of("request_id", mark + "-bad"));

        String path = "/api/v1/dead-letters/" + letter.path("number").asLong();
        ObjectNode corrected = letter.path("document").deepCopy();
        corrected.remove("llm");
        assertEquals(200, api.request("POST", path + "/replay", "").status());
        assertEquals(deadBefore + 2, api.awaitDrained().path("dead").asLong(), "refused once more");
        String again = "/api/v1/dead-letters/" + (letter.path("number").asLong() + 1);
        assertEquals(400, api.request("POST", again + "/replay", "[]").status());
        assertEquals(
                200,
                api.request("POST", again + "/replay", corrected.toString()).status());

        api.awaitFound(1, Map.of("request_id", mark + "-bad"));
        assertEquals(404, api.get(path).status());
        assertEquals(404, api.request("DELETE", again, "").status());
        assertEquals(400, api.get("/api/v1/dead-letters/x").status());
        JsonNode after = api.awaitDrained();
        assertEquals(
                after.path("accepted").asLong(),
                after.path("indexed").asLong()
                        + after.path("duplicate").asLong()
                        + after.path("dead").asLong());
        JsonNode letters = api.get("/api/v1/dead-letters").json();
        assertEquals(
                letters.path("total").asLong(),
                letters.path("open").asLong() + letters.path("replayed").asLong());
        assertEquals(after.path("dead").asLong(), letters.path("total").asLong());
        JsonNode dropped = api.request("DELETE", "/api/v1/dead-letters", "").json();
        assertEquals(letters.path("open"), dropped.path("dropped"));
        assertEquals(0, dropped.path("open").asLong());
        assertEquals(
                0,
                api.request("POST", "/api/v1/dead-letters/replay", "")
                        .json()
                        .path("replayed")
                        .asInt());
        assertTrue(api.get("/metrics").body().contains("log_indexer_settled_dead_letters_total{fate=\"replayed\"} "));
    }

    @Test
    void templatesSuitTheServer() throws Exception {
        await().until(() -> api.spool().at("/elasticsearch/templates_installed").asBoolean());
        api.post("{\"request_id\":\"" + mark + "\",\"event\":\"e\",\"unheard\":{\"of\":1}}");
        api.awaitFound(1, Map.of("request_id", mark));

        JsonNode mapping = Api.JSON
                .readTree(elasticsearch
                        .performRequest(new Request("GET", "/logs-llm-" + namespace + "/_mapping"))
                        .getEntity()
                        .getContent())
                .elements()
                .next()
                .path("mappings");

        assertEquals("false", mapping.path("dynamic").asText());
        assertEquals("flattened", mapping.at("/properties/extra/type").asText());
        assertEquals(
                "keyword",
                mapping.at("/properties/http/properties/request/properties/id/type")
                        .asText());
        assertTrue(List.of("text", "match_only_text")
                .contains(
                        mapping.at("/properties/gen_ai/properties/prompt/type").asText()));
        assertTrue(mapping.at("/properties/unheard").isMissingNode());
    }

    @Test
    void metricsTellTheCountsAndHealthTheStores() {
        api.post("{\"request_id\":\"" + mark + "\",\"event\":\"e\"}");
        JsonNode counts = api.awaitDrained();

        String metrics = api.get("/metrics").body();
        JsonNode health = api.get("/q/health/ready").json();

        assertTrue(
                metrics.contains(
                        "log_indexer_accepted_total " + counts.path("accepted").asDouble()),
                metrics);
        for (String family : List.of(
                "log_indexer_indexed_total",
                "log_indexer_duplicate_total",
                "log_indexer_dead_total",
                "log_indexer_spooled_records",
                "log_indexer_spool_bytes",
                "log_indexer_oldest_record_age_seconds",
                "log_indexer_bulk_duration_seconds_bucket",
                "log_indexer_fsync_duration_seconds_bucket")) {
            assertTrue(metrics.contains("\n" + family), family + " is missing in\n" + metrics);
        }
        assertEquals("UP", health.path("status").asText());
        assertTrue(health.toString().contains("\"reachable\":true"), health.toString());
    }
}
