package io.modelwatch.logindexer.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelwatch.intake.Fields;
import java.io.IOException;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EcsMapperTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final DataStream STREAM = DataStream.llm("test");
    private static final DocumentSettings SETTINGS = new DocumentSettings(1024, 1000);

    private final EcsMapper mapper = new EcsMapper(SETTINGS, STREAM);
    private final Finishing finishing = new Finishing(SETTINGS, Cleaning.NONE);

    private Document map(String source) throws IOException {
        return finishing.finish(mapper.map((ObjectNode) JSON.readTree(source), null, "app-logs", NOW, identities()));
    }

    static Identities identities() {
        return new Identities(KeyedHash.of(new byte[16]), Cleaning.NONE);
    }

    private JsonNode json(String source) throws IOException {
        return JSON.readTree(map(source).json());
    }

    @Test
    void fieldsThatTheTemplateMapsStayNestedOrDotted() throws IOException {
        JsonNode document = json("""
                {"@timestamp":"2026-11-22T08:00:00.000Z","message":"hello","log":{"level":"warn","file":{"path":"/a"}},
                 "service.name":"web","trace":{"id":"4BF92F35-77B3-4DA6-A3CE-929D0E0E4736"},"host":{"name":"h1","ip":["1.2.3.4"]},
                 "gen_ai":{"usage":{"input_tokens":"12"},"request":{"model":"m"}},"event":{"dataset":"nginx","duration":5},
                 "error":{"message":"boom","stack_trace":"at"},"labels":{"a":1,"b":true},"tags":["x","y"],
                 "http.response.status_code":503,"llm":{"stream":"true","latency_ms":"12.5"},"agent":{"version":"8"}}
                """);

        assertEquals("2026-11-22T08:00:00Z", document.path("@timestamp").asText());
        assertEquals("WARN", document.at("/log/level").asText());
        assertEquals("web", document.at("/service/name").asText());
        assertEquals(
                "4bf92f3577b34da6a3ce929d0e0e4736", document.at("/trace/id").asText());
        assertEquals(12, document.at("/gen_ai/usage/input_tokens").asInt());
        assertTrue(document.at("/gen_ai/usage/input_tokens").isNumber());
        assertEquals("m", document.at("/gen_ai/request/model").asText());
        assertEquals("nginx", document.at("/event/dataset").asText());
        assertEquals(5, document.at("/event/duration").asInt());
        assertEquals("failure", document.at("/event/outcome").asText());
        assertEquals("at", document.at("/error/stack_trace").asText());
        assertEquals("1", document.at("/labels/a").asText());
        assertTrue(document.at("/llm/stream").isBoolean());
        assertEquals(12.5, document.at("/llm/latency_ms").asDouble());
        assertEquals("/a", document.at("/extra/log.file.path").asText());
        assertEquals("h1", document.at("/extra/host.name").asText());
        assertEquals("x", document.at("/extra/tags/0").asText());
        assertEquals("8", document.at("/extra/agent.version").asText());
        assertEquals("logs", document.at("/data_stream/type").asText());
    }

    @Test
    void shortNamesGoToTheFieldTheyMean() throws IOException {
        JsonNode document = json("""
                {"timestamp":1795334400123,"level":"error","msg":"m","error":"boom","request_id":"r1","event":"done",
                 "model":"gpt","latency_ms":800,"status":500,"user_id":7,"context":["a","b"],"extra":{"gpu":"A100"}}
                """);

        assertEquals("2026-11-22T08:00:00.123Z", document.path("@timestamp").asText());
        assertEquals("1795334400123", document.at("/llm/timestamp").asText());
        assertEquals("ERROR", document.at("/log/level").asText());
        assertEquals("m", document.path("message").asText());
        assertEquals("boom", document.at("/error/message").asText());
        assertEquals("r1", document.at("/http/request/id").asText());
        assertEquals("done", document.at("/event/action").asText());
        assertEquals(800_000_000, document.at("/event/duration").asLong());
        assertEquals(500, document.at("/http/response/status_code").asInt());
        assertEquals("failure", document.at("/event/outcome").asText());
        assertEquals("7", document.at("/user/id").asText());
        assertEquals("a\nb", document.at("/gen_ai/context").asText());
        assertEquals("A100", document.at("/extra/gpu").asText());
    }

    @Test
    void aFieldsOwnNameGoesBeforeTheShortOne() throws IOException {
        JsonNode document = json("{\"msg\":\"short\",\"message\":\"long\",\"level\":\"info\",\"log.level\":\"debug\","
                + "\"timestamp\":\"2001-01-01T00:00:00Z\",\"@timestamp\":\"2026-11-22T08:00:00Z\"}");

        assertEquals("long", document.path("message").asText());
        assertEquals("short", document.at("/extra/msg").asText());
        assertEquals("DEBUG", document.at("/log/level").asText());
        assertEquals("2026-11-22T08:00:00Z", document.path("@timestamp").asText());
        assertEquals("2001-01-01T00:00:00Z", document.at("/extra/timestamp").asText());
    }

    @Test
    void aWrongTypeCostsTheFieldItsPlaceAndNothingElse() throws IOException {
        JsonNode document = json("""
                {"@timestamp":"yesterday","message":{"a":1},"log":"line","trace":"t","user":{"id":{"x":1}},
                 "gen_ai":{"usage":{"input_tokens":"many","output_tokens":1.5}},"llm":{"cost_usd":"NaN"},"labels":[1],
                 "data_stream":{"dataset":"other"},"event":{"id":"theirs","ingested":"2001"},"http":{"response":7}}
                """);

        assertEquals(NOW.toString(), document.path("@timestamp").asText());
        assertEquals("yesterday", document.at("/llm/timestamp").asText());
        assertEquals("line", document.path("message").asText());
        assertEquals("1", document.at("/extra/message.a").asText());
        assertEquals("t", document.at("/extra/trace").asText());
        assertEquals("1", document.at("/extra/user.id.x").asText());
        assertEquals("many", document.at("/extra/gen_ai.usage.input_tokens").asText());
        assertEquals(1.5, document.at("/extra/gen_ai.usage.output_tokens").asDouble());
        assertEquals("NaN", document.at("/extra/llm.cost_usd").asText());
        assertEquals("llm", document.at("/data_stream/dataset").asText());
        assertEquals("theirs", document.at("/extra/event.id").asText());
        assertEquals(7, document.at("/extra/http.response").asInt());
    }

    @Test
    void anEmptyDocumentIsOne() throws IOException {
        JsonNode document = json("{}");

        assertEquals(NOW.toString(), document.path("@timestamp").asText());
        assertEquals("INFO", document.at("/log/level").asText());
        assertEquals("app-logs", document.at("/event/dataset").asText());
        assertFalse(document.has("extra"));
    }

    @Test
    void longTextsAreCutAndMarked() throws IOException {
        JsonNode document = json("{\"message\":\"" + "好".repeat(1000) + "\"}");

        assertTrue(document.path("message_truncated").asBoolean());
        assertEquals(3000, document.path("message_original_bytes").asInt());
    }

    @Test
    void theIdIsTheShippersOrOneOfTheContent() throws IOException {
        String timed = "{\"@timestamp\":\"2026-11-22T08:00:00Z\",\"message\":\"a\"}";
        ObjectNode source = (ObjectNode) JSON.readTree(timed);

        assertEquals("mine", mapper.map(source, "mine", "d", NOW, identities()).id());
        assertEquals(map(timed).id(), map(timed).id());
        Identities oneBody = identities();
        assertNotEquals(
                mapper.map(source, null, "d", NOW, oneBody).id(),
                mapper.map(source, null, "d", NOW, oneBody).id());
        Document document = map(timed);
        assertEquals(
                document.id(), JSON.readTree(document.json()).at("/event/id").asText());
    }

    @Test
    void aRequestRecordHasTheSameIdByEitherWay() throws IOException {
        String record =
                "{\"request_id\":\"r\",\"model\":\"m\",\"status\":\"success\",\"timestamp\":\"2026-11-22T08:00:00Z\"}";
        Draft other = new DocumentMapper(SETTINGS, STREAM)
                .map(Fields.of((ObjectNode) JSON.readTree(record)), NOW, identities());

        assertEquals(other.id(), map(record).id());
        assertEquals("llm_request_completed", json(record).at("/event/action").asText());
    }

    @ParameterizedTest
    @CsvSource({
        "'2026-11-22 08:00:00,812', 2026-11-22T08:00:00.812Z",
        "'2026-11-22T16:00:00.812+0800', 2026-11-22T08:00:00.812Z",
        "'2026-11-22 08:00:00 +0000', 2026-11-22T08:00:00Z",
        "'2026/11/22 08:00:00', 2026-11-22T08:00:00Z",
        "'22/Nov/2026:09:00:00 +0100', 2026-11-22T08:00:00Z",
        "'2026-11-22', 2026-11-22T00:00:00Z",
        "'2026-11-22t08:00:00z', 2026-11-22T08:00:00Z",
        "'1795334400', 2026-11-22T08:00:00Z",
    })
    void timesAreUnderstoodAsShippersSpellThem(String text, String expected) throws IOException {
        assertEquals(
                expected,
                json("{\"@timestamp\":\"" + text + "\"}").path("@timestamp").asText());
    }

    @Test
    void whateverComesHasTheTypesOfTheTemplateSeed11() throws IOException {
        Random random = new Random(11);
        MappedFields mapped = MappedFields.ofTemplate();
        for (int round = 0; round < 2000; round++) {
            ObjectNode source = (ObjectNode) random(random, 0);

            JsonNode document = JSON.readTree(finishing
                    .finish(mapper.map(source, null, "d", NOW, identities()))
                    .json());

            assertNotNull(document.get("@timestamp"));
            checkTypes("", document, mapped);
        }
    }

    private static void checkTypes(String prefix, JsonNode object, MappedFields mapped) {
        object.forEachEntry((name, value) -> {
            String path = prefix + name;
            MappedFields.Kind kind = mapped.kind(path);
            if (kind == null) {
                assertTrue(
                        mapped.isParent(path)
                                || path.endsWith("_truncated")
                                || path.endsWith("_original_bytes")
                                || path.equals("llm.timestamp"),
                        path);
                if (mapped.isParent(path)) {
                    checkTypes(path + ".", value, mapped);
                }
                return;
            }
            boolean fits = switch (kind) {
                case KEYWORD -> value.isTextual() || value.isArray();
                case TEXT, DATE -> value.isTextual();
                case LONG -> value.canConvertToLong() && value.isIntegralNumber();
                case DOUBLE -> value.isNumber();
                case BOOLEAN -> value.isBoolean();
                case FLATTENED -> value.isObject();
            };
            assertTrue(fits, path + " is " + value);
        });
    }

    private static final String[] NAMES = {
        "@timestamp", "message", "log", "level", "log.level", "event", "action", "id", "gen_ai", "usage",
                "input_tokens",
        "request", "model", "llm", "latency_ms", "stream", "labels", "extra", "error", "status", "http", "response",
        "status_code", "trace", "trace.id", "data_stream", "dataset", "event.dataset", "", ".", "a..b", "context", "pii"
    };

    private static JsonNode random(Random random, int depth) {
        ObjectNode object = JSON.createObjectNode();
        for (int i = random.nextInt(8); i > 0; i--) {
            String name = NAMES[random.nextInt(NAMES.length)];
            switch (random.nextInt(depth > 3 ? 8 : 10)) {
                case 0 -> object.put(name, random.nextInt());
                case 1 -> object.put(name, random.nextDouble() * 1e300);
                case 2 -> object.put(name, "text " + random.nextInt(9));
                case 3 -> object.put(name, random.nextBoolean());
                case 4 -> object.putNull(name);
                case 5 -> object.put(name, String.valueOf(random.nextInt(1000)));
                case 6 -> object.putArray(name).add("x").add(random.nextInt());
                case 7 -> object.putArray(name).addObject().put("y", 1);
                default -> object.set(name, random(random, depth + 1));
            }
        }
        return object;
    }
}
