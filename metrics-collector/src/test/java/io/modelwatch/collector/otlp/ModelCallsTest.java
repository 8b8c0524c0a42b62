package io.modelwatch.collector.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.ByteString;
import io.modelwatch.collector.request.RecordBounds;
import io.modelwatch.collector.request.RequestJson;
import io.modelwatch.collector.request.RequestParser;
import io.modelwatch.collector.request.RequestRecord;
import io.modelwatch.collector.window.TestClock;
import io.modelwatch.intake.ProblemException;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelCallsTest {

    private static final JsonMapper JSON = new JsonMapper();

    private final RequestParser parser = new RequestParser(RecordBounds.DEFAULT, new TestClock("2026-11-22T08:01:00Z"));
    private final OtlpRecords records = new OtlpRecords(new ModelCalls(parser, RecordBounds.DEFAULT, false), true, 100);

    @Test
    void aSpanOfTheCurrentConventionsIsARecord() throws IOException {
        // When
        List<Supplier<RequestRecord>> calls = records.ofSpans(example("genai.json"));

        // Then
        assertEquals(1, calls.size());
        assertEquals(
                JSON.readTree("""
                {"request_id":"0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
                 "timestamp":"2026-11-22T08:00:00.812Z","model":"gpt-4o","service":"chat-api","environment":"prod",
                 "provider":"openai","operation":"chat","session_id":"conv-5","status":"success","input_tokens":1200,
                 "output_tokens":350,"cached_tokens":1000,"reasoning_tokens":120,"stream":true,"latency_ms":812,
                 "ttft_ms":140,"trace_id":"0af7651916cd43dd8448eb211c80319c","span_id":"b7ad6b7169203331",
                 "extra":{"response_model":"gpt-4o-2024-08-06","response_id":"chatcmpl-1",
                          "server_address":"api.openai.com"}}"""),
                JSON.readTree(RequestJson.of(calls.getFirst().get()).toString()));
    }

    @Test
    void aSpanOfOpenLlmetryIsARecordAndItsWorkflowIsNot() throws IOException {
        // When
        List<Supplier<RequestRecord>> calls = records.ofSpans(example("openllmetry.json"));

        // Then
        assertEquals(1, calls.size());
        RequestRecord request = calls.getFirst().get();
        assertEquals("gpt-4", request.origin().model());
        assertEquals("OpenAI", request.origin().provider());
        assertEquals("chat", request.origin().operation());
        assertEquals("u-7", request.origin().userId());
        assertEquals(42, request.tokens().input());
        assertEquals(7, request.tokens().output());
        assertEquals("gold", request.labels().get("tier"));
        assertNull(request.content().response());
    }

    @Test
    void aSpanOfOpenInferenceIsARecordAndItsChainIsNot() throws IOException {
        // When
        List<Supplier<RequestRecord>> calls = records.ofSpans(example("openinference.json"));

        // Then
        assertEquals(1, calls.size());
        RequestRecord request = calls.getFirst().get();
        assertEquals("claude-sonnet-4-5", request.origin().model());
        assertEquals("anthropic", request.origin().provider());
        assertEquals(500, request.tokens().input());
        assertEquals(200, request.tokens().cached());
        assertEquals(80, request.tokens().output());
        assertEquals("0.0021", request.costUsd().toString());
        assertEquals(300, request.timing().ttftMs());
        assertTrue(request.failed());
        assertEquals("ReadTimeout", request.outcome().errorType());
        assertEquals("timed out", request.outcome().error());
    }

    @ParameterizedTest
    @CsvSource({
        "genai.json,         What is PSI?, Be kind., The population stability index.",
        "openllmetry.json,   Tell me a joke, , No.",
        "openinference.json, Hi, Short answers., Hello!",
    })
    void contentIsKeptWhereASettingSaysSo(String file, String prompt, String system, String response)
            throws IOException {
        // When
        RequestRecord request = new OtlpRecords(new ModelCalls(parser, RecordBounds.DEFAULT, true), false, 100)
                .ofSpans(example(file))
                .getFirst()
                .get();

        // Then
        assertEquals(prompt, request.content().prompt());
        assertEquals(system, request.content().systemPrompt());
        assertEquals(response, request.content().response());
    }

    @ParameterizedTest
    @CsvSource({
        "gen_ai.operation.name,   chat,             true",
        "gen_ai.operation.name,   text_completion,  true",
        "gen_ai.operation.name,   generate_content, true",
        "gen_ai.operation.name,   embeddings,       true",
        "gen_ai.operation.name,   invoke_agent,     false",
        "gen_ai.operation.name,   execute_tool,     false",
        "gen_ai.operation.name,   retrieval,        false",
        "openinference.span.kind, LLM,              true",
        "openinference.span.kind, EMBEDDING,        true",
        "openinference.span.kind, CHAIN,            false",
        "openinference.span.kind, AGENT,            false",
        "llm.request.type,        chat,             true",
        "traceloop.span.kind,     workflow,         false",
        "http.request.method,     POST,             false",
    })
    void onlyCallsOfModelsCount(String key, String value, boolean counts) {
        // When
        List<Supplier<RequestRecord>> calls =
                records.ofSpans(json("{\"key\":\"" + key + "\",\"value\":{\"stringValue\":\"" + value + "\"}}"));

        // Then
        assertEquals(counts ? 1 : 0, calls.size());
    }

    @Test
    void anEventHasTheIdentifierOfItsSpan() {
        // Given
        ExportLogsServiceRequest.Builder logs = ExportLogsServiceRequest.newBuilder();
        OtlpJson.read("""
                {"resourceLogs":[{"scopeLogs":[{"logRecords":[
                  {"timeUnixNano":"1795334400812000000","eventName":"gen_ai.client.inference.operation.details",
                   "traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"b7ad6b7169203331","attributes":[
                    {"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},
                    {"key":"gen_ai.request.model","value":{"stringValue":"gpt-4o"}}]},
                  {"body":{"stringValue":"just a line"}}]}]}]}""".getBytes(StandardCharsets.UTF_8), logs);

        // When
        List<Supplier<RequestRecord>> calls = records.ofEvents(logs.build());

        // Then
        assertEquals(1, calls.size());
        assertEquals(
                "0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
                calls.getFirst().get().requestId());
    }

    @Test
    void inputThatExcludesCachedTokensIsCompleted() {
        // When
        RequestRecord request = records.ofSpans(json("""
                {"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},
                {"key":"gen_ai.request.model","value":{"stringValue":"m"}},
                {"key":"gen_ai.usage.input_tokens","value":{"intValue":"10"}},
                {"key":"gen_ai.usage.cache_read_input_tokens","value":{"intValue":90}}""")).getFirst().get();

        // Then
        assertEquals(100, request.tokens().input());
        assertEquals(90, request.tokens().cached());
    }

    @Test
    void aSpanWithoutAModelOrIdentifiersIsRefused() {
        // Given
        ExportTraceServiceRequest.Builder zero =
                json("{\"key\":\"gen_ai.operation.name\",\"value\":{\"stringValue\":\"chat\"}}").toBuilder();
        Span.Builder span =
                zero.getResourceSpansBuilder(0).getScopeSpansBuilder(0).getSpansBuilder(0);

        // When
        ProblemException noModel = assertThrows(
                ProblemException.class, records.ofSpans(zero.build()).getFirst()::get);
        span.setTraceId(ByteString.copyFrom(new byte[16]));
        ProblemException noTrace = assertThrows(
                ProblemException.class, records.ofSpans(zero.build()).getFirst()::get);

        // Then
        assertEquals("/model", noModel.problem().errors().getFirst().field());
        assertTrue(noTrace.getMessage().contains("trace id"), noTrace.getMessage());
    }

    @Test
    void extremesOfNumbersAndTextAreBounded() {
        // Given
        String nul = "m\\u0000\\ud800" + "x".repeat(1000);

        // When
        RequestRecord request =
                records.ofSpans(json("""
                {"key":"llm.request.type","value":{"stringValue":"chat"}},
                {"key":"gen_ai.request.model","value":{"stringValue":"%s"}},
                {"key":"gen_ai.usage.input_tokens","value":{"doubleValue":"NaN"}},
                {"key":"gen_ai.usage.output_tokens","value":{"doubleValue":1e308}},
                {"key":"gen_ai.usage.cost","value":{"doubleValue":"Infinity"}}""".formatted(nul))).getFirst().get();

        // Then
        assertEquals(256, request.origin().model().length());
        assertTrue(
                request.origin().model().startsWith("m\uFFFD\uFFFDxx"),
                request.origin().model());
        assertNull(request.tokens().input());
        assertNull(request.tokens().output());
        assertNull(request.costUsd());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "17",
                "{",
                "{\"resourceSpans\":{}}",
                "{\"resourceSpans\":[17]}",
                "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"xyz\"}]}]}]}",
                "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"kind\":\"SPAN_KIND_ODD\"}]}]}]}",
                "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"startTimeUnixNano\":1.5}]}]}]}",
                "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"name\":1}]}]}]}",
            })
    void garbageIsNamed(String body) {
        // When
        ProblemException e = assertThrows(
                ProblemException.class,
                () -> OtlpJson.read(body.getBytes(StandardCharsets.UTF_8), ExportTraceServiceRequest.newBuilder()));

        // Then
        assertEquals(400, e.problem().status());
    }

    private static ExportTraceServiceRequest json(String attributes) {
        return read("""
                {"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"0af7651916cd43dd8448eb211c80319c",
                 "spanId":"b7ad6b7169203331","startTimeUnixNano":"1795334400000000000",
                 "endTimeUnixNano":"1795334400812000000","unknownField":{"a":1},"attributes":[%s]}]}]}]}""".formatted(attributes));
    }

    private static ExportTraceServiceRequest example(String name) throws IOException {
        return read(Files.readString(Path.of("src/test/resources/otlp", name)));
    }

    private static ExportTraceServiceRequest read(String json) {
        ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
        OtlpJson.read(json.getBytes(StandardCharsets.UTF_8), request);
        return request.build();
    }
}
