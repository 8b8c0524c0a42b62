package io.modelwatch.logindexer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelwatch.devstack.OwnStores;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading, on a real Elasticsearch. */
@QuarkusTest
@OwnStores
@TestProfile(ElasticsearchTestProfile.class)
@Timeout(180)
class SearchApiTest {

    @TestHTTPResource
    URI service;

    private Api api;
    private final String mark = UUID.randomUUID().toString().replace("-", "");

    @BeforeEach
    void connect() {
        api = new Api(service);
    }

    private void post(String records, int count) {
        assertEquals(200, api.post("[" + records.replace("$", mark) + "]").status());
        api.awaitFound(count, Map.of("q", mark, "size", "0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"asc", "desc"})
    void pagesFollowEachOtherWithoutGapOrRepeat(String order) {
        post(
                IntStream.range(0, 40)
                        .mapToObj(i -> "{\"event\":\"e\",\"message\":\"$\",\"n\":" + i
                                + ",\"timestamp\":\"2026-11-22T08:00:0" + i / 9 + ".5Z\"}")
                        .collect(Collectors.joining(",")),
                40);
        List<String> ids = new ArrayList<>();
        List<String> times = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = api.search(Map.of("q", mark, "size", "7", "order", order, "after", after))
                    .json();
            assertEquals(40, page.path("total").asInt());
            page.path("hits").forEach(hit -> ids.add(hit.path("id").asText()));
            page.path("hits")
                    .forEach(hit -> times.add(hit.at("/document/@timestamp").asText()));
            after = page.path("next").asText("");
        } while (!after.isEmpty());

        assertEquals(40, ids.size());
        assertEquals(40, new HashSet<>(ids).size());
        List<String> sorted = times.stream().sorted().toList();
        assertEquals(order.equals("asc") ? sorted : sorted.reversed(), times);
    }

    @Test
    void onlyTheFieldsAskedForComeBack() {
        post("{\"event\":\"e\",\"message\":\"$\",\"model\":\"m\",\"provider\":\"p\",\"prompt\":\"long\"}", 1);

        JsonNode document = api.search(Map.of("q", mark, "fields", "message, gen_ai.*.name,gen_ai.request.model"))
                .json()
                .at("/hits/0/document");

        assertEquals(mark, document.path("message").asText());
        assertEquals("m", document.at("/gen_ai/request/model").asText());
        assertEquals("p", document.at("/gen_ai/provider/name").asText());
        assertTrue(document.at("/gen_ai/prompt").isMissingNode());
        assertFalse(document.has("@timestamp"));
    }

    @Test
    void serviceUserAndStatusNarrowTheSearch() {
        post(
                "{\"event\":\"1\",\"message\":\"$\",\"service\":\"chat\",\"user_id\":\"u1\",\"status\":\"success\"},"
                        + "{\"event\":\"2\",\"message\":\"$\",\"service\":\"rag\",\"user_id\":\"u2\",\"status\":\"timeout\"}",
                2);

        for (Map.Entry<String, String> criterion :
                Map.of("service", "rag", "user_id", "u2", "status", "timeout").entrySet()) {
            JsonNode found = api.search(Map.of("q", mark, criterion.getKey(), criterion.getValue()))
                    .json();
            assertEquals(1, found.path("total").asInt(), criterion.toString());
            assertEquals("2", found.at("/hits/0/document/event/action").asText());
        }
        assertEquals(
                1,
                api.search(Map.of("q", mark, "status", "failure"))
                        .json()
                        .path("total")
                        .asInt());
    }

    @Test
    void anyOfTheValuesOfOneNameFits() {
        post(
                "{\"event\":\"1\",\"message\":\"$\",\"model\":\"a\",\"level\":\"INFO\",\"http_status\":500,\"environment\":\"prod\"},"
                        + "{\"event\":\"2\",\"message\":\"$\",\"model\":\"b\",\"level\":\"WARNING\"},"
                        + "{\"event\":\"3\",\"message\":\"$\",\"model\":\"c\",\"level\":\"ERROR\"}",
                3);

        assertEquals(2, total("&model=a&model=c"));
        assertEquals(2, total("&level=warn&level=error"));
        assertEquals(1, total("&status=500&status=404"));
        assertEquals(1, total("&environment=prod&model=a&model=b"));
        assertEquals(3, total("&model=&level=")); // as forms send what is not filled in
    }

    private int total(String criteria) {
        return api.get("/api/v1/logs?q=" + mark + criteria).json().path("total").asInt();
    }

    @ParameterizedTest
    @CsvSource({
        "connection timed out, true",
        "CONNECTION, true",
        "\"timed connection\", false",
        "数据库, true",
        "库据数, false",
        "数据库 timed -缓存, true",
        "数据库 -连接, false",
        "缓存 | 连接超时, true",
        "GPT-4模型, true",
    })
    void textsAreFoundInBothLanguages(String text, boolean found) {
        post("{\"event\":\"e\",\"message\":\"$ 数据库连接超时: connection timed out\",\"prompt\":\"用GPT-4模型\"}", 1);

        assertEquals(
                found ? 1 : 0,
                api.search(Map.of("q", mark + " (" + text + ")"))
                        .json()
                        .path("total")
                        .asInt());
    }

    @Test
    void whateverIsTypedIsNoFaultOfTheServer() {
        for (String text : List.of(
                "\"",
                "((((",
                "a".repeat(500),
                "a ".repeat(250),
                "| - +",
                "-",
                "*",
                "\\",
                "\u0000",
                "字".repeat(500),
                "😀")) {
            int status = api.search(Map.of("q", text)).status();
            assertTrue(status == 200 || status == 400, text + ": " + status);
        }
        assertEquals(400, api.search(Map.of("q", "a".repeat(501))).status());
    }

    @Test
    void theSlowestComeFirstPageByPage() {
        post(
                IntStream.range(0, 20)
                                .mapToObj(i -> "{\"request_id\":\"$" + i + "\",\"message\":\"$\",\"latency_ms\":"
                                        + (i * 7 % 10) + ".5}")
                                .collect(Collectors.joining(","))
                        + ",{\"event\":\"without\",\"message\":\"$\"}",
                21);
        List<Double> latencies = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = api.search(Map.of("q", mark, "size", "6", "sort", "latency_ms", "after", after))
                    .json();
            assertEquals(20, page.path("total").asInt());
            page.path("hits")
                    .forEach(hit ->
                            latencies.add(hit.at("/document/llm/latency_ms").asDouble()));
            after = page.path("next").asText("");
        } while (!after.isEmpty());

        assertEquals(20, latencies.size());
        assertEquals(latencies.stream().sorted().toList().reversed(), latencies);
    }

    @Test
    void stepsHaveTheirOwnValuesAndDistributions() {
        post(
                IntStream.range(0, 30)
                        .mapToObj(i -> "{\"request_id\":\"$" + i + "\",\"message\":\"$\",\"model\":\""
                                + (i < 10 ? "a" : "b") + "\",\"latency_ms\":" + i + ",\"timestamp\":\"2026-11-22T08:0"
                                + (i < 15 ? 0 : 1) + ":30Z\"}")
                        .collect(Collectors.joining(",")),
                30);

        JsonNode steps = api.get(
                        "/api/v1/logs/aggregate?q=" + mark + "&from=2026-11-22T08:00:00Z&to=2026-11-22T08:03:00Z"
                                + "&interval=1m&top=model&percentiles=latency_ms&per_step=true")
                .json()
                .path("over_time");

        assertEquals(
                "{\"value\":\"a\",\"count\":10}", steps.at("/0/top/model/0").toString());
        assertEquals(
                "{\"value\":\"b\",\"count\":15}", steps.at("/1/top/model/0").toString());
        assertEquals(7, steps.at("/0/statistics/latency_ms/p50").asDouble(), 0.6);
        assertEquals(22, steps.at("/1/statistics/latency_ms/p50").asDouble(), 0.6);
        assertEquals(0, steps.at("/2/top/model").size());
        assertEquals("{\"count\":0}", steps.at("/2/statistics/latency_ms").toString());
    }

    @Test
    void aRequestIsFoundWhateverItsIdentifierLooksLike() {
        String id = mark + "/ü?#%2F 请求";
        assertEquals(
                200, api.post("{\"request_id\":\"" + id + "\",\"event\":\"e\"}").status());
        api.awaitFound(1, Map.of("request_id", id));

        JsonNode view = api.get("/api/v1/requests/"
                        + URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20"))
                .json();

        assertEquals(id, view.path("request_id").asText());
        assertEquals(1, view.path("total").asInt());
    }

    @Test
    void aRequestIsToldInOrderWithWhatElseItsTracesHold() {
        String trace = mark;
        post("""
                {"request_id":"$-1","event":"ended","message":"$","timestamp":"2026-11-22T08:00:03Z","trace_id":"$"},
                {"request_id":"$-1","event":"started","message":"$","timestamp":"2026-11-22T08:00:01Z"},
                {"event":"retrieved","message":"$","timestamp":"2026-11-22T08:00:02Z","trace_id":"$","service":"rag"},
                {"request_id":"$-2","event":"other","message":"$","timestamp":"2026-11-22T08:00:02Z"}
                """, 4);

        JsonNode view = api.get("/api/v1/requests/" + mark + "-1").json();
        JsonNode first = api.get("/api/v1/requests/" + mark + "-1?size=2&fields=event.action")
                .json();
        JsonNode second = api.get("/api/v1/requests/" + mark + "-1?size=2&after="
                        + first.path("next").asText())
                .json();

        assertEquals(3, view.path("total").asInt());
        assertEquals(trace, view.at("/trace_ids/0").asText());
        assertEquals(List.of("started", "retrieved", "ended"), events(view));
        assertEquals(List.of("started", "retrieved"), events(first));
        assertEquals(List.of("ended"), events(second));
        assertFalse(second.has("next"));
        assertEquals(
                1,
                api.get("/api/v1/requests/" + mark + "-2").json().path("total").asInt());
        assertEquals(404, api.get("/api/v1/requests/" + mark + "-3").status());
    }

    private static List<String> events(JsonNode view) {
        return view.path("events")
                .valueStream()
                .map(event -> event.at("/document/event/action").asText())
                .toList();
    }

    @Test
    void documentsAreCountedOverTimeByValueAndByMeasure() {
        post(
                IntStream.rangeClosed(1, 100)
                        .mapToObj(i -> "{\"request_id\":\"$" + i + "\",\"message\":\"$\",\"model\":\""
                                + (i <= 70 ? "a" : "b")
                                + "\",\"status\":\"" + (i % 10 == 0 ? "error" : "success") + "\",\"latency_ms\":" + i
                                + ",\"timestamp\":\"2026-11-22T08:0" + (i <= 25 ? 1 : 3) + ":00Z\"}")
                        .collect(Collectors.joining(",")),
                100);

        JsonNode counted = api.get("/api/v1/logs/aggregate?q=" + mark
                        + "&from=2026-11-22T08:00:00Z&to=2026-11-22T08:05:00Z&interval=1m&top=model&top=outcome&top=error_type"
                        + "&percentiles=latency_ms&percentiles=ttft_ms")
                .json();
        JsonNode narrowed = api.get("/api/v1/logs/aggregate?q=" + mark
                        + "&from=2026-11-22T08:00:00Z&to=2026-11-22T08:02:00Z&model=a&top=model&top_size=1")
                .json();

        assertEquals(100, counted.path("total").asInt());
        assertEquals(
                List.of(0, 25, 0, 75, 0),
                counted.path("over_time")
                        .valueStream()
                        .map(step -> step.path("count").asInt())
                        .toList());
        assertEquals("2026-11-22T08:01:00Z", counted.at("/over_time/1/time").asText());
        assertEquals(60, counted.path("interval_seconds").asInt());
        assertEquals(
                "{\"value\":\"a\",\"count\":70}", counted.at("/top/model/0").toString());
        assertEquals(
                "{\"value\":\"failure\",\"count\":10}",
                counted.at("/top/outcome/1").toString());
        assertEquals(0, counted.at("/top/error_type").size());
        JsonNode latency = counted.at("/statistics/latency_ms");
        assertEquals(100, latency.path("count").asInt());
        assertEquals(50.5, latency.path("mean").asDouble());
        assertEquals(5050, latency.path("sum").asDouble());
        assertEquals(50.5, latency.path("p50").asDouble(), 1);
        assertEquals(99, latency.path("p99").asDouble(), 1.1);
        assertEquals("{\"count\":0}", counted.at("/statistics/ttft_ms").toString());
        assertEquals(25, narrowed.path("total").asInt());
        assertEquals(5, narrowed.path("interval_seconds").asInt());
        assertEquals(24, narrowed.path("over_time").size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/v1/logs?order=up | order must be asc or desc",
                "/api/v1/logs?after=%21 | after must be the 'next' of a page",
                "/api/v1/logs?after=YWJj | after must be the 'next' of a page",
                "/api/v1/logs?after=dGltZTphYmM6eA | after must be the 'next' of a page",
                "/api/v1/logs?after=dGltZToxLjA6eA&sort=latency_ms | after is the 'next' of a page sorted by time",
                "/api/v1/logs?sort=prompt | sort must be one of time, cost_usd",
                "/api/v1/logs?fields=a,,b | fields must be",
                "/api/v1/logs?size=501 | size must be a whole number from 0 to 500",
                "/api/v1/logs?from=yesterday | from must be an RFC 3339 date-time",
                "/api/v1/logs?to=%2B12345-01-01T00:00:00Z | to must be an RFC 3339 date-time",
                "/api/v1/logs?from=2026-11-22T08:00:00Z&to=2026-11-22T08:00:00Z | from must be before to",
                "/api/v1/logs?modle=a | there is no parameter 'modle' here",
                "/api/v1/requests/a?from=2026-11-22T08:00:00Z | there is no parameter 'from' here",
                "/api/v1/logs/aggregate?per_step=yes | per_step must be true or false",
                "/api/v1/logs/aggregate?per_step=true&top=model&top_size=100&interval=10s | per_step makes 36100 figures",
                "/api/v1/logs/aggregate?interval=5 | interval must be",
                "/api/v1/logs/aggregate?interval=1s | interval 1s makes more than 1000 steps",
                "/api/v1/logs/aggregate?top=prompt | top must be one of",
                "/api/v1/logs/aggregate?percentiles=model | percentiles must be one of",
                "/api/v1/logs/aggregate?top_size=0 | top_size must be",
            })
    void wrongParametersAreNamed(String path, String detail) {
        Api.Answer answer = api.get(path);

        assertEquals(400, answer.status(), answer.body());
        assertTrue(answer.json().path("detail").asText().startsWith(detail), answer.body());
    }

    @Test
    void withoutAnythingTheLastHourIsCounted() {
        JsonNode counted = api.get("/api/v1/logs/aggregate").json();

        assertEquals(60, counted.path("interval_seconds").asInt());
        assertTrue(counted.path("over_time").isArray());
    }
}
