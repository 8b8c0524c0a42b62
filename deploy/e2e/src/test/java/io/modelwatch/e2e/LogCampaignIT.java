package io.modelwatch.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelwatch.devstack.ElasticsearchServer;
import io.modelwatch.devstack.Guard;
import io.modelwatch.devstack.Ports;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * log-indexer in 256 MB before a real Elasticsearch, both killed again and again, with a proxy in between that makes all
 * kinds of trouble and forces rollovers: what was acknowledged is stored, once. The short form runs for some seconds;
 * {@code deploy/e2e/campaign} runs it for as long as wanted, with a seed of one's choice.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(7 * 3600)
class LogCampaignIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LENGTH = Duration.ofSeconds(Long.getLong("campaign.seconds", 30));
    private static final long SEED = Long.getLong("campaign.seed", 42);
    private static final Duration DRAIN_WAIT = Duration.ofMinutes(5);
    private static final Duration PACE = Duration.ofMillis(100);
    private static final String DATA_STREAM = "logs-llm-campaign";
    private static final int PAGE = 5000;

    private final HttpClient http = HttpClient.newHttpClient();
    private final int elasticsearchPort = Ports.free();
    private Path directory;
    private Guard guard;
    private ElasticsearchServer elasticsearch;
    private TroubledElasticsearch proxy;
    private LogIndexerProcess service;

    @BeforeAll
    void start() throws Exception {
        directory = RunningStack.ROOT.resolve("deploy/e2e/target/campaign-" + System.nanoTime());
        Files.createDirectories(directory);
        guard = Guard.start();
        startElasticsearch();
        proxy = new TroubledElasticsearch(elasticsearch.url(), DATA_STREAM, SEED);
        service = new LogIndexerProcess(
                Ports.free(),
                directory,
                Map.of(
                        "quarkus.elasticsearch.hosts", proxy.address(),
                        "quarkus.elasticsearch.socket-timeout", "1s",
                        "log-indexer.data-stream.namespace", "campaign",
                        "log-indexer.data-stream.refresh-interval", "1s",
                        "log-indexer.spool.segment-bytes", "1M",
                        "log-indexer.spool.reserve-bytes", "16M",
                        "log-indexer.delivery.max-records", "50",
                        "log-indexer.delivery.shortest-pause", "50ms",
                        "log-indexer.delivery.longest-pause", "300ms",
                        "log-indexer.bulk.hold", "1s"),
                guard);
        service.start();
        service.awaitReady();
    }

    private void startElasticsearch() {
        elasticsearch = ElasticsearchServer.start(
                Path.of(System.getProperty("modelwatch.elasticsearch.home")),
                directory.resolve("elasticsearch"),
                elasticsearchPort,
                384,
                guard);
    }

    @AfterAll
    void stop() throws Exception {
        if (service != null) {
            service.close();
        }
        if (proxy != null) {
            proxy.close();
        }
        if (elasticsearch != null) {
            elasticsearch.close();
        }
        guard.close();
        http.close();
    }

    @Test
    void whatWasAcknowledgedIsStoredOnceWhateverBreaks() throws Exception {
        Set<String> acknowledged = new ConcurrentSkipListSet<>();
        AtomicBoolean stopping = new AtomicBoolean();
        List<Thread> senders = new ArrayList<>();
        for (int number = 0; number < 3; number++) {
            int sender = number;
            senders.add(Thread.ofVirtual().start(() -> send(sender, acknowledged, stopping)));
        }
        proxy.troubled(true);
        Random random = new Random(SEED);
        int kills = 0;
        long end = System.nanoTime() + LENGTH.toNanos();
        boolean elasticsearchWasKilled = false;
        while (System.nanoTime() < end || kills < 2 || !elasticsearchWasKilled) {
            awaitMore(acknowledged, 100 + random.nextInt(300));
            if (kills % 4 == 1 && !(elasticsearchWasKilled && System.nanoTime() >= end)) {
                kill(elasticsearch.process());
                awaitMore(acknowledged, 50); // records are taken meanwhile
                startElasticsearch();
                elasticsearchWasKilled = true;
            }
            service.kill();
            service.start();
            service.awaitReady();
            kills++;
        }
        stopping.set(true);
        for (Thread sender : senders) {
            sender.join();
        }
        proxy.troubled(false);
        await().atMost(DRAIN_WAIT).until(() -> service.spool().path("spooled").asLong() == 0);

        Map<String, Integer> stored = stored();

        Set<String> lost = new TreeSet<>(acknowledged);
        lost.removeAll(stored.keySet());
        List<String> twice = stored.entrySet().stream()
                .filter(entry -> entry.getValue() > 1)
                .map(Map.Entry::getKey)
                .toList();
        JsonNode spool = service.spool();
        System.out.printf(
                "campaign: seed %d, %d records acknowledged, %d stored, %d kills, troubles %s, %s%n",
                SEED, acknowledged.size(), stored.size(), kills, proxy.tally(), spool);
        assertEquals(Set.of(), lost, "acknowledged, but not stored");
        assertEquals(List.of(), twice, "stored twice");
        assertEquals(0, spool.path("dead").asLong(), spool.toString());
        assertEquals(
                spool.path("accepted").asLong(),
                spool.path("indexed").asLong()
                        + spool.path("duplicate").asLong()
                        + spool.path("dead").asLong(),
                spool.toString());
    }

    private static void awaitMore(Set<String> acknowledged, int records) {
        int before = acknowledged.size();
        await().atMost(Duration.ofMinutes(2)).until(() -> acknowledged.size() >= before + records);
    }

    /** Kills a process with all that it started: the server is a child of its launcher. */
    private static void kill(ProcessHandle process) {
        List<ProcessHandle> all = process.descendants().collect(Collectors.toCollection(ArrayList::new));
        all.add(process);
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(one -> one.onExit().join());
    }

    /** Sends bodies of a few records by one protocol; what is not acknowledged is not sent again. */
    private void send(int sender, Set<String> acknowledged, AtomicBoolean stopping) {
        for (int body = 0; !stopping.get(); body++) {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                ids.add("c%d-%d-%d".formatted(sender, body, i));
            }
            try {
                RunningStack.Answer answer = sender == 0
                        ? service.post("/api/v1/logs", records(ids), "Content-Type", "application/x-ndjson")
                        : sender == 1
                                ? service.post("/app/_bulk", bulk(ids), "Content-Type", "application/x-ndjson")
                                : service.post("/v1/logs", otlp(ids), "Content-Type", "application/json");
                if (answer.status() == 200 && !answer.body().contains("\"errors\":true")) {
                    acknowledged.addAll(ids);
                } else {
                    assertTrue(Set.of(429, 503).contains(answer.status()), answer.toString());
                }
                Thread.sleep(PACE);
            } catch (IOException e) {
                Thread.yield(); // killed
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static byte[] records(List<String> ids) {
        StringBuilder body = new StringBuilder();
        ids.forEach(id ->
                body.append("{\"request_id\":\"").append(id).append("\",\"event\":\"e\",\"message\":\"hello 你好\"}\n"));
        return body.toString().getBytes(UTF_8);
    }

    private static byte[] bulk(List<String> ids) {
        StringBuilder body = new StringBuilder();
        ids.forEach(id -> body.append("{\"create\":{\"_id\":\"")
                .append(id)
                .append("\"}}\n{\"message\":\"hello\",\"http\":{\"request\":{\"id\":\"")
                .append(id)
                .append("\"}}}\n"));
        return body.toString().getBytes(UTF_8);
    }

    private static byte[] otlp(List<String> ids) {
        StringBuilder body = new StringBuilder("{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[");
        ids.forEach(id -> body.append("{\"body\":{\"stringValue\":\"hello\"},\"attributes\":[{\"key\":\"request_id\",")
                .append("\"value\":{\"stringValue\":\"")
                .append(id)
                .append("\"}}]},"));
        body.setLength(body.length() - 1);
        return body.append("]}]}]}").toString().getBytes(UTF_8);
    }

    /** Every request id that Elasticsearch has, and how often. */
    private Map<String, Integer> stored() throws IOException, InterruptedException {
        ask("/" + DATA_STREAM + "/_refresh", "");
        Map<String, Integer> counts = new HashMap<>();
        String after = "";
        while (true) {
            JsonNode answer = ask("/" + DATA_STREAM + "/_search", """
                    {"size":0,"aggs":{"ids":{"composite":{"size":%d%s,
                      "sources":[{"id":{"terms":{"field":"http.request.id"}}}]}}}}
                    """.formatted(
                            PAGE, after.isEmpty() ? "" : ",\"after\":{\"id\":\"" + after + "\"}"));
            JsonNode buckets = answer.at("/aggregations/ids/buckets");
            buckets.forEach(bucket -> counts.put(
                    bucket.at("/key/id").asText(), bucket.path("doc_count").asInt()));
            if (buckets.size() < PAGE) {
                return counts;
            }
            after = answer.at("/aggregations/ids/after_key/id").asText();
        }
    }

    private JsonNode ask(String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(URI.create(elasticsearch.url() + path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(200, response.statusCode(), response.body());
        return JSON.readTree(response.body());
    }

    @Test
    void inLittleMemoryNoBodyDoesHarm() throws Exception {
        byte[] bomb = gzipOfZeros(300);
        byte[] deep = ("{\"event\":\"e\",\"extra\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}").getBytes(UTF_8);
        String name = "{\"event\":\"e\",\"message\":\"";
        List<String> answers = new ArrayList<>();
        for (String path : List.of("/api/v1/logs", "/_bulk", "/app/_doc", "/v1/logs", "/v1/traces")) {
            String type = path.endsWith("_bulk") ? "application/x-ndjson" : "application/json";
            byte[] action = (path.endsWith("_bulk") ? "{\"create\":{}}\n" : "").getBytes(UTF_8);
            for (int times = 0; times < 3; times++) {
                answers.add(path + " bomb "
                        + service.post(path, bomb, "Content-Type", type, "Content-Encoding", "gzip")
                                .status());
                answers.add(path + " line "
                        + service.post(path, () -> line(action, name, 10 << 20), "Content-Type", type)
                                .status());
                byte[] nested = concat(action, deep, "\n".getBytes(UTF_8));
                answers.add(path + " deep "
                        + service.post(path, nested, "Content-Type", type).status());
            }
        }

        for (String answer : answers) {
            int status = Integer.parseInt(answer.substring(answer.lastIndexOf(' ') + 1));
            // _bulk refuses one item; for OTLP the long line is a field that nobody knows.
            boolean taken = status == 200 && (answer.startsWith("/_bulk") || answer.startsWith("/v1/"));
            assertTrue(taken || (status >= 400 && status < 500), answer);
        }
        assertTrue(service.isAlive());
        assertEquals(200, service.get("/q/health/ready").status());
        assertEquals(
                200,
                service.post("/api/v1/logs", records(List.of("after")), "Content-Type", "application/x-ndjson")
                        .status());
    }

    private static byte[] gzipOfZeros(int megabytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < megabytes; i++) {
                gzip.write(zeros);
            }
        }
        return out.toByteArray();
    }

    /** A record with one long text, made while it is read. */
    private static InputStream line(byte[] before, String name, int length) {
        byte[] head = concat(before, name.getBytes(UTF_8));
        byte[] tail = "\"}\n".getBytes(UTF_8);
        AtomicInteger at = new AtomicInteger();
        return new InputStream() {
            @Override
            public int read() {
                int here = at.getAndIncrement();
                return here < head.length
                        ? head[here]
                        : here < head.length + length
                                ? 'x'
                                : here < head.length + length + tail.length ? tail[here - head.length - length] : -1;
            }
        };
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
