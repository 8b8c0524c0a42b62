package io.modelwatch.logindexer.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTest {

    private static final JsonMapper JSON = new JsonMapper();

    private static Message message(String value) {
        return new Message("t", 3, 42, Instant.parse("2026-11-22T08:00:00Z"), value.getBytes(UTF_8));
    }

    private static JsonNode body(String value) throws IOException {
        return JSON.readTree(message(value).body());
    }

    @Test
    void aRecordWithoutANameGetsTheTimeAndPlaceOfItsMessage() throws IOException {
        assertEquals(
                "{\"event\":\"e\",\"timestamp\":\"2026-11-22T08:00:00Z\",\"kafka\":{\"topic\":\"t\",\"partition\":3,\"offset\":42}}",
                body("{\"event\":\"e\"}").toString());
        assertEquals("2020", body("{\"event\":\"e\",\"timestamp\":\"2020\"}").path("timestamp").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"request_id\":\"r\",\"event\":\"e\"}", "[{\"event\":\"e\"}]", "{\"event\":", "text", "1"})
    void whatHasANameOrIsNoSingleRecordIsLeftAsItIs(String value) {
        assertArrayEquals(value.getBytes(UTF_8), message(value).body());
    }

    @Test
    void nestingWithoutEndIsLeftToTheIntake() {
        String deep = "{\"a\":".repeat(100_000);
        assertArrayEquals(deep.getBytes(UTF_8), message(deep).body());
    }

    @Test
    void whatCannotBeReadIsKeptTheSameEachTime() throws IOException {
        Message message = message("rubbish");
        assertArrayEquals(message.unreadable("why"), message("rubbish").unreadable("why"));
        JsonNode kept = JSON.readTree(message.unreadable("why"));
        assertEquals("rubbish", kept.path("message").asText());
        assertEquals("why", kept.path("error").asText());
        assertEquals(42, kept.at("/kafka/offset").asInt());
    }
}
