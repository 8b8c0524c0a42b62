package io.modelwatch.devstack.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordMappingTest {

    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

    private final RecordMapping mapping = new RecordMapping();

    /** The table in DEMO.md: a line of a file, a field of the record, its value. */
    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"prompt":"p"}                                              | prompt            | "p"
            {"question":"q"}                                            | prompt            | "q"
            {"query":"q"}                                               | prompt            | "q"
            {"instruction":"do"}                                        | prompt            | "do"
            {"input":"i"}                                               | prompt            | "i"
            {"text":"t"}                                                | prompt            | "t"
            {"instruction":"do","input":"this"}                         | prompt            | "do\\n\\nthis"
            {"response":"r"}                                            | response          | "r"
            {"answer":"r"}                                              | response          | "r"
            {"completion":"r"}                                          | response          | "r"
            {"output":"r"}                                              | response          | "r"
            {"context":"c"}                                             | context           | ["c"]
            {"context":["a","b"]}                                       | context           | ["a","b"]
            {"contexts":["a"]}                                          | context           | ["a"]
            {"documents":[{"page_content":"d"},{"text":"e"}]}           | context           | ["d","e"]
            {"knowledge":"k"}                                           | context           | ["k"]
            {"system":"s"}                                              | system_prompt     | "s"
            {"ground_truth":"g"}                                        | reference         | "g"
            {"messages":[{"role":"system","content":"s"},{"role":"user","content":"u"},{"role":"assistant","content":"a"}]} | prompt | "u"
            {"messages":[{"role":"system","content":"s"},{"role":"user","content":"u"},{"role":"assistant","content":"a"}]} | response | "a"
            {"messages":[{"role":"system","content":"s"},{"role":"user","content":"u"}]} | system_prompt | "s"
            {"messages":[{"role":"user","content":[{"type":"text","text":"u"}]}]}         | prompt        | "u"
            {"conversations":[{"from":"human","value":"u"},{"from":"gpt","value":"a"}]}   | response      | "a"
            {"choices":[{"message":{"content":"c"}}]}                   | response          | "c"
            {"prompt":"p"}                                              | model             | "replay"
            {"model":"m"}                                               | model             | "m"
            {"engine":"m"}                                              | model             | "m"
            {"prompt":"p"}                                              | status            | "success"
            {"status":"OK"}                                             | status            | "success"
            {"status":"failed"}                                         | status            | "error"
            {"status":500}                                              | status            | "error"
            {"http_status":429}                                         | status            | "error"
            {"error":"boom"}                                            | status            | "error"
            {"error":{"message":"boom","type":"rate_limit"}}            | error             | "boom"
            {"error":{"message":"boom","type":"rate_limit"}}            | error_type        | "rate_limit"
            {"id":"abc"}                                                | request_id        | "abc"
            {"id":17}                                                   | request_id        | "17"
            {"request_id":"r","id":"abc"}                               | request_id        | "r"
            {"usage":{"prompt_tokens":7,"completion_tokens":9}}         | input_tokens      | 7
            {"usage":{"prompt_tokens":7,"completion_tokens":9}}         | output_tokens     | 9
            {"usage":{"prompt_tokens_details":{"cached_tokens":3}}}     | cached_tokens     | 3
            {"duration_ms":12.5}                                        | latency_ms        | 12.5
            {"user":"u"}                                                | user_id           | "u"
            {"conversation_id":"c"}                                     | session_id        | "c"
            {"labels":{"team":"a","tier":2}}                            | labels            | {"team":"a","tier":"2"}
            {"prompt":"p"}                                              | service           | "chats"
            {"service":"bot"}                                           | service           | "bot"
            {"timestamp":"2020-01-01T00:00:00Z"}                        | timestamp         | "2026-03-01T08:00:00Z"
            {"timestamp":"2020-01-01T00:00:00Z"}                        | extra.original_timestamp | "2020-01-01T00:00:00Z"
            {"label":1,"kind":"x"}                                      | extra.label       | 1
            {"extra":{"a":1},"b":2}                                     | extra.a           | 1
            {"extra":{"a":1},"b":2}                                     | extra.b           | 2
            {"question":"17","prompt":"p"}                              | extra.question    | "17"
            {"stream":true,"ttft_ms":8}                                 | stream            | true
            {"latency_ms":"slow"}                                       | extra.latency_ms  | "slow"
            """)
    void mapsField(String line, String field, String value) {
        JsonNode record = map(line, "chats.jsonl:1");

        JsonNode found = record;
        for (String name : field.split("\\.")) {
            found = found.path(name);
        }
        assertEquals(Json.strict(value).toString(), found.toString(), record.toString());
    }

    @Test
    void estimatesTokensOnlyWhereTheFileHasNone() {
        ObjectNode estimated = map("{\"prompt\":\"twelve chars\",\"response\":\"four\"}", "a:1");
        ObjectNode own = map("{\"prompt\":\"p\",\"input_tokens\":5,\"output_tokens\":6}", "a:2");

        assertEquals(3, estimated.path("input_tokens").asInt());
        assertEquals(1, estimated.path("output_tokens").asInt());
        assertTrue(estimated.path("extra").path("tokens_estimated").asBoolean());
        assertEquals(5, own.path("input_tokens").asInt());
        assertTrue(own.path("extra").isMissingNode());
    }

    @Test
    void makesUpNoLatencyAndNoCost() {
        ObjectNode record = map("{\"prompt\":\"p\",\"response\":\"r\"}", "a:1");

        assertTrue(record.path("latency_ms").isMissingNode());
        assertTrue(record.path("cost_usd").isMissingNode());
    }

    @Test
    void namesARecordByItsPlaceWhereItHasNoIdentifierOfItsOwn() {
        String first = map("{\"prompt\":\"p\"}", "a:1").path("request_id").asText();
        String second = map("{\"prompt\":\"p\"}", "a:2").path("request_id").asText();
        String again = new RecordMapping()
                .map((ObjectNode) Json.strict("{\"prompt\":\"p\"}"), "a", "a:1", NOW)
                .path("request_id")
                .asText();

        assertTrue(first.matches("replay-[0-9a-f]{24}"), first);
        assertNotEquals(first, second);
        assertEquals(first, again);
    }

    @Test
    void usesAnIdentifierOnlyOnce() {
        assertEquals("7", map("{\"id\":7}", "a:1").path("request_id").asText());
        assertTrue(map("{\"id\":7}", "b:1").path("request_id").asText().startsWith("replay-"));
    }

    private ObjectNode map(String line, String place) {
        return mapping.map((ObjectNode) Json.strict(line), "chats", place, NOW);
    }
}
