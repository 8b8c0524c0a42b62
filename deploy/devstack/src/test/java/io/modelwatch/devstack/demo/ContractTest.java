package io.modelwatch.devstack.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import io.modelwatch.devstack.demo.Figures.Detector;
import io.modelwatch.devstack.demo.Figures.Drift;
import io.modelwatch.devstack.demo.Figures.Feature;
import io.modelwatch.devstack.demo.Figures.Latency;
import io.modelwatch.devstack.demo.Figures.Quality;
import io.modelwatch.devstack.demo.GatewayClient.Form;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The examples that the providers keep, as this consumer reads them. */
class ContractTest {

    private static final Path ROOT = Path.of(System.getProperty("modelwatch.root", "."));

    private final Http http = new Http();
    private HttpServer server;
    private Readback readback;
    private volatile String answer = "";
    private volatile String received = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                received = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
                boolean batch = exchange.getRequestURI().getPath().equals("/api/v1/requests");
                exchange.sendResponseHeaders(batch ? 207 : 200, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
        server.start();
        readback = new Readback(http, new Endpoints(uri(), uri(), uri(), uri(), uri()));
    }

    @AfterEach
    void stop() {
        server.stop(0);
        http.close();
    }

    @Test
    void readsTheResultOfABatchFromMetricsCollector() throws Exception {
        answer = example("metrics-collector", "gateway/batch-result.json");
        GatewayClient client = new GatewayClient(http, uri(), Timer.system());

        client.send(
                List.of(
                        Outgoing.fresh(record("r-1")),
                        Outgoing.repeated(record("r-0")),
                        Outgoing.bad(record("r-2"), "/latency_ms")),
                Form.ARRAY,
                false);

        SendCounts counts = client.counts();
        assertEquals(0, counts.surpriseCount(), counts.surprises().toString());
        assertEquals(List.of(1, 1, 1), List.of(counts.accepted(), counts.duplicates(), counts.rejected()));
    }

    @Test
    void generatesNoFieldThatMetricsCollectorDoesNotKnow() throws Exception {
        Set<String> known = names(Json.strict(example("metrics-collector", "gateway/request.json")));
        TrafficGenerator generator = new TrafficGenerator(Corpus.load(), "run-1", 42);
        Set<String> generated = new TreeSet<>();
        for (Phase phase : Phase.standard(20)) {
            for (int i = 0; i < 200; i++) {
                generated.addAll(names(generator.next(phase, Instant.EPOCH)));
            }
        }

        known.addAll(Set.of("error", "error_type"));
        assertTrue(known.containsAll(generated), generated + " but known are " + known);
    }

    @Test
    void readsWindowsOfMetricsCollector() throws Exception {
        answer = example("metrics-collector", "alert-router/request_latency_ms.json");

        assertEquals(List.of(new Latency("gpt-4o", 120, 704.2, 2310.5, 4872.1)), readback.latency("5m"));
        assertEquals(OptionalDouble.of(2310.5), readback.currentP95("5m"));
    }

    @Test
    void sendsSamplesAsMetricsCollectorKnowsThem() throws Exception {
        JsonNode example = Json.strict(example("metrics-collector", "quality-evaluator/samples.json"));
        JsonNode own = new SampleFeed(1).next(Phase.standard(20).getFirst(), Instant.EPOCH);

        Set<String> known = new TreeSet<>();
        example.forEach(sample -> known.addAll(names(sample)));
        own.forEach(sample -> assertEquals(known, names(sample)));
    }

    @Test
    void asksQualityEvaluatorForABaseline() throws Exception {
        ObjectNode example = (ObjectNode) Json.strict(example("quality-evaluator", "devstack/baseline-request.json"));
        answer = example("quality-evaluator", "devstack/baseline-answer.json");

        Http.Answer reply = readback.captureBaseline(
                example.path("name").asText(),
                Instant.parse(example.path("from").asText()),
                Instant.parse(example.path("to").asText()));

        assertTrue(reply.ok());
        assertEquals(example, Json.strict(received));
    }

    @Test
    void readsTheDriftOfQualityEvaluator() throws Exception {
        answer = example("quality-evaluator", "devstack/drift-answer.json");

        assertEquals(
                new Drift("demo", "11m", "severe", List.of(new Feature("response_length", 0.31, "severe", 800, 800))),
                readback.drift("demo", "11m"));
    }

    @Test
    void readsTheReportOfQualityEvaluator() throws Exception {
        answer = example("quality-evaluator", "devstack/report-answer.json");

        assertEquals(
                new Quality(
                        "60m",
                        1600,
                        0.83,
                        List.of(new Detector("refusal", 1600, 72, 0.07), new Detector("format", 0, 0, null))),
                readback.quality("60m"));
    }

    private URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private static String example(String provider, String name) throws IOException {
        return Files.readString(
                ROOT.resolve(provider).resolve("src/test/resources/contract").resolve(name));
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static ObjectNode record(String id) {
        return Json.MAPPER
                .createObjectNode()
                .put("request_id", id)
                .put("model", "gpt-4o")
                .put("status", "success");
    }
}
