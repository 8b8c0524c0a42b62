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
                "/api/v1/logs?fields=a,,b | fields must be",
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
