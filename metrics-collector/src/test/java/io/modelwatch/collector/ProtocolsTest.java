package io.modelwatch.collector;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import io.modelwatch.devstack.OwnStores;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.builder.RequestSpecBuilder;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What other programs send in protocols of their own, into the whole service. */
@QuarkusTest
@OwnStores
@WithTestResource(value = FakeNeighbours.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
@WithTestResource(value = ScrapedEngine.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
class ProtocolsTest {

    private static final String PROTOBUF = "application/x-protobuf";
    private static final String JSON = "application/json";

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

    // ---- LiteLLM

    @ParameterizedTest
    @CsvSource({"json_array.json, 3", "ndjson, 3", "single, 1"})
    void everyFormatOfLiteLlmIsTakenAsJson(String file, int records) throws IOException {
        // Given
        String body = fresh(Files.readString(Path.of("src/test/resources/litellm", file)), file);

        // When
        litellm(body).then().statusCode(200).body("accepted", is(records));
        litellm(body).then().statusCode(200).body("accepted", is(0)).body("duplicates", is(records));

        // Then
        JsonNode entry = logs.record(file + "-chatcmpl-BhA1");
        assertEquals("gpt-4o", entry.get("model").asText());
        assertEquals("140", entry.get("ttft_ms").asText());
        assertEquals("0.0065", entry.get("cost_usd").asText());
        assertFalse(entry.has("response"));
    }

    @Test
    void aBadPayloadOfLiteLlmNeverCostsItsNeighbours() throws IOException {
        // Given
        String good = Files.readString(Path.of("src/test/resources/litellm/single"));

        // When
        litellm("[{\"id\":\"lite-bad\",\"model\":\"m\",\"status\":\"success\",\"prompt_tokens\":\"x\"},17,{,"
                        + fresh(good, "lite") + "]")
                .then()
                .statusCode(400);
        litellm("[{\"id\":\"lite-bad\",\"model\":\"m\",\"status\":\"success\",\"prompt_tokens\":\"x\"},17,"
                        + fresh(good, "lite") + "]")
                .then()
                .statusCode(207)
                .body("accepted", is(1))
                .body("results[0].id", is("lite-bad"))
                .body("results[0].problem.errors[0].field", is("/prompt_tokens"));
    }

    // ---- OTLP

    @Test
    void aSpanInProtobufCountsOnceByWhicheverPath() throws IOException {
        // Given
        byte[] body = spans("otlp-proto", 1, 2, 3).toByteArray();

        // When
        Response first = otlp("/v1/traces", PROTOBUF, body);
        Response again = otlp("/api/public/otel/v1/traces", PROTOBUF, body);

        // Then
        for (Response answer : List.of(first, again)) {
            answer.then().statusCode(200).contentType(PROTOBUF);
            assertEquals(
                    ExportTraceServiceResponse.getDefaultInstance(),
                    ExportTraceServiceResponse.parseFrom(answer.asByteArray()));
        }
        window("requests_total", "label.model=otlp-proto").then().body("series[0].sum", is(3.0f));
        window("request_latency_ms", "label.model=otlp-proto").then().body("series[0].max", is(812.0f));
        assertTrue(logs.ids().contains("000000000000000000000000000000aa-0000000000000001"), logs.ids()::toString);
    }

    @Test
    void aSpanInGzippedJsonIsTheSame() {
        // Given
        String body = """
                {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"s"}}]},
                 "scopeSpans":[{"spans":[{"traceId":"0AF7651916CD43DD8448EB211C80319C","spanId":"b7ad6b7169203331",
                  "name":"chat m","startTimeUnixNano":"%1$d000000","endTimeUnixNano":%1$d812000,
                  "attributes":[{"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},
                   {"key":"gen_ai.request.model","value":{"stringValue":"otlp-json"}}]}]}]}]}""".formatted(Instant.now().toEpochMilli());

        // When
        given().spec(plain(JSON))
                .header("Content-Encoding", "gzip")
                .body(gzip(body.getBytes(StandardCharsets.UTF_8)))
                .post("/v1/traces")
                .then()
                .statusCode(200)
                .contentType(JSON)
                .body(is("{}"));

        // Then
        window("requests_total", "label.model=otlp-json&by=service")
                .then()
                .body("series[0].labels.service", is("s"))
                .body("series[0].sum", is(1.0f));
    }

    @Test
    void aPartlyRefusedExportSaysHowMuch() throws IOException {
        // Given
        ExportTraceServiceRequest good = spans("otlp-partial", 21);
        ExportTraceServiceRequest bad = spans("", 22);

        // When
        Response protobuf = otlp(
                "/v1/traces", PROTOBUF, good.toBuilder().mergeFrom(bad).build().toByteArray());
        Response json = otlp("/v1/traces", JSON, """
                {"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"00","attributes":[
                 {"key":"gen_ai.operation.name","value":{"stringValue":"chat"}}]}]}]}]}""".getBytes(StandardCharsets.UTF_8));

        // Then
        protobuf.then().statusCode(200);
        ExportTraceServiceResponse answer = ExportTraceServiceResponse.parseFrom(protobuf.asByteArray());
        assertEquals(1, answer.getPartialSuccess().getRejectedSpans());
        assertTrue(answer.getPartialSuccess().getErrorMessage().contains("/model is required"));
        json.then()
                .statusCode(200)
                .body("partialSuccess.rejectedSpans", is("1"))
                .body("partialSuccess.errorMessage", containsString("trace id"));
        window("requests_total", "label.model=otlp-partial").then().body("series[0].sum", is(1.0f));
    }

    @Test
    void garbageIsTheSendersFaultInItsOwnEncoding() throws IOException {
        // When
        Response protobuf = otlp("/v1/traces", PROTOBUF, new byte[] {10, 127, 1});
        Response json = otlp("/v1/traces", JSON, "{\"resourceSpans\":17}".getBytes(StandardCharsets.UTF_8));

        // Then
        protobuf.then().statusCode(400).contentType(PROTOBUF);
        CodedInputStream status = CodedInputStream.newInstance(protobuf.asByteArray());
        assertEquals(8, status.readTag());
        assertEquals(3, status.readInt32());
        assertEquals(18, status.readTag());
        assertTrue(status.readString().contains("cannot be read"));
        json.then().statusCode(400).contentType(JSON).body("code", is(3)).body("message", containsString("array"));
        otlp("/v1/traces", "text/plain", new byte[0]).then().statusCode(415);
        otlp("/v1/traces", PROTOBUF, new byte[9 << 20]).then().statusCode(413);
        given().spec(plain(PROTOBUF))
                .header("Content-Encoding", "gzip")
                .body(new byte[] {1, 2, 3})
                .post("/v1/traces")
                .then()
                .statusCode(400);
    }

    @Test
    void anExportIsTakenLaterWhenLogIndexerIsAway() {
        // Given
        byte[] body = spans("otlp-later", 31).toByteArray();
        logs.close();

        // When
        otlp("/v1/traces", PROTOBUF, body).then().statusCode(503).header("Retry-After", "1");
        logs = FakeNeighbour.logIndexer();
        otlp("/v1/traces", PROTOBUF, body).then().statusCode(200);

        // Then
        window("requests_total", "label.model=otlp-later").then().body("series[0].sum", is(1.0f));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/traces", "/v1/metrics", "/v1/logs"})
    void anEmptyExportIsFine(String path) {
        otlp(path, PROTOBUF, new byte[0]).then().statusCode(200);
        otlp(path, JSON, "{}".getBytes(StandardCharsets.UTF_8))
                .then()
                .statusCode(200)
                .body(is("{}"));
    }

    @Test
    void dataPointsOfTheCatalogueAreSamplesAndOthersAreRefused() {
        // Given
        String body = """
                {"resourceMetrics":[{"resource":{"attributes":[{"key":"service.instance.id","value":{"stringValue":"otlp-1"}}]},
                 "scopeMetrics":[{"metrics":[
                  {"name":"model_accuracy","gauge":{"dataPoints":[
                    {"asDouble":91.5,"attributes":[{"key":"model","value":{"stringValue":"otlp-m"}},
                                                   {"key":"user","value":{"stringValue":"u-1"}}]}]}},
                  {"name":"DCGM_FI_DEV_FB_USED","gauge":{"dataPoints":[
                    {"asInt":"1024","attributes":[{"key":"gpu","value":{"stringValue":"7"}}]},
                    {"asInt":"9223372036854775794","attributes":[{"key":"gpu","value":{"stringValue":"8"}}]},
                    {"flags":1,"attributes":[{"key":"gpu","value":{"stringValue":"9"}}]}]}},
                  {"name":"vllm:prompt_tokens","sum":{"aggregationTemporality":1,"isMonotonic":true,"dataPoints":[
                    {"asInt":"40","attributes":[{"key":"model_name","value":{"stringValue":"otlp-delta"}}]}]}},
                  {"name":"vllm:prompt_tokens_total","sum":{"aggregationTemporality":2,"isMonotonic":true,"dataPoints":[
                    {"asInt":"%d","startTimeUnixNano":"%d",
                     "attributes":[{"key":"model_name","value":{"stringValue":"otlp-cumulative"}}]}]}},
                  {"name":"gen_ai.client.operation.duration","histogram":{"aggregationTemporality":2,"dataPoints":[
                    {"count":"2","sum":1.5,"bucketCounts":["2"]},{"count":"1","sum":1}]}}]}]}]}""";

        // When
        Response answer = metricsOf(body.formatted(100, 1));
        metricsOf(body.formatted(130, 1));
        metricsOf(body.formatted(5, 2));

        // Then
        answer.then()
                .statusCode(200)
                .body("partialSuccess.rejectedDataPoints", is("2"))
                .body("partialSuccess.errorMessage", containsString("gen_ai.client.operation.duration"));
        window("model_accuracy", "by=model&by=user&by=instance&label.model=otlp-m")
                .then()
                .body("series[0].labels", is(java.util.Map.of("model", "otlp-m", "instance", "otlp-1")))
                .body("series[0].last", is(91.5f));
        window("gpu_memory_used", "by=gpu&label.instance=otlp-1")
                .then()
                .body("series.labels.gpu", is(List.of("7")))
                .body("series[0].last", is(1.0f));
        window("engine_prompt_tokens_total", "label.model=otlp-delta").then().body("series[0].sum", is(120.0f));
        window("engine_prompt_tokens_total", "label.model=otlp-cumulative")
                .then()
                .body("series[0].sum", is(35.0f));
    }

    private static Response metricsOf(String body) {
        return otlp("/v1/metrics", JSON, body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aBodyWithoutAMediaTypeIsNoFault() throws Exception {
        // When
        java.net.http.HttpResponse<byte[]> answer;
        try (java.net.http.HttpClient client = java.net.http.HttpClient.newHttpClient()) {
            answer = client.send(
                    java.net.http.HttpRequest.newBuilder(
                                    java.net.URI.create("http://127.0.0.1:" + RestAssured.port + "/v1/traces"))
                            .POST(java.net.http.HttpRequest.BodyPublishers.ofByteArray(new byte[] {10, 127, 1}))
                            .build(),
                    java.net.http.HttpResponse.BodyHandlers.ofByteArray());
        }

        // Then
        assertTrue(answer.statusCode() == 400 || answer.statusCode() == 415, answer::toString);
    }

    // ---- scraping

    @Test
    void aConfiguredTargetFeedsTheCatalogue() {
        await().untilAsserted(() -> window("engine_generation_tokens_total", "label.model=scraped&by=instance&by=team")
                .then()
                .body("series[0].labels.instance", is("engine-1"))
                .body("series[0].labels.team", is("search"))
                .body("series[0].sum", greaterThanOrEqualTo(100.0f)));
        window("engine_requests_waiting", "label.model=scraped").then().body("series[0].last", is(7.0f));
        window("target_up", "label.instance=engine-1").then().body("series[0].last", is(1.0f));
        when().get("/metrics").then().body(containsString("metrics_collector_target_up{target=\"http://127.0.0.1:"));
    }

    // ---- helpers

    private static ExportTraceServiceRequest spans(String model, int... numbers) {
        ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
        long end = Instant.now().toEpochMilli() * 1_000_000;
        for (int number : numbers) {
            request.addResourceSpansBuilder()
                    .addScopeSpansBuilder()
                    .addSpans(Span.newBuilder()
                            .setTraceId(ByteString.fromHex("0".repeat(30) + "aa"))
                            .setSpanId(ByteString.fromHex(String.format("%016d", number)))
                            .setStartTimeUnixNano(end - 812_000_000)
                            .setEndTimeUnixNano(end)
                            .addAttributes(attribute("gen_ai.operation.name", "chat"))
                            .addAttributes(attribute("gen_ai.request.model", model)));
        }
        return request.build();
    }

    private static KeyValue attribute(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    /** The same payloads with identifiers of their own. */
    private static String fresh(String payload, String prefix) {
        return payload.replace("\"id\": \"", "\"id\": \"" + prefix + "-")
                .replaceAll("17953344(\\d\\d)(\\.\\d+)?", (Instant.now().getEpochSecond() / 100) + "$1$2");
    }

    private static Response litellm(String body) {
        return given().spec(plain(JSON))
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/ingest/litellm");
    }

    private static Response otlp(String path, String contentType, byte[] body) {
        return given().spec(plain(contentType)).body(body).post(path);
    }

    private static RequestSpecification plain(String contentType) {
        return new RequestSpecBuilder()
                .setConfig(RestAssuredConfig.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                                .encodeContentTypeAs(PROTOBUF, ContentType.BINARY)
                                .encodeContentTypeAs(JSON, ContentType.BINARY)
                                .encodeContentTypeAs("text/plain", ContentType.BINARY)))
                .setContentType(contentType)
                .build();
    }

    private static Response window(String metric, String query) {
        return when().get("/api/v1/metrics/" + metric + "?" + query);
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
