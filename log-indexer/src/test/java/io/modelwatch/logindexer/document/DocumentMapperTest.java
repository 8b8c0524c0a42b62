package io.modelwatch.logindexer.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelwatch.intake.FieldError;
import io.modelwatch.intake.Fields;
import io.modelwatch.intake.ProblemException;
import io.modelwatch.intake.RawRecord;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentMapperTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Instant NOW = Instant.parse("2026-11-22T08:00:05Z");

    private static final DocumentSettings SETTINGS = new DocumentSettings(32 << 10, 1000);

    private final DocumentMapper mapper = new DocumentMapper(SETTINGS, DataStream.llm("test"));
    private final Finishing finishing = new Finishing(SETTINGS, Cleaning.NONE);

    private Document map(String record) {
        return map(record, EcsMapperTest.identities());
    }

    private Document map(String record, Identities identities) {
        return finishing.finish(
                mapper.map(Fields.parse(new RawRecord(0, record.getBytes(UTF_8), null)), NOW, identities));
    }

    private JsonNode json(String record) throws Exception {
        return JSON.readTree(map(record).json());
    }

    private List<String> wrongFields(String record) {
        return assertThrows(ProblemException.class, () -> map(record)).problem().errors().stream()
                .map(FieldError::field)
                .toList();
    }

    @Test
    void requestRecordBecomesAnEcsDocument() throws Exception {
        Document document = map("""
                {"request_id":"r-1","timestamp":"2026-11-22T16:00:00.812+08:00","event":"llm_request_completed",
                 "level":"INFO","service":"chat","environment":"prod","provider":"openai","operation":"chat",
                 "model":"gpt-4o","user_id":"u1","session_id":"s1","status":"success","http_status":200,
                 "input_tokens":12,"output_tokens":34,"cached_tokens":5,"reasoning_tokens":6,"cache_hit":false,
                 "stream":true,"latency_ms":812.5,"ttft_ms":100,"queue_ms":3,"cost_usd":0.0021,
                 "prompt":"什么是数据库?","system_prompt":"Be brief.","context":["a","b"],"response":"一个软件。",
                 "reference":"软件","trace_id":"4BF92F35-77B34DA6A3CE929D0E0E4736","span_id":"00F067AA0BA902B7",
                 "labels":{"team":"search","shard":7},"region":"eu","extra":{"gpu":{"id":0}}}
                """);

        ObjectNode actual = (ObjectNode) JSON.readTree(document.json());
        assertEquals(
                document.id(), ((ObjectNode) actual.path("event")).remove("id").asText());
        assertEquals(JSON.readTree("""
                {"@timestamp":"2026-11-22T08:00:00.812Z",
                 "llm":{"timestamp":"2026-11-22T16:00:00.812+08:00","status":"success","latency_ms":812.5,
                   "ttft_ms":100.0,"queue_ms":3.0,"cost_usd":0.0021,"cached_tokens":5,"reasoning_tokens":6,
                   "stream":true,"cache_hit":false},
                 "http":{"response":{"status_code":200},"request":{"id":"r-1"}},
                 "event":{"outcome":"success","kind":"event","dataset":"llm","ingested":"2026-11-22T08:00:05Z",
                   "action":"llm_request_completed","duration":812500000},
                 "message":"llm_request_completed","log":{"level":"INFO"},
                 "gen_ai":{"request":{"model":"gpt-4o"},"provider":{"name":"openai"},"operation":{"name":"chat"},
                   "usage":{"input_tokens":12,"output_tokens":34},"prompt":"什么是数据库?",
                   "system_instructions":"Be brief.","completion":"一个软件。","reference":"软件","context":"a\\n\\nb"},
                 "service":{"name":"chat","environment":"prod"},"user":{"id":"u1"},"session":{"id":"s1"},
                 "trace":{"id":"4bf92f3577b34da6a3ce929d0e0e4736"},"span":{"id":"00f067aa0ba902b7"},
                 "labels":{"team":"search","shard":"7"},"extra":{"region":"eu","gpu.id":0},
                 "data_stream":{"type":"logs","dataset":"llm","namespace":"test"}}
                """), actual);
        assertEquals("r-1", document.requestId());
        assertFalse(new String(document.json(), UTF_8).contains("\n"), "one line");
    }

    @Test
    void seedEntryWithItsEmptyDefaultsIsTaken() throws Exception {
        JsonNode document = json("""
                {"timestamp":"2026-11-22T08:00:00","level":"WARNING","request_id":"","event":"gpu_memory_high",
                 "model":"","input_tokens":0,"output_tokens":0,"latency_ms":0,"ttft_ms":0,"status":"","error":"",
                 "user_id":"","cost_usd":0,"extra":{"gpu_id":0,"usage_pct":92},"service":"llm-api-v1"}
                """);

        assertEquals("2026-11-22T08:00:00Z", document.path("@timestamp").asText());
        assertEquals("WARNING", document.at("/log/level").asText());
        assertEquals("gpu_memory_high", document.at("/event/action").asText());
        assertEquals("unknown", document.at("/event/outcome").asText());
        assertEquals(92, document.at("/extra/usage_pct").asInt());
        assertTrue(document.at("/http").isMissingNode());
        assertTrue(document.at("/error").isMissingNode());
        assertTrue(document.at("/user").isMissingNode());
    }

    @Test
    void seedEntryWithoutExtraIsTaken() throws Exception {
        JsonNode document = json("{\"event\":\"started\",\"extra\":null,\"timestamp\":\"2026-11-22T08:00:00\"}");

        assertTrue(document.at("/extra").isMissingNode());
    }

    @ParameterizedTest
    @CsvSource({
        "success, , , success, INFO",
        "ok, , , success, INFO",
        "error, , , failure, ERROR",
        "timeout, , , failure, ERROR",
        "odd, , , unknown, INFO",
        "odd, 503, , failure, ERROR",
        ", 200, , success, INFO",
        ", , boom, failure, ERROR",
        "success, , boom, success, INFO",
    })
    void outcomeAndLevelFollowFromWhatIsThere(
            String status, Integer httpStatus, String error, String outcome, String level) throws Exception {
        ObjectNode record = JSON.createObjectNode().put("request_id", "r");
        if (status != null) {
            record.put("status", status);
        }
        if (httpStatus != null) {
            record.put("http_status", httpStatus);
        }
        if (error != null) {
            record.put("error", error);
        }

        JsonNode document = json(record.toString());

        assertEquals(outcome, document.at("/event/outcome").asText());
        assertEquals(level, document.at("/log/level").asText());
    }

    @Test
    void errorMayBeAnObject() throws Exception {
        JsonNode document = json("""
                {"request_id":"r","error":{"message":"no","type":"Timeout","code":17,"stack_trace":"at …","x":1}}
                """);

        assertEquals(
                JSON.readTree("{\"message\":\"no\",\"type\":\"Timeout\",\"code\":\"17\",\"stack_trace\":\"at …\"}"),
                document.path("error"));
    }

    @ParameterizedTest
    @CsvSource({
        "9, INFO",
        "13, WARN",
        "24, FATAL",
        "1, TRACE",
    })
    void severityNumbersBecomeLevels(int number, String level) throws Exception {
        assertEquals(
                level,
                json("{\"event\":\"e\",\"level\":" + number + "}")
                        .at("/log/level")
                        .asText());
    }

    @Test
    void everyWrongFieldIsNamed() {
        assertEquals(List.of("/request_id"), wrongFields("{\"request_id\":7}"));
        assertEquals(
                List.of("/timestamp", "/error/code", "/input_tokens", "/latency_ms", "/labels/a"), wrongFields("""
                        {"request_id":"r","latency_ms":-5,"input_tokens":"12","timestamp":"yesterday",
                         "labels":{"a":[1]},"error":{"code":[]}}
                        """));
        assertEquals(
                List.of("/cost_usd", "/stream"),
                wrongFields("{\"event\":\"e\",\"cost_usd\":1e300,\"stream\":\"yes\"}"));
        assertEquals(List.of("/prompt"), wrongFields("{\"event\":\"e\",\"prompt\":12}"));
        assertEquals(List.of("/event"), wrongFields("{\"level\":\"INFO\"}"));
        assertEquals(List.of("/level"), wrongFields("{\"event\":\"e\",\"level\":99}"));
        assertEquals(List.of("/status"), wrongFields("{\"event\":\"e\",\"status\":-1}"));
    }

    @Test
    void longTextsAreCutAtACharacterAndMarked() throws Exception {
        String prompt = "数".repeat(20_000);

        JsonNode document = json("{\"request_id\":\"r\",\"prompt\":\"" + prompt + "\"}");

        String cut = document.at("/gen_ai/prompt").asText();
        assertEquals("数".repeat((32 << 10) / 3) + CutText.MARKER, cut);
        assertTrue(document.at("/gen_ai/prompt_truncated").asBoolean());
        assertEquals(60_000, document.at("/gen_ai/prompt_original_bytes").asInt());
    }

    @Test
    void unknownFieldsOfAnyShapeGoFlatIntoExtra() throws Exception {
        JsonNode document = json("""
                {"event":"e","a.b":1,"a":{"b":{"c":[1,{"d":2}]},"":3,".e.":4},"host":{"name":"n"},"f":null,
                 "extra":{"g..h":true," ":1}}
                """);

        assertEquals(JSON.readTree("""
                {"a.b":1,"a.b.c":[1,"{\\"d\\":2}"],"a":3,"a.e":4,"host.name":"n","g.h":true}
                """), document.path("extra"));
        assertEquals(1, document.at("/llm/extra_dropped").asInt());
    }

    @ParameterizedTest
    @CsvSource({"12", "text", "true"})
    void extraThatIsNoObjectIsWrapped(String value) throws Exception {
        String written = value.equals("text") ? "\"text\"" : value;

        assertEquals(
                value,
                json("{\"event\":\"e\",\"extra\":" + written + "}")
                        .at("/extra/value")
                        .asText());
    }

    @Test
    void tooManyExtraFieldsAreLeftOutAndCounted() throws Exception {
        ObjectNode record = JSON.createObjectNode().put("event", "e");
        for (int i = 0; i < 1500; i++) {
            record.put("k" + i, i);
        }

        JsonNode document = json(record.toString());

        assertEquals(1000, document.path("extra").size());
        assertEquals(500, document.at("/llm/extra_dropped").asInt());
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T08:00:00Z, 2026-11-22T08:00:00Z",
        "2026-11-22 08:00:00.5, 2026-11-22T08:00:00.500Z",
        "2026-11-22T16:00:00+08:00, 2026-11-22T08:00:00Z",
        "'Sun, 22 Nov 2026 08:00:00 GMT', 2026-11-22T08:00:00Z",
        "1795334400, 2026-11-22T08:00:00Z",
        "1795334400.25, 2026-11-22T08:00:00.250Z",
        "1795334400123, 2026-11-22T08:00:00.123Z",
        "1795334400123456, 2026-11-22T08:00:00.123456Z",
        "1795334400123456789, 2026-11-22T08:00:00.123456789Z",
    })
    void timesAreUnderstoodInManySpellings(String text, String expected) throws Exception {
        boolean number = text.matches("[0-9.]+");
        for (String written : number ? List.of(text, '"' + text + '"') : List.of('"' + text + '"')) {
            assertEquals(
                    expected,
                    json("{\"event\":\"e\",\"timestamp\":" + written + "}")
                            .path("@timestamp")
                            .asText());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "-5",
        "99999999999999999999",
        "1e400",
        "true",
        "'\"2226-01-01T00:00:00Z\"'",
        "'\"1799-01-01T00:00:00Z\"'",
        "[]"
    })
    void absurdTimesAreRefused(String written) {
        assertEquals(List.of("/timestamp"), wrongFields("{\"event\":\"e\",\"timestamp\":" + written + "}"));
    }

    @Test
    void missingTimeIsTheTimeOfReceipt() throws Exception {
        assertEquals(
                NOW.toString(), json("{\"event\":\"e\"}").path("@timestamp").asText());
    }

    @Test
    void theSameRecordHasTheSameIdWhateverTheOrderOfItsFields() {
        String one = map("{\"request_id\":\"r\",\"event\":\"e\",\"model\":\"m\",\"extra\":{\"a\":1,\"b\":2}}")
                .id();
        String two =
                map("{\"extra\":{\"b\":2,\"a\":1},\"event\":\"e\",\"model\":\"m\",\"request_id\":\"r\",\"x\":null}")
                        .id();

        assertEquals(one, two);
        assertTrue(one.startsWith("r:e:"), one);
    }

    @Test
    void eventsOfOneRequestDoNotCollide() {
        String start = map("{\"request_id\":\"r\",\"event\":\"start\"}").id();
        String retry =
                map("{\"request_id\":\"r\",\"event\":\"retry\",\"attempt\":1}").id();
        String again =
                map("{\"request_id\":\"r\",\"event\":\"retry\",\"attempt\":2}").id();

        assertNotEquals(start, retry);
        assertNotEquals(retry, again);
    }

    @Test
    void aCompletedRequestKeepsItsIdWhenTimeCostAndLevelAreFilledInAnew() {
        String first = map("""
                {"request_id":"r","model":"m","status":"success","timestamp":"2026-11-22T08:00:00Z",
                 "event":"llm_request_completed","level":"INFO","cost_usd":1}
                """).id();
        String second = map("{\"request_id\":\"r\",\"model\":\"m\",\"status\":\"success\"}")
                .id();
        String different = map("{\"request_id\":\"r\",\"model\":\"m\",\"status\":\"error\"}")
                .id();

        assertEquals(first, second);
        assertNotEquals(first, different);
    }

    @Test
    void equalRecordsWithoutRequestInOneBodyAreSeveralAndTheBodySentAgainHasTheSameIds() {
        String record = "{\"event\":\"tick\",\"timestamp\":\"2026-11-22T08:00:00\"}";
        Identities body = EcsMapperTest.identities();
        List<String> ids = List.of(map(record, body).id(), map(record, body).id());
        Identities again = EcsMapperTest.identities();
        List<String> idsAgain =
                List.of(map(record, again).id(), map(record, again).id());

        assertNotEquals(ids.get(0), ids.get(1));
        assertEquals(ids, idsAgain);
    }

    @Test
    void recordsWithoutRequestAndTimeAreAllDifferent() {
        assertNotEquals(
                map("{\"event\":\"tick\"}").id(), map("{\"event\":\"tick\"}").id());
    }

    @Test
    void idsFitElasticsearchHoweverLongTheRequestId() {
        String id = map("{\"request_id\":\"" + "请".repeat(1000) + "\",\"event\":\"e\"}")
                .id();

        assertTrue(id.getBytes(UTF_8).length <= 512, id);
    }

    @Test
    void anEntryIsTwoLinesThatCanBeReadAgain() throws Exception {
        Document document = map("{\"request_id\":\"r\\\"\\\\ 1\",\"event\":\"e\",\"prompt\":\"a\\nb\"}");

        byte[] entry = BulkEntry.encode(DataStream.llm("test"), document);

        assertEquals(2, new String(entry, UTF_8).lines().count());
        BulkEntry read = BulkEntry.decode(entry);
        assertEquals("logs-llm-test", read.index());
        assertEquals(document.id(), read.id());
        assertEquals(JSON.readTree(document.json()), read.document());
    }
}
