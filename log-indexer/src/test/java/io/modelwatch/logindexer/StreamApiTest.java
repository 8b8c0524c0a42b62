package io.modelwatch.logindexer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelwatch.devstack.OwnStores;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.RestClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Traces, tails and exports, on a real Elasticsearch. */
@QuarkusTest
@OwnStores
@TestProfile(ElasticsearchTestProfile.class)
@TestMethodOrder(MethodOrderer.MethodName.class)
@Timeout(180)
class StreamApiTest {

    @Inject
    Event<ShutdownDelayInitiatedEvent> stopping;

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

    private String records(int from, int to, String text) {
        return IntStream.range(from, to)
                .mapToObj(i -> "{\"request_id\":\"" + mark + "-" + i + "\",\"event\":\"e\",\"message\":\"" + mark
                        + "\",\"model\":\"" + (i % 2 == 0 ? "even" : "odd") + "\",\"prompt\":\"" + text + "\"}")
                .collect(Collectors.joining("\n"));
    }

    private void post(int from, int to) {
        assertEquals(200, api.post(records(from, to, "p")).status());
    }

    @Test
    void aTailShowsWhatComesAndFits() throws Exception {
        try (TailReader tail =
                TailReader.open(service, "q=" + mark + "&model=even&fields=message,gen_ai.request.*", null)) {
            post(0, 10);
            tail.awaitEvents("log", 5);
            post(10, 12);
            tail.awaitEvents("log", 6);

            assertEquals(
                    "text/event-stream",
                    tail.response()
                            .headers()
                            .firstValue("Content-Type")
                            .orElse("")
                            .split(";")[0]);
            assertEquals(
                    6,
                    tail.events("log").stream()
                            .map(TailReader.Event::id)
                            .distinct()
                            .count());
            JsonNode document = tail.events("log").getFirst().data().path("document");
            assertEquals(mark, document.path("message").asText());
            assertEquals("even", document.at("/gen_ai/request/model").asText());
            assertFalse(document.at("/gen_ai").has("prompt"));
            await().until(() -> tail.comments() >= 3); // it gives signs of life
            assertEquals(6, tail.events("log").size());
            assertEquals(List.of(), tail.events("dropped"));
        }
    }

    @Test
    void aTailGoesOnBehindItsLastEventAndBeginsWithTheLastOnes() throws Exception {
        post(0, 5);
        api.awaitFound(5, Map.of("q", mark, "size", "0"));
        String third;
        try (TailReader tail = TailReader.open(service, "q=" + mark + "&last=4", null)) {
            tail.awaitEvents("log", 4);
            third = tail.events("log").get(2).id();
            assertEquals(4, tail.events("log").size());
        }
        try (TailReader tail = TailReader.open(service, "q=" + mark, third)) {
            post(5, 6);
            tail.awaitEvents("log", 2);
            assertEquals(
                    mark + "-5",
                    tail.events("log")
                            .getLast()
                            .data()
                            .at("/document/http/request/id")
                            .asText());
        }
    }

    @Test
    void whatIsTooMuchForATailIsCounted() throws Exception {
        try (TailReader tail = TailReader.open(service, "q=" + mark, null)) {
            post(0, 300);
            await().until(() -> counted(tail.events("log").size(), tail) == 300);

            assertTrue(tail.events("log").size() < 300);
            assertTrue(api.get("/metrics").body().contains("log_indexer_tail_dropped_documents_total"));
        }
    }

    private static long counted(long shown, TailReader tail) {
        return shown
                + tail.events("dropped").stream()
                        .mapToLong(event -> event.data().path("count").asLong())
                        .sum();
    }

