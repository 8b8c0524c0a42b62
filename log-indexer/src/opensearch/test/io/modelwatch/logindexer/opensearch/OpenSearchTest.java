package io.modelwatch.logindexer.opensearch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.modelwatch.logindexer.ElasticsearchTestProfile;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is written is found again on a real OpenSearch, with the client of Elasticsearch. */
@QuarkusTest
@WithTestResource(value = OpenSearchServer.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
@TestProfile(ElasticsearchTestProfile.class)
@Timeout(300)
class OpenSearchTest {

    private static final JsonMapper JSON = new JsonMapper();

    @TestHTTPResource
    URI service;

    private String send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer =
                    HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
            assertEquals(200, answer.statusCode(), answer.body());
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String text(String path) {
        return send(HttpRequest.newBuilder(service.resolve(path)));
    }

    private JsonNode get(String path) {
        try {
            return JSON.readTree(text(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void recordsAreStoredOnceAndFoundCountedAndExported() throws Exception {
        String records = IntStream.range(0, 1200)
                .mapToObj(i -> """
                        {"request_id":"r%d","timestamp":"2026-11-22T08:00:%02dZ","model":"m%d","status":"success","latency_ms":%d,\
                        "prompt":"什么是数据库?","trace_id":"%032x","labels":{"a.b":"c"}}
                        """.formatted(i, i % 60, i % 3, i, i % 100 + 1))
                .collect(Collectors.joining());
        for (int i = 0; i < 2; i++) { // the second time they are known
            send(HttpRequest.newBuilder(service.resolve("/api/v1/logs"))
                    .POST(HttpRequest.BodyPublishers.ofString(records)));
        }
        await().atMost(Duration.ofMinutes(2)).until(() -> get("/api/v1/spool").path("spooled").asLong() == 0);
        await().until(() -> get("/api/v1/logs?size=0").path("total").asInt() == 1200);

        JsonNode spool = get("/api/v1/spool");
        assertEquals(1200, spool.path("indexed").asInt(), spool.toString());
        assertEquals(1200, spool.path("duplicate").asInt());
        assertTrue(spool.at("/elasticsearch/templates_installed").asBoolean());
        JsonNode hit = get("/api/v1/logs?size=1&sort=latency_ms").at("/hits/0");
        assertEquals("r1199", hit.at("/document/http/request/id").asText());
        assertTrue(hit.path("index").asText().startsWith(".ds-logs-llm-os"), hit.path("index").asText());
        assertEquals(1200, get("/api/v1/logs?size=0&q=" + URLEncoder.encode("数据库", UTF_8)).path("total").asInt());
        JsonNode counted = get("/api/v1/logs/aggregate?from=2026-11-22T08:00:00Z&to=2026-11-22T08:01:00Z&interval=10s"
                + "&top=model&percentiles=latency_ms&per_step=true");
        assertEquals(400, counted.at("/top/model/0/count").asInt());
        assertEquals(599.5, counted.at("/statistics/latency_ms/mean").asDouble());
        assertEquals(200, counted.at("/over_time/5/count").asInt());
        assertEquals(12, get("/api/v1/traces/" + String.format("%032x", 7)).path("logs").size());
        assertEquals(12, get("/api/v1/requests/r6").path("total").asInt());
        assertEquals(
                1200,
                text("/api/v1/logs/export").lines().map(line -> line.replaceAll("^\\{\"id\":\"([^\"]+)\".*", "$1")).distinct().count());
    }
}
