package io.modelwatch.logindexer.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelwatch.intake.Fields;
import io.modelwatch.logindexer.document.DataStream;
import io.modelwatch.logindexer.document.Document;
import io.modelwatch.logindexer.document.DocumentMapper;
import io.modelwatch.logindexer.document.DocumentSettings;
import io.modelwatch.logindexer.document.Draft;
import io.modelwatch.logindexer.document.EcsMapper;
import io.modelwatch.logindexer.document.Finishing;
import io.modelwatch.logindexer.document.Identities;
import io.modelwatch.logindexer.document.KeyedHash;
import io.modelwatch.redaction.Policy;
import io.modelwatch.redaction.entity.EntityType;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentRedactionTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final byte[] KEY = "0123456789abcdef".getBytes(UTF_8);
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final DataStream STREAM = DataStream.llm("test");
    private static final DocumentSettings SETTINGS = new DocumentSettings(64, 1000);

    private static final List<String> PRIVATE = List.of(
            "ann.example@example.org",
            "13812345678",
            "11010519491231002X",
            "4111111111111111",
            "sk-ant-api03-AbCdEfGhIjKlMnOpQrStUvWxYz0123456789AbCdEfGhIjKlMnOpQrStUvWxYz0123456789AbCdEfGh-AbCdEfAA");

    private Findings last = new Findings();
    private final DocumentRedaction redaction = redaction(Map.of());

    private DocumentRedaction redaction(Map<String, FieldAction> fields) {
        return new DocumentRedaction(
                new FieldPolicy(fields, FieldAction.REDACT), Policy.DEFAULT, KEY, findings -> last = findings);
    }

    private ObjectNode cleaned(DocumentRedaction by, String document) throws IOException {
        ObjectNode node = (ObjectNode) JSON.readTree(document);
        by.clean(node);
        return node;
    }

    @Test
    void textsLoseWhatIsPrivateAndTheDocumentSaysSo() throws IOException {
        ObjectNode document = cleaned(redaction, """
                {"message":"mail to ann.example@example.org","error":{"message":"card 4111111111111111 declined"},
                 "gen_ai":{"prompt":"我的手机是13812345678,身份证11010519491231002X","completion":"好的"}}
                """);

        assertEquals("mail to <EMAIL_ADDRESS>", document.path("message").asText());
        assertEquals(
                "card <CREDIT_CARD> declined", document.at("/error/message").asText());
        assertEquals(
                "我的手机是<CN_MOBILE>,身份证<CN_ID>", document.at("/gen_ai/prompt").asText());
        assertEquals("好的", document.at("/gen_ai/completion").asText());
        assertEquals(
                JSON.readTree(
                        "{\"redacted\":true,\"types\":[\"CN_ID\",\"CN_MOBILE\",\"CREDIT_CARD\",\"EMAIL_ADDRESS\"]}"),
                document.path("pii"));
        assertEquals(1, last.values().get(EntityType.CN_ID));
    }

    @Test
    void aDocumentWithoutAnythingPrivateIsLeftAloneAndSaysSo() throws IOException {
        ObjectNode document = cleaned(redaction, "{\"message\":\"started\",\"extra\":{\"port\":8080,\"ok\":true}}");

        assertEquals(
                JSON.readTree(
                        "{\"message\":\"started\",\"extra\":{\"port\":8080,\"ok\":true},\"pii\":{\"redacted\":false}}"),
                document);
        assertTrue(last.isEmpty());
    }

    @Test
    void inExtraAndLabelsTheNameAnnouncesTheValue() throws IOException {
        ObjectNode document = cleaned(redaction, """
                {"extra":{"customer.phone":"5551234567","password":"hunter2","db.password":"open sesame7","count":"5551234567",
                  "mails":["a","ann.example@example.org"],"note":"call 13812345678","nested":[[{"card":"4111111111111111"}]]},
                 "labels":{"owner":"ann.example@example.org"}}
                """);

        JsonNode extra = document.path("extra");
        assertEquals("<PHONE_NUMBER>", extra.path("customer.phone").asText());
        assertEquals("<PASSWORD>", extra.path("password").asText());
        assertEquals("5551234567", extra.path("count").asText());
        assertEquals("<EMAIL_ADDRESS>", extra.at("/mails/1").asText());
        assertEquals("call <CN_MOBILE>", extra.path("note").asText());
        assertEquals("<CREDIT_CARD>", extra.at("/nested/0/0/card").asText());
        assertEquals("<EMAIL_ADDRESS>", document.at("/labels/owner").asText());
    }

    @Test
    void namesInExtraAreRedactedToo() throws IOException {
        ObjectNode document = cleaned(redaction, "{\"extra\":{\"mails.ann.example@example.org\":3,\"a\":1}}");

        assertFalse(document.toString().contains("ann.example"), document.toString());
        assertEquals(2, document.path("extra").size());
    }

    @Test
    void numbersAreLookedAtWhereTheirFormLeavesLittleDoubt() throws IOException {
        ObjectNode document = cleaned(redaction, """
                {"extra":{"card":4111111111111111,"phone":13812345678,"id":110105194912310021,"bytes":1234567,"ratio":1234567.5,
                  "float":4111111111111111.0}}
                """);

        assertEquals("<CREDIT_CARD>", document.at("/extra/card").asText());
        assertEquals("<CN_MOBILE>", document.at("/extra/phone").asText());
        assertEquals("<CREDIT_CARD>", document.at("/extra/float").asText());
        assertEquals(1234567, document.at("/extra/bytes").asInt());
        assertEquals(1234567.5, document.at("/extra/ratio").asDouble());
    }

    @Test
    void timesInAnyUnitStayNumbers() throws IOException {
        long seconds = 1_795_334_400L;
        for (int i = 0; i < 500; i++) {
            for (long unit : new long[] {1, 1000, 1_000_000, 1_000_000_000}) {
                long time = (seconds + 7919L * i) * unit + (unit == 1 ? 0 : i * 31L % unit);
                ObjectNode document = cleaned(redaction, "{\"extra\":{\"started\":" + time + "}}");

                assertEquals(time, document.at("/extra/started").asLong(), () -> "masked: " + time);
            }
        }
    }

    @Test
    void whatTellsRequestsUsersAndTracesApartIsKept() throws IOException {
        String document = """
                {"http":{"request":{"id":"4111111111111111"}},"trace":{"id":"4111111111111111"},"user":{"id":"ann.example@example.org"},
                 "session":{"id":"13812345678"},"event":{"id":"4111111111111111"},"@timestamp":"2026-11-24T10:00:00Z"}
                """;

        ObjectNode clean = cleaned(redaction, document);

        clean.remove("pii");
        assertEquals(JSON.readTree(document), clean);
    }

    @Test
    void aUserMayBecomeAPseudonym() throws IOException {
        DocumentRedaction hashing = redaction(Map.of("user.id", FieldAction.HASH));

        ObjectNode one = cleaned(hashing, "{\"user\":{\"id\":\"ann\"}}");
        ObjectNode same = cleaned(hashing, "{\"user\":{\"id\":\"ann\"}}");
        ObjectNode other = cleaned(hashing, "{\"user\":{\"id\":\"bob\"}}");

        assertFalse(one.at("/user").has("id"));
        assertTrue(KeyedHash.isPseudonym(one.at("/user/hash").asText()), one.toString());
        assertEquals(one, same);
        assertNotEquals(one.at("/user/hash"), other.at("/user/hash"));
        assertTrue(one.at("/pii/redacted").asBoolean());
    }

    @Test
    void theLongestNameThatIsListedCounts() throws IOException {
        DocumentRedaction mixed = redaction(Map.of(
                "gen_ai.prompt", FieldAction.DROP,
                "gen_ai", FieldAction.KEEP,
                "extra", FieldAction.DROP,
                "extra.a.b", FieldAction.KEEP,
                "extra.c", FieldAction.HASH,
                "labels", FieldAction.KEEP));

        ObjectNode document = cleaned(mixed, """
                {"gen_ai":{"prompt":"x","completion":"13812345678","request":{"model":"13812345678"}},
                 "extra":{"a.b.c":"13812345678","a.x":1,"c.d":["x",7]},"labels":{"a":"13812345678"},"message":"13812345678"}
                """);

        assertFalse(document.at("/gen_ai").has("prompt"));
        assertEquals("<CN_MOBILE>", document.at("/gen_ai/completion").asText());
        assertEquals("13812345678", document.at("/gen_ai/request/model").asText());
        assertEquals("13812345678", document.at("/labels/a").asText());
        assertEquals("<CN_MOBILE>", document.path("message").asText());
        assertTrue(KeyedHash.isPseudonym(document.at("/extra/c.d/1").asText()), document.toString());
    }

    @Test
    void doneTwiceItIsDoneOnce() throws IOException {
        DocumentRedaction hashing =
                redaction(Map.of("user.id", FieldAction.HASH, "extra.c", FieldAction.HASH, "labels", FieldAction.DROP));
        ObjectNode once = cleaned(hashing, """
                {"user":{"id":"ann"},"extra":{"c":"x","phone":"13812345678","password":"hunter2"},"labels":{"a":"b"},
                 "message":"card 4111111111111111"}
                """);

        ObjectNode twice = cleaned(hashing, once.toString());

        assertEquals(once, twice);
    }

    @Test
    void aCutNeverHidesHalfOfAValue() throws IOException {
        Finishing finishing = new Finishing(SETTINGS, redaction);
        ObjectNode document = JSON.createObjectNode();
        document.put("message", "x".repeat(54) + " 4111111111111111 " + "y".repeat(100));

        String json =
                new String(finishing.finish(new Draft("1", null, document)).json(), UTF_8);

        assertFalse(json.contains("411111"), json);
        assertTrue(json.contains("\"message_truncated\":true"), json);
    }

    @Test
    void identifiersShowNothingThatIsRedactedAndStayTheSame() throws IOException {
        DocumentMapper mapper = new DocumentMapper(SETTINGS, STREAM);
        String record =
                "{\"request_id\":\"r-1\",\"event\":\"mail to ann.example@example.org\",\"timestamp\":1795334400}";
        ObjectNode source = (ObjectNode) JSON.readTree(record);

        String id =
                mapper.map(Fields.of(source.deepCopy()), NOW, identities(KEY)).id();
        String again =
                mapper.map(Fields.of(source.deepCopy()), NOW, identities(KEY)).id();
        String underAnotherKey = mapper.map(
                        Fields.of(source.deepCopy()), NOW, identities("another key 0123456".getBytes(UTF_8)))
                .id();

        assertFalse(id.contains("ann"), id);
        assertEquals(id, again);
        assertNotEquals(id, underAnotherKey);
        assertEquals("app:1", identities(KEY).given("app:1", 512));
        String hidden = identities(KEY).given("ann.example@example.org", 512);
        assertFalse(hidden.contains("@"), hidden);
        assertEquals(hidden, identities(KEY).given("ann.example@example.org", 512));
    }

    private Identities identities(byte[] key) {
        return new Identities(KeyedHash.of(key), redaction);
    }

    @Test
    void whereverAPrivateValueStandsItIsGoneSeed3() throws IOException {
        Random random = new Random(3);
        DocumentMapper records = new DocumentMapper(SETTINGS, STREAM);
        EcsMapper ecs = new EcsMapper(SETTINGS, STREAM);
        Finishing finishing = new Finishing(SETTINGS, redaction);
        for (int round = 0; round < 400; round++) {
            ObjectNode record = JSON.createObjectNode();
            record.put("request_id", "r" + round);
            String value = PRIVATE.get(random.nextInt(PRIVATE.size()));
            hide(record, random, value);

            Draft draft = random.nextBoolean() || !record.path("event").isValueNode()
                    ? ecs.map(record.deepCopy(), null, "d", NOW, identities(KEY))
                    : records.map(Fields.of(record.deepCopy()), NOW, identities(KEY));
            Document document = finishing.finish(draft);

            String entry = document.id() + new String(document.json(), UTF_8);
            assertFalse(entry.contains(value), () -> record + " left it in " + entry);
            assertTrue(JSON.readTree(document.json()).at("/pii/redacted").asBoolean(), record::toString);
        }
    }

    private static void hide(ObjectNode record, Random random, String value) {
        String text = List.of(value, "before " + value + " after", "联系 " + value + "。", "x=" + value + ";")
                .get(random.nextInt(4));
        record.put("event", "e");
        switch (random.nextInt(12)) {
            case 0 -> record.put("prompt", text);
            case 1 -> record.put("system_prompt", text);
            case 2 -> record.put("response", text);
            case 3 -> record.put("error", text);
            case 4 -> record.putObject("error").put("stack_trace", "at a\n" + text);
            case 5 -> record.put("message", text);
            case 6 -> record.put("event", text);
            case 7 ->
                record.putObject("extra").putObject("deep").putArray("list").add(text);
            case 8 -> record.put("anything", text);
            case 9 -> record.putArray("context").add("a").add(text);
            case 10 -> record.putObject("labels").put("label", text);
            default -> record.put("model", text);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"@timestamp", "data_stream.type", "event.id", "pii", "pii.types"})
    void whatADocumentCannotBeWithoutHasNoPolicy(String field) {
        assertThrows(
                IllegalArgumentException.class,
                () -> new FieldPolicy(Map.of(field, FieldAction.DROP), FieldAction.REDACT));
    }
}
