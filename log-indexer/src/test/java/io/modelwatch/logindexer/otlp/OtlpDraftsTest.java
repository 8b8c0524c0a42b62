package io.modelwatch.logindexer.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelwatch.intake.ProblemException;
import io.modelwatch.logindexer.document.Cleaning;
import io.modelwatch.logindexer.document.DataStream;
import io.modelwatch.logindexer.document.DocumentSettings;
import io.modelwatch.logindexer.document.Draft;
import io.modelwatch.logindexer.document.EcsMapper;
import io.modelwatch.logindexer.document.Identities;
import io.modelwatch.logindexer.document.KeyedHash;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpDraftsTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final String TRACE = "5b8efff798038103d269b633813fc60c";
    private static final String SPAN = "eee19b7ec3c1b174";

    private final EcsMapper ecs = new EcsMapper(new DocumentSettings(32 << 10, 1000), DataStream.llm("test"));
    private final LogDrafts logs = new LogDrafts(ecs);
    private final SpanDrafts spans = new SpanDrafts(ecs);

    private static Identities identities() {
        return new Identities(KeyedHash.of(new byte[16]), Cleaning.NONE);
    }

    private List<Draft> drafts(byte[] message, boolean ofLogs) throws InterruptedException {
        List<Draft> drafts = new ArrayList<>();
        Identities identities = identities();
        if (ofLogs) {
            ExportItems.forEach(
                    message,
                    LogRecord.parser(),
                    1 << 20,
                    taking((item, resource, scope) -> drafts.add(logs.of(item, resource, scope, NOW, identities))));
        } else {
            ExportItems.forEach(
                    message,
                    Span.parser(),
                    1 << 20,
                    taking((item, resource, scope) -> drafts.add(spans.of(item, resource, scope, NOW, identities))));
        }
        return drafts;
    }

    private interface Taking<T> {
        void take(T item, Resource resource, InstrumentationScope scope);
    }

    private static <T> ExportItems.Taker<T> taking(Taking<T> taking) {
        return new ExportItems.Taker<>() {
            @Override
            public void take(T item, Resource resource, InstrumentationScope scope) {
                taking.take(item, resource, scope);
            }

            @Override
            public void unreadable(String reason) {
                throw new AssertionError(reason);
            }
        };
    }

    private JsonNode log(String logRecord) throws InterruptedException {
        String body = """
                {"resourceLogs":[{"scopeLogs":[{"logRecords":[%s],"scope":{"name":"lib"}}],
                  "resource":{"attributes":[{"key":"service.name","value":{"stringValue":"chat"}},
                    {"key":"deployment.environment","value":{"stringValue":"prod"}},
                    {"key":"host.name","value":{"stringValue":"h1"}}]},"unknown":[{"a":[1]}]}]}
                """.formatted(logRecord);
        byte[] message = OtlpEncoding.JSON.message(body.getBytes(UTF_8), ExportLogsServiceRequest.newBuilder());
        return drafts(message, true).getFirst().document();
    }

    private Draft span(String span) throws InterruptedException {
        String body = "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[%s]}]}]}".formatted(span);
        byte[] message = OtlpEncoding.JSON.message(body.getBytes(UTF_8), ExportTraceServiceRequest.newBuilder());
        return drafts(message, false).getFirst();
    }

    @Test
    void aLogRecordKeepsWhatItSays() throws Exception {
        JsonNode document = log("""
                {"timeUnixNano":"1795334400123456789","observedTimeUnixNano":1795334400200000000,"severityNumber":17,
                 "body":{"stringValue":"connection refused"},"traceId":"%s","spanId":"%s","flags":1,
                 "attributes":[{"key":"exception.type","value":{"stringValue":"IOException"}},
                   {"key":"exception.message","value":{"stringValue":"refused"}},
                   {"key":"exception.stacktrace","value":{"stringValue":"at x"}},
                   {"key":"http.response.status_code","value":{"intValue":"503"}},
                   {"key":"retry","value":{"boolValue":true}},{"key":"ratio","value":{"doubleValue":0.5}},
                   {"key":"tags","value":{"arrayValue":{"values":[{"stringValue":"a"},{"intValue":2}]}}},
                   {"key":"peer","value":{"kvlistValue":{"values":[{"key":"ip","value":{"stringValue":"10.0.0.1"}}]}}}]}
                """.formatted(TRACE, SPAN));

        assertEquals(
                "2026-11-22T08:00:00.123456789Z", document.path("@timestamp").asText());
        assertEquals("ERROR", document.at("/log/level").asText());
        assertEquals("connection refused", document.path("message").asText());
        assertEquals(TRACE, document.at("/trace/id").asText());
        assertEquals(SPAN, document.at("/span/id").asText());
        assertEquals("IOException", document.at("/error/type").asText());
        assertEquals("refused", document.at("/error/message").asText());
        assertEquals("at x", document.at("/error/stack_trace").asText());
        assertEquals(503, document.at("/http/response/status_code").asInt());
        assertEquals("failure", document.at("/event/outcome").asText());
        assertEquals("otlp.logs", document.at("/event/dataset").asText());
        assertEquals("chat", document.at("/service/name").asText());
        assertEquals("prod", document.at("/service/environment").asText());
        assertEquals("h1", document.at("/extra/resource.host.name").asText());
        assertEquals("lib", document.at("/extra/scope.name").asText());
        assertTrue(document.at("/extra/retry").asBoolean());
        assertEquals(0.5, document.at("/extra/ratio").asDouble());
        assertEquals("a", document.at("/extra/tags/0").asText());
        assertEquals("10.0.0.1", document.at("/extra/peer.ip").asText());
    }

    @Test
    void theDetailsOfAnInferenceAreMapped() throws Exception {
        JsonNode document = log("""
                {"timeUnixNano":"1795334400000000000","eventName":"gen_ai.client.inference.operation.details",
                 "attributes":[{"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},
                  {"key":"gen_ai.provider.name","value":{"stringValue":"openai"}},
                  {"key":"gen_ai.request.model","value":{"stringValue":"gpt-4o"}},
                  {"key":"gen_ai.response.model","value":{"stringValue":"gpt-4o-2024"}},
                  {"key":"gen_ai.response.id","value":{"stringValue":"resp-1"}},
                  {"key":"gen_ai.conversation.id","value":{"stringValue":"conv-1"}},
                  {"key":"gen_ai.usage.input_tokens","value":{"intValue":"12"}},
                  {"key":"gen_ai.usage.output_tokens","value":{"intValue":34}},
                  {"key":"gen_ai.response.time_to_first_chunk","value":{"doubleValue":0.25}},
                  {"key":"gen_ai.system_instructions","value":{"stringValue":"[{\\"type\\":\\"text\\",\\"content\\":\\"Be brief.\\"}]"}},
                  {"key":"gen_ai.input.messages","value":{"stringValue":"[{\\"role\\":\\"user\\",\\"parts\\":[{\\"type\\":\\"text\\",\\"content\\":\\"什么是数据库?\\"}]}]"}},
                  {"key":"gen_ai.output.messages","value":{"arrayValue":{"values":[{"kvlistValue":{"values":[
                    {"key":"role","value":{"stringValue":"assistant"}},
                    {"key":"parts","value":{"arrayValue":{"values":[{"kvlistValue":{"values":[
                      {"key":"type","value":{"stringValue":"text"}},{"key":"content","value":{"stringValue":"一个软件。"}}]}}]}}}]}}]}}}]}
                """);

        assertEquals("什么是数据库?", document.at("/gen_ai/prompt").asText());
        assertEquals("一个软件。", document.at("/gen_ai/completion").asText());
        assertEquals("Be brief.", document.at("/gen_ai/system_instructions").asText());
        assertEquals("chat", document.at("/gen_ai/operation/name").asText());
        assertEquals("openai", document.at("/gen_ai/provider/name").asText());
        assertEquals("gpt-4o", document.at("/gen_ai/request/model").asText());
        assertEquals("gpt-4o-2024", document.at("/gen_ai/response/model").asText());
        assertEquals("resp-1", document.at("/gen_ai/response/id").asText());
        assertEquals("conv-1", document.at("/session/id").asText());
        assertEquals(12, document.at("/gen_ai/usage/input_tokens").asInt());
        assertEquals(34, document.at("/gen_ai/usage/output_tokens").asInt());
        assertEquals(250.0, document.at("/llm/ttft_ms").asDouble());
        assertEquals(
                "gen_ai.client.inference.operation.details",
                document.at("/event/action").asText());
    }

    @ParameterizedTest
    @CsvSource({
        "gen_ai.system.message, system_instructions",
        "gen_ai.user.message, prompt",
        "gen_ai.tool.message, prompt",
        "gen_ai.assistant.message, completion",
    })
    void messageEventsOfFormerConventionsAreMapped(String event, String field) throws Exception {
        JsonNode document = log("""
                {"attributes":[{"key":"event.name","value":{"stringValue":"%s"}},{"key":"gen_ai.system","value":{"stringValue":"openai"}}],
                 "body":{"kvlistValue":{"values":[{"key":"content","value":{"stringValue":"hello"}},{"key":"id","value":{"stringValue":"c1"}}]}}}
                """.formatted(event));

        assertEquals("hello", document.at("/gen_ai/" + field).asText());
        assertEquals("c1", document.at("/extra/body.id").asText());
        assertEquals("openai", document.at("/gen_ai/provider/name").asText());
        assertEquals(event, document.at("/event/action").asText());
    }

    @Test
    void aChoiceIsAnAnswer() throws Exception {
        JsonNode document = log("""
                {"eventName":"gen_ai.choice","body":{"kvlistValue":{"values":[{"key":"finish_reason","value":{"stringValue":"stop"}},
                  {"key":"message","value":{"kvlistValue":{"values":[{"key":"role","value":{"stringValue":"assistant"}},
                    {"key":"content","value":{"stringValue":"Done."}}]}}}]}}}
                """);

        assertEquals("Done.", document.at("/gen_ai/completion").asText());
        assertEquals("stop", document.at("/extra/body.finish_reason").asText());
    }

    @Test
    void aConversationKeepsItsRoles() throws Exception {
        JsonNode document = log("""
                {"attributes":[{"key":"gen_ai.input.messages","value":{"stringValue":
                  "[{\\"role\\":\\"user\\",\\"content\\":\\"a\\"},{\\"role\\":\\"assistant\\",\\"content\\":\\"b\\"},{\\"role\\":\\"user\\",\\"content\\":\\"c\\"}]"}}]}
                """);

        assertEquals(
                "user: a\nassistant: b\nuser: c", document.at("/gen_ai/prompt").asText());
    }

    @Test
    void aSpanIsADocumentOfItsTrace() throws Exception {
        Draft draft = span("""
                {"traceId":"%s","spanId":"%s","parentSpanId":"00f067aa0ba902b7","name":"POST /api/v1/logs","kind":2,
                 "startTimeUnixNano":"1795334400000000000","endTimeUnixNano":"1795334400812500000","status":{"code":2},
                 "attributes":[{"key":"http.response.status_code","value":{"intValue":"500"}},{"key":"error","value":{"boolValue":true}}],
                 "events":[{"name":"exception","timeUnixNano":"1795334400500000000","attributes":[
                   {"key":"exception.type","value":{"stringValue":"X"}},{"key":"exception.message","value":{"stringValue":"boom"}}]},
                  {"name":"cache miss","timeUnixNano":"1795334400000000007"}],
                 "links":[{"traceId":"%s","spanId":"%s"}]}
                """.formatted(TRACE, SPAN, TRACE, SPAN));

        JsonNode document = draft.document();
        assertEquals(TRACE + "-" + SPAN, draft.id());
        assertEquals("2026-11-22T08:00:00Z", document.path("@timestamp").asText());
        assertEquals(TRACE, document.at("/trace/id").asText());
        assertEquals("00f067aa0ba902b7", document.at("/parent/id").asText());
        assertEquals("POST /api/v1/logs", document.at("/span/name").asText());
        assertEquals("server", document.at("/span/kind").asText());
        assertEquals(812_500_000, document.at("/event/duration").asLong());
        assertFalse(document.at("/llm").has("latency_ms"));
        assertEquals("failure", document.at("/event/outcome").asText());
        assertEquals("ERROR", document.at("/log/level").asText());
        assertEquals("boom", document.at("/error/message").asText());
        assertEquals("X", document.at("/error/type").asText());
        assertEquals("otlp.traces", document.at("/event/dataset").asText());
        assertTrue(document.at("/extra/events/0").asText().contains("cache miss"), document.toString());
        assertEquals(TRACE + "-" + SPAN, document.at("/extra/links/0").asText());
    }

    @Test
    void aSpanOfAModelsCallTellsItsLatency() throws Exception {
        JsonNode document = span("""
                {"traceId":"%s","spanId":"%s","name":"chat gpt-4o","kind":3,"startTimeUnixNano":"1795334400000000000",
                 "endTimeUnixNano":"1795334400812500000",
                 "attributes":[{"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},
                   {"key":"gen_ai.request.model","value":{"stringValue":"gpt-4o"}}]}
                """.formatted(TRACE, SPAN)).document();

        assertEquals(812.5, document.at("/llm/latency_ms").asDouble());
        assertEquals("gpt-4o", document.at("/gen_ai/request/model").asText());
        assertEquals("success", document.at("/event/outcome").asText());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"x\"}",
                "{\"traceId\":\"00000000000000000000000000000000\",\"spanId\":\"eee19b7ec3c1b174\"}"
            })
    void aSpanWithoutIdentifiersIsRefused(String span) {
        assertThrows(ProblemException.class, () -> span(span));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{",
                "{\"resourceLogs\":{}}",
                "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"timeUnixNano\":\"x\"}]}]}]}",
                "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"traceId\":\"zz\"}]}]}]}",
                "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[7]}]}]}",
                "{} {}",
            })
    void whatIsNoMessageIsAClientError(String body) {
        ProblemException refused = assertThrows(
                ProblemException.class,
                () -> OtlpEncoding.JSON.message(body.getBytes(UTF_8), ExportLogsServiceRequest.newBuilder()));

        assertEquals(400, refused.problem().status());
    }

    @Test
    void nestingBeyondBoundsIsAClientError() {
        String deep = "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000);

        assertEquals(
                400,
                assertThrows(
                                ProblemException.class,
                                () -> OtlpEncoding.JSON.message(
                                        deep.getBytes(UTF_8), ExportLogsServiceRequest.newBuilder()))
                        .problem()
                        .status());
    }

    @Test
    void jsonAndProtobufSayTheSame() throws Exception {
        LogRecord record = LogRecord.newBuilder()
                .setTimeUnixNano(1795334400123456789L)
                .setSeverityText("warn")
                .setBody(AnyValue.newBuilder().setStringValue("数据"))
                .build();
        byte[] protobuf = ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(ResourceLogs.newBuilder()
                        .addScopeLogs(ScopeLogs.newBuilder().addLogRecords(record)))
                .build()
                .toByteArray();
        byte[] json = OtlpEncoding.JSON.message(
                "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"timeUnixNano\":1795334400123456789,\"severityText\":\"warn\",\"body\":{\"stringValue\":\"数据\"}}]}]}]}"
                        .getBytes(UTF_8),
                ExportLogsServiceRequest.newBuilder());

        assertArrayEquals(protobuf, json);
        assertEquals(drafts(protobuf, true), drafts(json, true));
    }

    @Test
    void anItemThatIsTooDeepOrTooLongCostsNoOther() throws Exception {
        AnyValue deep = AnyValue.newBuilder().setStringValue("x").build();
        for (int i = 0; i < 200; i++) {
            deep = AnyValue.newBuilder()
                    .setArrayValue(ArrayValue.newBuilder().addValues(deep))
                    .build();
        }
        LogRecord good = LogRecord.newBuilder().setEventName("good").build();
        byte[] message = ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(ResourceLogs.newBuilder()
                        .addScopeLogs(ScopeLogs.newBuilder()
                                .addLogRecords(good)
                                .addLogRecords(LogRecord.newBuilder().setBody(deep))
                                .addLogRecords(LogRecord.newBuilder().setEventName("x".repeat(2000)))
                                .addLogRecords(good)))
                .build()
                .toByteArray();
        List<String> taken = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();

        ExportItems.forEach(message, LogRecord.parser(), 1500, new ExportItems.Taker<>() {
            @Override
            public void take(LogRecord item, Resource resource, InstrumentationScope scope) {
                taken.add(item.getEventName());
            }

            @Override
            public void unreadable(String reason) {
                unreadable.add(reason);
            }
        });

        assertEquals(List.of("good", "good"), taken);
        assertEquals(2, unreadable.size(), unreadable.toString());
    }

    @Test
    void anyBytesAreAMessageOrAClientErrorSeed9() throws Exception {
        Random random = new Random(9);
        byte[] good = ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(ResourceLogs.newBuilder()
                        .setResource(Resource.newBuilder().build())
                        .addScopeLogs(ScopeLogs.newBuilder()
                                .addLogRecords(LogRecord.newBuilder()
                                        .setEventName("event")
                                        .setTimeUnixNano(1))))
                .build()
                .toByteArray();
        int refused = 0;
        for (int round = 0; round < 5000; round++) {
            byte[] bytes = Arrays.copyOf(good, 1 + random.nextInt(good.length));
            for (int flips = random.nextInt(4); flips >= 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                ExportItems.forEach(bytes, LogRecord.parser(), 1 << 20, new ExportItems.Taker<>() {
                    @Override
                    public void take(LogRecord item, Resource resource, InstrumentationScope scope) {
                        logs.of(item, resource, scope, NOW, identities());
                    }

                    @Override
                    public void unreadable(String reason) {}
                });
            } catch (ProblemException e) {
                assertEquals(400, e.problem().status());
                refused++;
            }
        }
        assertTrue(refused > 100, "refused " + refused);
    }

    @Test
    void answersHaveTheEncodingOfTheirRequest() throws Exception {
        assertEquals("{}", new String(OtlpEncoding.JSON.answer("rejectedSpans", 0, null), UTF_8));
        assertEquals(0, OtlpEncoding.PROTOBUF.answer("rejectedSpans", 0, null).length);
        assertEquals(
                "{\"partialSuccess\":{\"rejectedSpans\":\"2\",\"errorMessage\":\"no \\\"id\\\"\"}}",
                new String(OtlpEncoding.JSON.answer("rejectedSpans", 2, "no \"id\""), UTF_8));
        var partial = io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse.parseFrom(
                        OtlpEncoding.PROTOBUF.answer("rejectedSpans", 2, "why"))
                .getPartialSuccess();
        assertEquals(2, partial.getRejectedSpans());
        assertEquals("why", partial.getErrorMessage());
        assertEquals("{\"code\":14,\"message\":\"full\"}", new String(OtlpEncoding.JSON.failure(503, "full"), UTF_8));
    }
}
