package io.modelwatch.logindexer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Elasticsearch misbehaves in every way there is: each acknowledged record is stored once in the end. */
@QuarkusTest
@WithTestResource(value = FaultyElasticsearch.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
@TestProfile(ElasticsearchFaultTest.SmallSpool.class)
@Timeout(240)
class ElasticsearchFaultTest {

    private static final int RECORDS = 60;

    /** As in other tests, with a spool that is soon full and little patience with Elasticsearch. */
    public static final class SmallSpool implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = new HashMap<>(new ElasticsearchTestProfile().getConfigOverrides());
            settings.put("log-indexer.spool.segment-bytes", "256K");
            settings.put("log-indexer.spool.max-bytes", "1M");
            settings.put("quarkus.elasticsearch.socket-timeout", "1s");
            settings.put("log-indexer.search.timeout", "3s");
            return settings;
        }
    }

    @TestHTTPResource
    URI service;

    @ConfigProperty(name = "quarkus.elasticsearch.hosts")
    String proxy;

    @ConfigProperty(name = "log-indexer.spool.directory")
    Path spoolDirectory;

    private Api api;
    private final String mark = UUID.randomUUID().toString().replace("-", "");

    @BeforeEach
    void connect() {
        api = new Api(service);
        api.awaitDrained();
        await().until(() -> api.spool().at("/elasticsearch/templates_installed").asBoolean());
    }

    /** Tells the proxy, which may just be coming back from refusing connections. */
    private void fault(String fault, int times) {
        HttpRequest order = HttpRequest.newBuilder(URI.create("http://" + proxy + "/__fault/" + fault + "/" + times))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        await().ignoreException(ConnectException.class)
                .until(() -> HttpClient.newHttpClient()
                                .send(order, HttpResponse.BodyHandlers.ofString())
                                .statusCode()
                        == 200);
    }

    private String records(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "{\"request_id\":\"" + mark + i + "\",\"event\":\"e\",\"message\":\"" + mark + "\"}")
                .collect(Collectors.joining("\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "429, 3",
        "503, 3",
        "500, 2",
        "502, 2",
        "403, 2",
        "drop-before, 3",
        "drop-after, 3",
        "half, 3",
        "html, 2",
        "slow, 1",
        "items-429, 4",
        "too-large, 50",
    })
    void everyRecordIsStoredOnceInTheEnd(String fault, int times) throws Exception {
        long deadBefore = api.spool().path("dead").asLong();
        long acceptedBefore = api.spool().path("accepted").asLong();
        fault(fault, times);
        for (int from = 0; from < RECORDS; from += 20) {
            assertEquals(200, api.post(records(from, from + 20)).status());
        }

        JsonNode counts = api.awaitDrained();

        fault("off", 0);
        assertEquals(
                RECORDS,
                api.awaitFound(RECORDS, Map.of("q", mark, "size", "100"))
                        .path("hits")
                        .size());
        assertEquals(deadBefore, counts.path("dead").asLong());
        assertEquals(acceptedBefore + RECORDS, counts.path("accepted").asLong());
    }

    @ParameterizedTest
    @CsvSource({"drop-after-and-roll-over, 1", "drop-after-and-roll-over, 3", "drop-after-then-roll-over-before, 2"})
    void aRolloverBetweenAnAnswerThatWasLostAndTheNextAttemptDoublesNothing(String fault, int times) throws Exception {
        JsonNode before = api.spool();
        fault(fault, times);

        assertEquals(200, api.post(records(0, RECORDS)).status());

        JsonNode counts = api.awaitDrained();
        assertEquals(
                before.path("duplicate").asLong() + RECORDS,
                counts.path("duplicate").asLong());
        assertEquals(before.path("indexed").asLong(), counts.path("indexed").asLong());
        api.awaitFound(RECORDS, Map.of("q", mark, "size", "0"));
        refresh();
        assertEquals(
                RECORDS,
                api.search(Map.of("q", mark, "size", "0")).json().path("total").asInt());
    }

    private void refresh() throws IOException, InterruptedException {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://" + proxy + "/_refresh"))
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertEquals(200, answer.statusCode());
    }

    @Test
    void whileElasticsearchIsAwayRecordsAreTakenAndSearchSaysSo() throws Exception {
        fault("refuse", 6000);
        await().until(() -> api.search(Map.of("q", mark)).status() == 503);

        Api.Answer taken = api.post(records(0, RECORDS));
        Api.Answer search = api.search(Map.of("q", mark));
        Api.Answer ready = api.get("/q/health/ready");

        assertEquals(200, taken.status());
        assertEquals(503, search.status());
        assertEquals(
                "urn:modelwatch:problem:unavailable", search.json().path("type").asText());
        assertEquals("1", search.retryAfter());
        assertEquals(200, ready.status());
        await().until(() -> api.get("/q/health/ready").json().toString().contains("\"reachable\":false"));
        api.awaitDrained();
        api.awaitFound(RECORDS, Map.of("q", mark));
    }

    @Test
    void anExportThatBreaksSaysSoAndDoesNotLookWhole() throws Exception {
        for (int from = 0; from < 1200; from += 400) {
            assertEquals(200, api.post(many(from, from + 400)).status());
            api.awaitDrained();
        }
        api.awaitFound(1200, Map.of("q", mark, "size", "0"));
        fault("search-503", 10); // the first page comes
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        try (Socket socket = new Socket(service.getHost(), service.getPort())) { // sees what no client would show
            socket.getOutputStream()
                    .write(("GET /api/v1/logs/export?q=" + mark + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .getBytes(UTF_8));
            socket.getInputStream().transferTo(received);
        }
        fault("off", 0);

        assertFalse(received.toString(UTF_8).endsWith("\r\n0\r\n\r\n"), "it looks whole");
        List<String> lines = body(received.toByteArray()).lines().toList();
        JsonNode last = Api.JSON.readTree(lines.getLast());
        assertEquals(503, last.at("/error/status").asInt(), lines.getLast());
        assertEquals(lines.size() - 1, last.path("exported").asInt());
        assertEquals(500, last.path("exported").asInt());
        assertEquals(
                1,
                api.get("/metrics")
                        .body()
                        .lines()
                        .filter("log_indexer_broken_exports_total 1.0"::equals)
                        .count());
    }

    /** The body of an answer in chunks, as far as it came. */
    private static String body(byte[] answer) {
        String text = new String(answer, ISO_8859_1);
        StringBuilder body = new StringBuilder();
        int at = text.indexOf("\r\n\r\n") + 4;
        while (at < text.length()) {
            int end = text.indexOf("\r\n", at);
            int size = Integer.parseInt(text.substring(at, end), 16);
            body.append(text, end + 2, Math.min(text.length(), end + 2 + size));
            at = end + 2 + size + 2;
        }
        return new String(body.toString().getBytes(ISO_8859_1), UTF_8);
    }

    private String many(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "{\"request_id\":\"" + mark + i + "\",\"event\":\"e\",\"message\":\"" + mark
                        + "\",\"prompt\":\"" + "x".repeat(100) + "\"}")
                .collect(Collectors.joining("\n"));
    }

    @Test
    void aTailGoesOnOnceElasticsearchAnswersAgain() throws Exception {
        try (TailReader tail = TailReader.open(service, "q=" + mark, null)) {
            assertEquals(200, api.post(records(0, 1)).status());
            tail.awaitEvents("log", 1);
            fault("refuse", 1500);
            tail.awaitEvents("interrupted", 1);
            assertEquals(200, api.post(records(1, 3)).status());
            tail.awaitEvents("log", 3);

            assertEquals(1, tail.events("interrupted").size());
            assertEquals(
                    "urn:modelwatch:problem:unavailable",
                    tail.events("interrupted").getFirst().data().path("type").asText());
        }
        fault("refuse", 6000);
        await().until(() -> api.search(Map.of("q", mark)).status() == 503);
        try (TailReader tail = TailReader.open(service, "q=" + mark, null)) {
            assertEquals(503, tail.response().statusCode());
        }
        assertEquals(503, api.get("/api/v1/traces/a").status());
        assertEquals(503, api.get("/api/v1/logs/export").status());
        assertEquals(503, api.get("/api/v1/logs/aggregate").status());
        assertEquals(503, api.get("/api/v1/requests/a").status());
        await().until(() -> api.search(Map.of("size", "0")).status() == 200);
    }

    @Test
    void aFullSpoolAnswersOverloadedAndTakesRecordsAgainOnceThereIsRoom() throws Exception {
        fault("503", 10_000);
        String text = "x".repeat(20_000);
        int taken = 0;
        Api.Answer answer;
        while ((answer = post(taken, text)).status() == 200) {
            taken++;
            assertTrue(taken < 100, "the spool has no bound");
        }

        assertEquals(503, answer.status());
        assertEquals(
                "urn:modelwatch:problem:overloaded", answer.json().path("type").asText());
        assertEquals("1", answer.retryAfter());
        fault("off", 0);
        int next = taken;
        await().atMost(Duration.ofSeconds(60)).until(() -> post(next, text).status() == 200);
        api.awaitDrained();
        api.awaitFound(taken + 1, Map.of("q", mark, "size", "0"));
    }

    @Test
    void everyScrapeAddsUpWhileRecordsComeAndGo() throws Exception {
        fault("items-429", 20);
        AtomicBoolean stopping = new AtomicBoolean();
        Thread sender = Thread.ofVirtual().start(() -> {
            for (int i = 0; !stopping.get(); i += 5) {
                api.post(records(i, i + 5));
            }
        });
        boolean moved = false;
        double first = metrics().get("log_indexer_accepted_total");
        for (int scrape = 0; scrape < 100; scrape++) {
            Map<String, Double> metrics = metrics();

            assertEquals(
                    metrics.get("log_indexer_accepted_total"),
                    metrics.get("log_indexer_indexed_total")
                            + metrics.get("log_indexer_duplicate_total")
                            + metrics.get("log_indexer_dead_total")
                            + metrics.get("log_indexer_spooled_records"),
                    metrics::toString);
            moved |= metrics.get("log_indexer_accepted_total") > first;
        }
        stopping.set(true);
        sender.join();
        assertTrue(moved);
        fault("off", 0);
    }

    private Map<String, Double> metrics() {
        return api.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("log_indexer_") && !line.contains("{"))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf(' ')),
                        line -> Double.parseDouble(line.substring(line.indexOf(' ') + 1))));
    }

    @Test
    void whatIsPrivateIsNeitherOnDiskNorInTheLogNorInElasticsearch() throws Exception {
        List<String> secrets = List.of("ann.example@example.org", "13812345678", "4111111111111111", "hunter2!");
        String text = "mail ann.example@example.org, 手机13812345678, card 4111111111111111, password='hunter2!'";
        String quoted = Api.JSON.writeValueAsString(text);
        LogListener listener = LogListener.to("");
        double mailsBefore = masked("EMAIL_ADDRESS");
        fault("503", 1_000_000);
        long dead = api.spool().path("dead").asLong();

        api.post(
                "{\"request_id\":\"%1$s\",\"event\":%2$s,\"message\":\"%1$s\",\"prompt\":%2$s,\"system_prompt\":%2$s,\"response\":%2$s,\"error\":%2$s,\"context\":[%2$s],\"any\":%2$s,\"extra\":{\"a\":{\"b\":[%2$s]}},\"labels\":{\"l\":%2$s}}"
                        .formatted(mark, quoted));
        api.post("{\"request_id\":7,\"message\":%s}".formatted(quoted));
        api.post("{\"message\":%s,".formatted(quoted));
        api.bulk(
                "/app/_bulk",
                "{\"create\":{\"_id\":\"ann.example@example.org\"}}\n{\"message\":\"%1$s\",\"log\":{\"origin\":%2$s},\"@timestamp\":%2$s}\n{\"create\":{}}\n{%2$s\n"
                        .formatted(mark, quoted));
        api.request("PUT", "/app/_doc/4111111111111111", "{\"msg\":\"" + mark + "\",\"error\":" + quoted + "}");
        api.request(
                "POST",
                "/v1/logs",
                "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"body\":{\"stringValue\":\"%s\"},\"attributes\":[{\"key\":\"a\",\"value\":{\"stringValue\":%s}}]}]}]}]}"
                        .formatted(mark, quoted)
                        .getBytes(UTF_8),
                Map.of("Content-Type", "application/json"));
        String onDisk = everythingIn(spoolDirectory);
        fault("400", 1_000_000); // each of them becomes a dead letter
        await().until(() -> api.spool().path("dead").asLong() == dead + 4);
        String inLetters = everythingIn(spoolDirectory.resolve("dead-letters"));
        fault("off", 0);
        api.request("POST", "/api/v1/dead-letters/replay", "");
        String found = api.awaitFound(4, Map.of("q", mark)).toString();
        listener.close();

        for (String secret : secrets) {
            assertFalse(onDisk.contains(secret), "in the spool: " + secret);
            assertFalse(inLetters.contains(secret), "in the dead letters: " + secret);
            assertFalse(listener.lines().toString().contains(secret), "in the log: " + secret);
            assertFalse(found.contains(secret), "in Elasticsearch: " + secret);
        }
        assertTrue(onDisk.contains("<CN_MOBILE>") && inLetters.contains("<CN_MOBILE>"));
        assertTrue(found.contains("\"pii\":{\"redacted\":true,\"types\":[\"CN_MOBILE\",\"CREDIT_CARD\""), found);
        assertTrue(masked("EMAIL_ADDRESS") >= mailsBefore + 9, "counted: " + masked("EMAIL_ADDRESS"));
    }

    private double masked(String type) {
        return api.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("log_indexer_redacted_values_total{type=\"" + type + "\"}"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static String everythingIn(Path directory) throws IOException {
        StringBuilder everything = new StringBuilder();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                everything.append(new String(Files.readAllBytes(file), UTF_8));
            }
        }
        return everything.toString();
    }

    private Api.Answer post(int number, String text) {
        return api.post("{\"request_id\":\"" + mark + number + "\",\"event\":\"e\",\"message\":\"" + mark
                + "\",\"prompt\":\"" + text + "\"}");
    }
}
