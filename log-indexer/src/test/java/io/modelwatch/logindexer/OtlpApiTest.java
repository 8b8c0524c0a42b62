package io.modelwatch.logindexer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelwatch.devstack.OwnStores;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.logging.otlp.OtlpJsonLoggingLogRecordExporter;
import io.opentelemetry.exporter.logging.otlp.OtlpJsonLoggingSpanExporter;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** OTLP as OpenTelemetry's own exporters send it: what they send is found by its trace, once, without what is private. */
@QuarkusTest
@OwnStores
@TestProfile(ElasticsearchTestProfile.class)
@Timeout(180)
class OtlpApiTest {

    private static final Resource RESOURCE =
            Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "chat"));

    @TestHTTPResource
    URI service;

    private Api api;
    private final String mark = UUID.randomUUID().toString().replace("-", "");

    @BeforeEach
    void connect() {
        api = new Api(service);
    }

    /** One call of a model as a span, and the event that tells what was said; the trace's id. */
    private String call(SpanExporter spans, LogRecordExporter logs) {
        try (SdkTracerProvider tracers = SdkTracerProvider.builder()
                        .setResource(RESOURCE)
                        .addSpanProcessor(SimpleSpanProcessor.create(spans))
                        .build();
                SdkLoggerProvider loggers = SdkLoggerProvider.builder()
                        .setResource(RESOURCE)
                        .addLogRecordProcessor(SimpleLogRecordProcessor.create(logs))
                        .build()) {
            Span parent = tracers.get("gateway").spanBuilder("POST /chat").startSpan();
            Span span = tracers.get("gateway")
                    .spanBuilder("chat gpt-4o")
                    .setParent(Context.root().with(parent))
                    .setSpanKind(SpanKind.CLIENT)
                    .setAttribute("gen_ai.operation.name", "chat")
                    .setAttribute("gen_ai.request.model", "gpt-4o")
                    .setAttribute("gen_ai.usage.input_tokens", 12)
                    .setAttribute("mark", mark)
                    .startSpan();
            loggers.get("gateway")
                    .logRecordBuilder()
                    .setContext(Context.root().with(span))
                    .setEventName("gen_ai.client.inference.operation.details")
                    .setSeverity(Severity.INFO)
                    .setAttribute(AttributeKey.stringKey("gen_ai.request.model"), "gpt-4o")
                    .setAttribute(
                            AttributeKey.stringKey("gen_ai.input.messages"),
                            "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"" + mark
                                    + " 手机13812345678\"}]}]")
                    .emit();
            span.recordException(new IllegalStateException("mail ann.example@example.org"));
            span.setStatus(StatusCode.ERROR, "");
            span.end();
            parent.end();
            tracers.forceFlush();
            loggers.forceFlush();
            return span.getSpanContext().getTraceId();
        }
    }

    private void assertFound(String trace) {
        JsonNode found = api.awaitFound(3, Map.of("trace_id", trace));
        assertFalse(found.toString().contains("13812345678"), found.toString());
        assertFalse(found.toString().contains("ann.example"), found.toString());
        JsonNode event = document(found, "gen_ai.client.inference.operation.details");
        assertEquals(mark + " 手机<CN_MOBILE>", event.at("/gen_ai/prompt").asText());
        assertEquals("gpt-4o", event.at("/gen_ai/request/model").asText());
        JsonNode call = document(found, "chat gpt-4o");
        JsonNode parent = document(found, "POST /chat");
        assertEquals(parent.at("/span/id"), call.at("/parent/id"));
        assertEquals(event.at("/span/id"), call.at("/span/id"));
        assertEquals("client", call.at("/span/kind").asText());
        assertEquals("failure", call.at("/event/outcome").asText());
        assertEquals("mail <EMAIL_ADDRESS>", call.at("/error/message").asText());
        assertEquals("java.lang.IllegalStateException", call.at("/error/type").asText());
        assertEquals(12, call.at("/gen_ai/usage/input_tokens").asInt());
        assertTrue(call.at("/event/duration").asLong() > 0);
        assertEquals("chat", call.at("/service/name").asText());
        assertEquals(mark, call.at("/extra/mark").asText());
    }

    private static JsonNode document(JsonNode found, String message) {
        for (JsonNode hit : found.path("hits")) {
            if (hit.at("/document/message").asText().equals(message)) {
                return hit.path("document");
            }
        }
        throw new AssertionError("no " + message + " in " + found);
    }

    @ParameterizedTest
    @CsvSource({"none", "gzip"})
    void whatTheOfficialExporterSendsIsFoundByItsTrace(String compression) {
        String trace = call(
                OtlpHttpSpanExporter.builder()
                        .setEndpoint(service.resolve("/v1/traces").toString())
                        .setCompression(compression)
                        .build(),
                OtlpHttpLogRecordExporter.builder()
                        .setEndpoint(service.resolve("/v1/logs").toString())
                        .setCompression(compression)
                        .build());

        assertFound(trace);
    }

    @Test
    void theSameInJsonIsFoundOnceHoweverOftenItIsSent() {
        List<String> lines;
        String trace;
        try (LogListener listener = LogListener.to("io.opentelemetry.exporter.logging.otlp")) {
            trace = call(OtlpJsonLoggingSpanExporter.create(), OtlpJsonLoggingLogRecordExporter.create());
            lines = listener.lines();
        }
        assertEquals(3, lines.size());

        for (int times = 0; times < 2; times++) {
            for (String line : lines) {
                boolean spans = line.contains("\"scopeSpans\"");
                Api.Answer answer = api.request(
                        "POST",
                        spans ? "/v1/traces" : "/v1/logs",
                        ("{\"" + (spans ? "resourceSpans" : "resourceLogs") + "\":[" + line + "]}").getBytes(UTF_8),
                        Map.of("Content-Type", "application/json"));

                assertEquals(200, answer.status(), answer.body());
                assertEquals("{}", answer.body());
            }
        }

        api.awaitDrained();
        assertFound(trace);
    }

    @Test
    void itemsThatCannotBeTakenAreCountedAndCostNoOther() {
        String good = "{\"traceId\":\"5b8efff798038103d269b633813fc60c\",\"spanId\":\"" + mark.substring(0, 16)
                + "\",\"name\":\"" + mark + "\"}";
        Api.Answer answer = api.request(
                "POST",
                "/v1/traces",
                ("{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"name\":\"no id\"}," + good + ",{}]}]}]}")
                        .getBytes(UTF_8),
                Map.of("Content-Type", "application/json; charset=utf-8"));

        assertEquals(200, answer.status());
        assertEquals("2", answer.json().at("/partialSuccess/rejectedSpans").asText());
        assertTrue(answer.json().at("/partialSuccess/errorMessage").asText().contains("trace id"));
        api.awaitFound(1, Map.of("q", mark));
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, '{', '', 400",
        "application/x-protobuf, 'no protobuf', '', 400",
        "application/json, '{}', br, 415",
        "application/json, 'no gzip', gzip, 400",
        "text/plain, '{}', '', 415",
    })
    void brokenBodiesAreClientErrors(String type, String body, String encoding, int status) {
        Api.Answer answer = api.request(
                "POST",
                "/v1/logs",
                body.getBytes(UTF_8),
                encoding.isEmpty()
                        ? Map.of("Content-Type", type)
                        : Map.of("Content-Type", type, "Content-Encoding", encoding));

        assertEquals(status, answer.status(), answer.body());
        if (type.equals("application/json")) {
            assertTrue(answer.json().path("code").isInt(), answer.body());
        }
    }

    @Test
    void anEmptyRequestIsTakenInBothEncodings() throws Exception {
        Api.Answer json =
                api.request("POST", "/v1/logs", "{}".getBytes(UTF_8), Map.of("Content-Type", "application/json"));
        Api.Answer protobuf =
                api.request("POST", "/v1/logs", new byte[0], Map.of("Content-Type", "application/x-protobuf"));

        assertEquals(200, json.status());
        assertEquals("{}", json.body());
        assertEquals(200, protobuf.status());
        assertEquals(
                ExportLogsServiceResponse.getDefaultInstance(),
                ExportLogsServiceResponse.parseFrom(protobuf.body().getBytes(UTF_8)));
        assertEquals("application/x-protobuf", protobuf.contentType());
    }
}
