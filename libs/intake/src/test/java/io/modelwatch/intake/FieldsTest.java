package io.modelwatch.intake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {

    private enum Status {
        SUCCESS,
        ERROR
    }

    @Test
    void readsEveryKindOfField() {
        Fields fields = parse("""
                {"name":"模型","tokens":12,"cost":0.5,"stream":true,"at":"2026-11-22T08:00:00+08:00",
                 "context":["a","b"],"labels":{"team":"search","shard":7},"status":"error","other":[1],"none":null}
                """);

        assertEquals("模型", fields.text("name", 10));
        assertEquals(12, fields.count("tokens", 100));
        assertEquals(0.5, fields.number("cost", 0, 1));
        assertEquals(true, fields.flag("stream"));
        assertEquals(Instant.parse("2026-11-22T00:00:00Z"), fields.instant("at"));
        assertEquals(List.of("a", "b"), fields.texts("context", 2, 1));
        assertEquals(Map.of("team", "search", "shard", "7"), fields.labels("labels", 2, 10));
        assertEquals(Status.ERROR, fields.oneOf("status", Status.class));
        assertNull(fields.text("none", 1));
        assertNull(fields.text("absent", 1));
        assertEquals(List.of("other"), List.copyOf(fields.rest().keySet()));
        fields.check();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "-5        | must be at least 0, was -5",
                "1.5       | must be a whole number, not the number 1.5",
                "1e300     | must be at most 1000, was",
                "1e999     | must be a",
                "\"12\"    | must be a whole number, not text",
                "[1]       | must be a whole number, not an array",
                "true      | must be a whole number, not a boolean",
            })
    void countThatIsNoneIsNamed(String value, String reason) {
        Fields fields = parse("{\"tokens\":" + value + "}");

        assertNull(fields.count("tokens", 1000));

        assertEquals("/tokens", fields.errors().getFirst().field());
        assertTrue(
                fields.errors().getFirst().detail().contains(reason),
                fields.errors().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yesterday",
                "2026-11-22",
                "2026-11-22T08:00:00",
                "1950-01-01T00:00:00Z",
                "+999999-01-01T00:00:00Z"
            })
    void timeWithoutOffsetOrOutOfRangeIsNamed(String time) {
        Fields fields = parse("{\"timestamp\":\"" + time + "\"}");

        assertNull(fields.instant("timestamp"));
        assertEquals("/timestamp", fields.errors().getFirst().field());
    }

    @Test
    void allThatIsWrongIsNamedAtOnce() {
        Fields fields = parse("{\"model\":\" \",\"status\":\"great\",\"labels\":{\"a/b\":{}}}");

        fields.requiredText("request_id", 10);
        fields.requiredText("model", 10);
        fields.oneOf("status", Status.class);
        fields.labels("labels", 5, 5);
        Problem problem = assertThrows(ProblemException.class, fields::check).problem();

        assertEquals(400, problem.status());
        assertEquals(
                List.of(
                        new FieldError("/request_id", "is required"),
                        new FieldError("/model", "must not be blank"),
                        new FieldError("/status", "must be one of success, error, was 'great'"),
                        new FieldError("/labels/a~1b", "must be text, not an object")),
                problem.errors());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":NaN}",
                "{\"a\":}",
                "{'a':1}",
                "{\"a\":1}}",
                "[1]",
                "3",
                "{\"a\":\"\u0001\"}",
                "{\"a\":01}"
            })
    void whatIsNoJsonObjectIsA400ThatNamesTheRecord(String json) {
        Problem problem = assertThrows(
                        ProblemException.class, () -> Fields.parse(new RawRecord(7, json.getBytes(UTF_8), null)))
                .problem();

        assertEquals(400, problem.status());
        assertEquals(7, problem.record());
    }

    @Test
    void invalidUtf8IsA400() {
        byte[] latin = "{\"a\":\"é\"}".getBytes(ISO_8859_1);

        Problem problem = assertThrows(ProblemException.class, () -> Fields.parse(new RawRecord(0, latin, null)))
                .problem();

        assertTrue(String.valueOf(problem.detail()).contains("UTF-8"));
    }

    @Test
    void deepNestingIsA400() {
        String deep = "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

        assertEquals(
                400,
                assertThrows(ProblemException.class, () -> parse(deep))
                        .problem()
                        .status());
    }

    @Test
    void loneSurrogatesAndNulBecomeReplacementCharacters() {
        Fields fields = parse("{\"a\":\"x\\ud800y\\u0000z\\ud83d\\ude00\",\"b\\u0000\":{\"c\":[\"\\udc00\"]}}");

        assertEquals("x\uFFFDy\uFFFDz😀", fields.text("a", 20));
        assertEquals("{\"c\":[\"\uFFFD\"]}", String.valueOf(fields.rest().get("b\uFFFD")));
    }

    private static Fields parse(String json) {
        return Fields.parse(new RawRecord(0, json.getBytes(UTF_8), null));
    }
}