    @Test
    void aReaderThatStallsLosesWhatIsCountedAndDisturbsNobody() throws Exception {
        String text = "长".repeat(7000);
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.connect(new java.net.InetSocketAddress(service.getHost(), service.getPort()));
            socket.getOutputStream().write(("GET /api/v1/logs/tail?q=" + mark + " HTTP/1.0\r\n\r\n").getBytes(UTF_8));
            BufferedReader reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8), 1024);
            String line = reader.readLine();
            assertTrue(line.contains("200"), line);
            for (int i = 0; i < 10; i++) { // 8 MB, of which the connection holds some
                assertEquals(200, api.post(records(i * 40, i * 40 + 40, text)).status());
                api.awaitFound(i * 40 + 40, Map.of("q", mark, "size", "0"));
            }
            long shown = 0;
            long dropped = 0;
            socket.setSoTimeout(30_000);
            while (shown + dropped < 400 && (line = reader.readLine()) != null) {
                shown += line.equals("event: log") ? 1 : 0;
                dropped += line.startsWith("data: {\"count\":")
                        ? Api.JSON.readTree(line.substring(6)).path("count").asLong()
                        : 0;
            }
            assertEquals(400, shown + dropped);
        }
    }

    @Test
    void thereAreOnlySoManyTails() throws Exception {
        try (TailReader one = TailReader.open(service, "q=" + mark, null);
                TailReader two = TailReader.open(service, "q=" + mark, null)) {
            try (TailReader three = TailReader.open(service, "q=" + mark, null)) {
                Api.Answer fourth = api.get("/api/v1/logs/tail");

                assertEquals(503, fourth.status());
                assertEquals(
                        "urn:modelwatch:problem:overloaded",
                        fourth.json().path("type").asText());
                assertTrue(api.get("/metrics").body().contains("log_indexer_open_tails 3.0"));
                assertEquals(
                        List.of(200, 200, 200),
                        List.of(one, two, three).stream()
                                .map(tail -> tail.response().statusCode())
                                .toList());
            }
            await().until(() -> api.get("/metrics").body().contains("log_indexer_open_tails 2.0"));
        }
        await().until(() -> api.get("/metrics").body().contains("log_indexer_open_tails 0.0"));
    }

    @Test
    void everythingIsExportedOnceInOrder() throws Exception {
        for (int i = 0; i < 1200; i += 400) {
            assertEquals(200, api.post(records(i, i + 400, "字".repeat(400))).status()); // pages larger than may be
        }
        api.awaitFound(1200, Map.of("q", mark, "size", "0"));

        List<JsonNode> plain = lines(export("q=" + mark, "identity"));
        List<JsonNode> zipped =
                lines(export("q=" + mark + "&order=desc&model=odd&fields=@timestamp,message", "br, gzip"));
        List<JsonNode> limited = lines(export("q=" + mark + "&limit=501", "gzip;q=0"));

        assertEquals(1200, plain.size());
        assertEquals(
                1200,
                new HashSet<>(plain.stream()
                                .map(line -> line.path("id").asText())
                                .toList())
                        .size());
        List<String> times = times(plain);
        assertEquals(times.stream().sorted().toList(), times);
        assertEquals(600, zipped.size());
        List<String> newestFirst = times(zipped);
        assertEquals(newestFirst.stream().sorted().toList().reversed(), newestFirst);
        assertFalse(zipped.getFirst().path("document").has("gen_ai"));
        assertEquals(501, limited.size());
        assertEquals(0, lines(export("q=nothingofthekind", "gzip")).size());
    }

    private static List<String> times(List<JsonNode> lines) {
        return lines.stream()
                .map(line -> line.at("/document/@timestamp").asText())
                .toList();
    }

    private HttpResponse<byte[]> export(String parameters, String acceptEncoding)
            throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(service.resolve("/api/v1/logs/export?" + parameters))
                                .header("Accept-Encoding", acceptEncoding)
                                .timeout(Duration.ofSeconds(60))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
    }

    private static List<JsonNode> lines(HttpResponse<byte[]> answer) throws IOException {
        assertEquals(200, answer.statusCode());
        boolean gzip =
                answer.headers().firstValue("Content-Encoding").orElse("").equals("gzip");
        List<JsonNode> lines = new ArrayList<>();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                gzip
                        ? new GZIPInputStream(new ByteArrayInputStream(answer.body()))
                        : new ByteArrayInputStream(answer.body()),
                UTF_8))) {
            String line;
            while ((line = reader.readLine()) != null) {
                lines.add(Api.JSON.readTree(line));
            }
        }
        return lines;
    }

    @Test
    void aTraceIsATreeOfSpansWithItsRecordsInOrder() throws Exception {
        post(0, 1);
        api.awaitFound(1, Map.of("q", mark, "size", "0")); // the data stream is there
        span("aaaa000000000001", null, "POST /chat", "gateway", "2026-11-22T08:00:00.000Z", 900, "success");
        span("aaaa000000000002", "aaaa000000000001", "retrieve", "rag", "2026-11-22T08:00:00.050Z", 250, "success");
        span("aaaa000000000003", "aaaa000000000001", "chat gpt-4o", "llm", "2026-11-22T08:00:00.300Z", 500, "failure");
        assertEquals(200, api.post("""
                        {"event":"second","message":"m","trace_id":"$","span_id":"aaaa000000000003","timestamp":"2026-11-22T08:00:00.700Z"}
                        {"event":"first","message":"m","trace_id":"$","timestamp":"2026-11-22T08:00:00.100Z","prompt":"p"}
                        """.replace("$", mark)).status());
        api.awaitFound(5, Map.of("trace_id", mark, "size", "0"));

        JsonNode trace = api.get("/api/v1/traces/" + mark).json();

        assertEquals(3, trace.path("span_count").asInt());
        assertEquals(1, trace.path("error_count").asInt());
        assertEquals(900, trace.path("duration_ms").asDouble());
        assertTrue(trace.path("complete").asBoolean());
        assertEquals(1, trace.path("spans").size());
        JsonNode root = trace.at("/spans/0");
        assertEquals("POST /chat", root.path("name").asText());
        assertEquals(150, root.path("self_ms").asDouble());
        assertEquals("retrieve", root.at("/children/0/name").asText());
        assertEquals("chat gpt-4o", root.at("/children/1/name").asText());
        assertEquals(300, root.at("/children/1/offset_ms").asDouble());
        assertEquals("failure", root.at("/children/1/outcome").asText());
        assertEquals(
                List.of("first", "second"),
                trace.path("logs")
                        .valueStream()
                        .map(log -> log.at("/document/event/action").asText())
                        .toList());
        assertFalse(trace.at("/logs/0/document").has("gen_ai"));
        assertEquals("[\"gateway\",\"llm\",\"rag\"]", trace.path("services").toString());
        assertEquals(404, api.get("/api/v1/traces/ffff").status());
    }

    private void span(String id, String parent, String name, String service, String start, long millis, String outcome)
            throws IOException {
        Request request = new Request("POST", "/logs-llm-" + namespace + "/_create/" + mark + id);
        request.setJsonEntity("""
                {"@timestamp":"%s","trace":{"id":"%s"},"span":{"id":"%s","name":"%s"},%s"service":{"name":"%s"},
                 "event":{"id":"%s","duration":%d,"outcome":"%s","ingested":"%s"}}""".formatted(
                        start,
                        mark,
                        id,
                        name,
                        parent == null ? "" : "\"parent\":{\"id\":\"" + parent + "\"},",
                        service,
                        mark + id,
                        millis * 1_000_000,
                        outcome,
                        start));
        elasticsearch.performRequest(request);
    }

    @Test
    void whenTheServiceStopsTailsEnd() throws Exception { // after all tests that need one
        try (TailReader tail = TailReader.open(service, "q=" + mark, null)) {
            await().until(() -> tail.comments() > 0);

            stopping.fire(new ShutdownDelayInitiatedEvent());

            await().until(tail::ended);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/v1/logs/tail?from=2026-11-22T08:00:00Z | there is no parameter 'from' here",
                "/api/v1/logs/tail?last=201 | last must be a whole number from 0 to 200",
                "/api/v1/logs/tail?fields=a,,b | fields must be",
                "/api/v1/logs/export?size=5 | there is no parameter 'size' here",
                "/api/v1/logs/export?limit=0 | limit must be",
                "/api/v1/logs/export?order=up | order must be asc or desc",
                "/api/v1/traces/a?q=b | there is no parameter 'q' here",
            })
    void wrongParametersAreNamed(String path, String detail) {
        Api.Answer answer = api.get(path);

        assertEquals(400, answer.status(), answer.body());
        assertTrue(answer.json().path("detail").asText().startsWith(detail), answer.body());
    }

    @Test
    void aWrongLastEventIdIsNamed() throws Exception {
        for (String id : List.of("%", "YWJj", "LTE6eA")) {
            try (TailReader tail = TailReader.open(service, "q=" + mark, id)) {
                assertEquals(400, tail.response().statusCode(), id);
            }
        }
    }
}
