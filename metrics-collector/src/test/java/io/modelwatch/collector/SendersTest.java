package io.modelwatch.collector;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.modelwatch.devstack.OwnStores;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;
import io.prometheus.client.exporter.PushGateway;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.builder.RequestSpecBuilder;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real programs and libraries send to the whole service: a Prometheus, a client of the Pushgateway; SDKs from files. */
@QuarkusTest
@OwnStores
@WithTestResource(value = FakeNeighbours.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
class SendersTest {

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

    // ---- remote write

    @Test
    void aRealPrometheusWritesWhatItScrapes(@TempDir Path folder) throws Exception {
        // Given
        AtomicInteger scrapes = new AtomicInteger();
        HttpServer exporter = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        exporter.createContext("/metrics", exchange -> {
            byte[] text = """
                    # TYPE vllm:kv_cache_usage_perc gauge
                    vllm:kv_cache_usage_perc{model_name="written",engine="0"} 0.42
                    # TYPE vllm:generation_tokens_total counter
                    vllm:generation_tokens_total{model_name="written",engine="0"} %d
                    # TYPE node_memory_MemTotal_bytes gauge
                    node_memory_MemTotal_bytes 1000
                    # TYPE node_memory_MemAvailable_bytes gauge
                    node_memory_MemAvailable_bytes 250
                    # TYPE nobody_knows gauge
                    nobody_knows{a="b"} 1
                    """.formatted(100 * scrapes.incrementAndGet()).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
            exchange.close();
        });
        exporter.start();
        String configuration = """
                global:
                  scrape_interval: 1s
                scrape_configs:
                  - job_name: engines
                    static_configs:
                      - targets: ["127.0.0.1:%d"]
                remote_write:
                  - url: http://127.0.0.1:%d/api/v1/write
                    queue_config:
                      batch_send_deadline: 1s
                      max_samples_per_send: 3
                """.formatted(exporter.getAddress().getPort(), RestAssured.port);

        // When
        try (RealPrometheus prometheus = RealPrometheus.start(folder, configuration)) {
            // Then: three samples a request, so that a scrape never comes in one piece
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                assertTrue(prometheus.runs());
                window("kv_cache_utilization", "label.model=written").then().body("series[0].last", is(42.0f));
                window("memory_utilization", "window=1m").then().body("series[0].last", is(75.0f));
                window("engine_generation_tokens_total", "label.model=written&by=instance")
                        .then()
                        .body(
                                "series[0].labels.instance",
                                is("127.0.0.1:" + exporter.getAddress().getPort()))
                        .body("series[0].sum", greaterThanOrEqualTo(100.0f));
                window("target_up", "window=1m").then().body("series[0].last", is(1.0f));
                when().get("/metrics")
                        .then()
                        .body(not(containsString("remote_write_samples_total{result=\"unknown\"} 0.0")))
                        .body(containsString("remote_write_samples_total{result=\"dropped\"} 0.0"));
            });
        } finally {
            exporter.stop(0);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "application/x-protobuf;proto=io.prometheus.write.v2.Request, snappy, 2.0.0, 415",
        "application/x-protobuf, gzip, 0.1.0, 415",
        "application/x-protobuf, , 0.1.0, 415",
        "application/json, snappy, 0.1.0, 415",
        "application/x-protobuf, snappy, 0.1.0, 400",
    })
    void whatIsNotRemoteWriteOneIsRefused(String type, String encoding, String version, int status) {
        // Given
        RequestSpecification request = bytes("no snappy".getBytes(StandardCharsets.UTF_8), type)
                .header("X-Prometheus-Remote-Write-Version", version);

        // When, Then
        (encoding == null ? request : request.header("Content-Encoding", encoding))
                .post("/api/v1/write")
                .then()
                .statusCode(status);
    }

    // ---- Pushgateway

    @Test
    void aClientOfThePushgatewayPushesReplacesAndDeletes() throws IOException {
        // Given
        PushGateway client = new PushGateway("127.0.0.1:" + RestAssured.port);
        CollectorRegistry registry = new CollectorRegistry();
        Gauge accuracy = Gauge.build("model_accuracy", "Accuracy of the nightly run")
                .labelNames("model")
                .register(registry);
        Counter lines = Counter.build("lines_read", "Lines").register(registry);
        Histogram seconds =
                Histogram.build("run_seconds", "Duration").buckets(1, 10).register(registry);
        accuracy.labels("nightly").set(91.5);
        lines.inc(3);
        seconds.observe(4);
        Map<String, String> key = Map.of("instance", "a/b", "empty", "");

        // When
        client.push(registry, "nightly", key);

        // Then
        window("model_accuracy", "label.model=nightly").then().body("series[0].last", is(91.5f));
        pushed().then()
                .body(containsString("# HELP model_accuracy Accuracy of the nightly run\n# TYPE model_accuracy gauge\n"
                        + "model_accuracy{empty=\"\",instance=\"a/b\",job=\"nightly\",model=\"nightly\"} 91.5\n"))
                .body(containsString("lines_read_total{empty=\"\",instance=\"a/b\",job=\"nightly\"} 3\n"))
                .body(containsString("run_seconds_bucket{empty=\"\",instance=\"a/b\",job=\"nightly\",le=\"10.0\"} 1\n"))
                .body(containsString("push_time_seconds{empty=\"\",instance=\"a/b\",job=\"nightly\"} 1"));

        // When: added to, then replaced, then deleted
        CollectorRegistry other = new CollectorRegistry();
        Gauge.build("rows", "Rows").register(other).set(7);
        client.pushAdd(other, "nightly", key);
        pushed().then().body(containsString("\nrows{")).body(containsString("\nlines_read_total{"));
        client.push(other, "nightly", key);
        pushed().then().body(containsString("\nrows{")).body(not(containsString("\nlines_read_total{")));
        client.delete("nightly", key);

        // Then
        pushed().then().body(not(containsString("nightly")));
    }

    @Test
    void aPushThatClashesIsRefusedAndNoted() {
        // Given
        push("job/one", "# TYPE clash counter\nclash 1\n").then().statusCode(200);

        // When
        push("job/two", "# TYPE clash gauge\nclash 1\n")
                .then()
                .statusCode(400)
                .contentType("text/plain")
                .body(containsString("inconsistent"));

        // Then
        pushed().then()
                .body(containsString("push_time_seconds{instance=\"\",job=\"two\"} 0\n"))
                .body(containsString("push_failure_time_seconds{instance=\"\",job=\"two\"} 1"))
                .body(containsString("push_failure_time_seconds{instance=\"\",job=\"one\"} 0\n"));
        given().delete("/metrics/job/two").then().statusCode(202);
        given().delete("/metrics/job/one").then().statusCode(202);
        when().get("/metrics").then().statusCode(200).body(containsString("llm_requests_total"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "job/x | a 1 1795334400000\\n | timestamps",
                "job/x | a 1 | line feed",
                "job/x | a 1\\na 2\\n | twice",
                "job/x | a{job=\"y\"} 1\\na{job=\"z\"} 2\\n | twice",
                "job/x | push_time_seconds 1\\n | itself",
                "job/x | a one\\n | line 1",
                "job/x/y | a 1\\n | odd number",
                "job@base64/= | a 1\\n | job name is required",
                "job/x/1a/y | a 1\\n | improper label name",
                "job/x/__a/y | a 1\\n | improper label name",
                "job/x/a@base64/%2B%2B | a 1\\n | Base64",
            })
    void aBadPushIsRefusedWithAReason(String path, String body, String reason) {
        push(path, body.replace("\\n", "\n")).then().statusCode(400).body(containsString(reason));
    }

    // ---- Langfuse

    @Test
    void aBatchOfLangfuseCountsItsGenerationOnce() throws IOException {
        // Given
        String batch = Files.readString(Path.of("src/test/resources/langfuse/sdk-v2-python.json"));

        // When
        for (int i = 0; i < 2; i++) {
            given().auth()
                    .preemptive()
                    .basic("pk-lf-x", "sk-lf-x")
                    .contentType("application/json")
                    .body(batch)
                    .post("/api/public/ingestion")
                    .then()
                    .statusCode(207)
                    .body("successes.id", is(java.util.List.of("ev-1", "ev-2", "ev-3", "ev-4")))
                    .body("successes[0].status", is(201))
                    .body("errors", empty());
        }

        // Then
        assertEquals(1, logs.ids().stream().filter("lf-gen"::equals).count());
        JsonNode entry = logs.record("lf-gen");
        assertEquals("gpt-4o-2024-08-06", entry.get("model").asText());
        assertEquals("u-7", entry.get("user_id").asText());
        assertEquals("s-1", entry.get("session_id").asText());
        assertEquals("prod,search", entry.get("labels").get("tags").asText());
        assertEquals(812, entry.get("latency_ms").asInt());
        assertEquals(140, entry.get("ttft_ms").asInt());
        assertEquals(1200, entry.get("input_tokens").asInt());
        assertEquals(1000, entry.get("cached_tokens").asInt());
        assertEquals(350, entry.get("output_tokens").asInt());
        assertEquals(120, entry.get("reasoning_tokens").asInt());
        assertFalse(entry.has("prompt"));
    }

    @Test
    void badEventsOfLangfuseAreNamedAndCostNobody() {
        given().contentType("application/json")
                .body("""
                        {"batch":[{"id":"a","type":"generation-create","body":{"startTime":"2026-11-22T08:00:00Z"}},
                         {"id":"b","type":"generation-create","body":{"id":"lf-b","endTime":"yesterday"}},
                         17,
                         {"id":"c","type":"score-create","body":{"name":"x","value":1}},
                         {"id":"d","type":"generation-create","body":{"id":"lf-d","model":"m","usage":{"input":-5},
                          "endTime":"2026-11-22T08:00:00Z"}},
                         {"id":"e","type":"generation-create","body":{"id":"lf-e","model":"m","level":"ERROR",
                          "statusMessage":"boom","endTime":"2026-11-22T08:00:00Z"}}]}""")
                .post("/api/public/ingestion")
                .then()
                .statusCode(207)
                .body("successes.id", is(java.util.List.of("c", "e")))
                .body("errors.status", is(java.util.List.of(400, 400, 400, 400)))
                .body("errors[0].message", containsString("body.id"))
                .body("errors[1].message", containsString("endTime"))
                .body("errors[3].message", containsString("/input_tokens"));
        assertEquals("boom", logs.record("lf-e").get("error").asText());
        given().contentType("application/json")
                .body("{\"batch\":1}")
                .post("/api/public/ingestion")
                .then()
                .statusCode(400);
        given().contentType("application/json")
                .body("{")
                .post("/api/public/ingestion")
                .then()
                .statusCode(400);
    }

    // ---- Helicone

    @Test
    void aLogOfHeliconeCountsOnce() throws IOException {
        // Given
        String log = Files.readString(Path.of("src/test/resources/helicone/openai.json"));

        // When
        helicone(log).then().statusCode(200).body("accepted", is(1));
        helicone(log).then().statusCode(200).body("duplicates", is(1));

        // Then
        JsonNode entry = logs.record("helicone-1");
        assertEquals("llama-3-8b", entry.get("model").asText());
        assertEquals("u-7", entry.get("user_id").asText());
        assertEquals("search", entry.get("labels").get("Team").asText());
        assertEquals(812, entry.get("latency_ms").asInt());
        assertEquals(140, entry.get("ttft_ms").asInt());
        assertEquals(1200, entry.get("input_tokens").asInt());
        assertEquals(1000, entry.get("cached_tokens").asInt());
        assertFalse(entry.has("response"));
    }

    @Test
    void aStreamedAnswerAndAFailureOfHeliconeAreRead() {
        // When
        helicone("""
                {"providerRequest":{"url":"u","json":{"model":"claude","stream":true},"meta":{"helicone-request-id":"he-2"}},
                 "providerResponse":{"status":200,"textBody":"event: x\\ndata: {\\"usage\\":{\\"input_tokens\\":10,\\"cache_read_input_tokens\\":90,\\"output_tokens\\":7}}\\n\\ndata: [DONE]\\n"}}""").then().statusCode(200);
        helicone("""
                {"providerRequest":{"url":"u","json":{"model":"claude"},"meta":{"helicone-request-id":"he-3"}},
                 "providerResponse":{"status":529,"json":{"error":{"type":"overloaded_error","message":"busy"}}}}""").then().statusCode(200);
        helicone("{\"providerRequest\":{}}")
                .then()
                .statusCode(400)
                .body("errors.field", equalTo(java.util.List.of("/providerResponse")));

        // Then
        assertEquals(100, logs.record("he-2").get("input_tokens").asInt());
        assertEquals(90, logs.record("he-2").get("cached_tokens").asInt());
        assertEquals("overloaded_error", logs.record("he-3").get("error_type").asText());
        assertEquals(529, logs.record("he-3").get("http_status").asInt());
    }

    private static Response helicone(String log) {
        return given().header("Authorization", "Bearer x")
                .contentType("application/json")
                .body(log)
                .post("/custom/v1/log");
    }

    private static Response push(String path, String body) {
        return given().urlEncodingEnabled(false)
                .contentType("text/plain")
                .body(body)
                .put("/metrics/" + path);
    }

    private static Response pushed() {
        return when().get("/metrics/pushed");
    }

    private static Response window(String metric, String parameters) {
        return when().get("/api/v1/metrics/" + metric + "?" + parameters);
    }

    /** Sent as given, without a charset of the client's own. */
    private static RequestSpecification bytes(byte[] body, String contentType) {
        return given().spec(new RequestSpecBuilder()
                .setConfig(RestAssuredConfig.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                                .encodeContentTypeAs("application/x-protobuf", io.restassured.http.ContentType.BINARY)
                                .encodeContentTypeAs(contentType, io.restassured.http.ContentType.BINARY)))
                .setContentType(contentType)
                .setBody(body)
                .build());
    }
}
