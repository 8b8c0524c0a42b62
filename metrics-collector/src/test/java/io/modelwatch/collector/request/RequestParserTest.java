package io.modelwatch.collector.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.modelwatch.collector.window.TestClock;
import io.modelwatch.intake.FieldError;
import io.modelwatch.intake.Fields;
import io.modelwatch.intake.Limits;
import io.modelwatch.intake.ProblemException;
import io.modelwatch.intake.RecordReader;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestParserTest {

    private final TestClock clock = new TestClock("2026-11-22T08:00:00Z");
    private final RequestParser parser = new RequestParser(RecordBounds.DEFAULT, clock);

    @Test
    void threeFieldsAreEnough() {
        // When
        RequestRecord request = parse("""
                {"request_id":"r-1","model":"m","status":"success"}""");

        // Then
        assertEquals("r-1", request.requestId());
        assertEquals(Instant.parse("2026-11-22T08:00:00Z"), request.timestamp());
        assertNull(request.timing().latencyMs());
        assertNull(request.costUsd());
    }

    @Test
    void allFieldsComeOutAsTheyWentIn() throws Exception {
        // Given
        String json = """
                {"request_id":"r-1","timestamp":"2026-11-22T07:59:59.812Z","model":"gpt-4o","service":"chat-api",
                 "environment":"prod","provider":"openai","operation":"chat","user_id":"u-7","session_id":"s-1",
                 "status":"error","error":"上游超时","error_type":"timeout","http_status":504,
                 "input_tokens":1200,"output_tokens":350,"cached_tokens":1000,"reasoning_tokens":10,"cache_hit":false,
                 "stream":true,"latency_ms":812,"ttft_ms":140.5,"queue_ms":0,"cost_usd":0.0065,
                 "prompt":"你好","system_prompt":"kind","context":["a","b"],"response":"Hello!","reference":"Hi",
                 "trace_id":"0af7651916cd43dd8448eb211c80319c","span_id":"b7ad6b7169203331",
                 "labels":{"team":"search"},"extra":{"route":7}}""";

        // When
        JsonNode out = RequestJson.of(parse(json));

        // Then
        JsonMapper mapper = new JsonMapper();
        assertEquals(mapper.readTree(json), mapper.readTree(out.toString()));
    }

    @Test
    void unknownFieldsAreKeptInExtra() {
        // When
        JsonNode out = RequestJson.of(parse("""
                {"request_id":"r-1","model":"m","status":"success","gateway":{"zone":"b"},"retries":2,
                 "extra":{"retries":3,"given":true}}"""));

        // Then
        assertEquals("""
                {"retries":3,"given":true,"gateway":{"zone":"b"}}""", out.get("extra").toString());
    }

    @Test
    void allThatIsWrongIsNamedAtOnce() {
        // When
        ProblemException failure = assertThrows(ProblemException.class, () -> parse("""
                {"model":"","status":"done","latency_ms":-5,"ttft_ms":"fast","input_tokens":1.5,"output_tokens":1e30,
                 "http_status":42,"timestamp":"yesterday","cost_usd":-0.1,"stream":"yes","context":[1],
                 "labels":{"a":{}},"extra":[],"user_id":7}"""));

        // Then
        Set<String> fields = new TreeSet<>(
                failure.problem().errors().stream().map(FieldError::field).toList());
        assertEquals(
                new TreeSet<>(List.of(
                        "/request_id",
                        "/model",
                        "/status",
                        "/latency_ms",
                        "/ttft_ms",
                        "/input_tokens",
                        "/output_tokens",
                        "/http_status",
                        "/timestamp",
                        "/cost_usd",
                        "/stream",
                        "/context/0",
                        "/labels/a",
                        "/extra",
                        "/user_id")),
                fields);
        assertEquals(400, failure.problem().status());
    }

    @ParameterizedTest
    @CsvSource({
        "status, null, is required",
        "latency_ms, 86400001, must be at most 86400000",
        "input_tokens, 100000001, must be at most 100000000",
        "cost_usd, 100000.01, must be at most 100000",
        "cached_tokens, 11, must be at most input_tokens (10)",
        "reasoning_tokens, 21, must be at most output_tokens (20)",
        "cache_write_tokens, 11, must be at most input_tokens without cached ones (10)",
        "audio_input_tokens, 11, must be at most input_tokens without cached and cache_write ones (10)",
        "audio_output_tokens, 21, must be at most output_tokens without reasoning ones (20)",
        "output_images, 1.5, must be a whole number",
        "http_status, 600, must be at most 599",
        "timestamp, '\"2026-11-22T08:05:01Z\"', must lie at most 300 s ahead",
    })
    void absurdValuesAreRefused(String field, String value, String why) {
        // When
        ProblemException failure = assertThrows(
                ProblemException.class,
                () -> parse("{\"request_id\":\"r\",\"model\":\"m\",\"input_tokens\":10,\"output_tokens\":20,"
                        + (field.equals("status") ? "" : "\"status\":\"success\",")
                        + "\"" + field + "\":" + value + "}"));

        // Then
        FieldError error = failure.problem().errors().getLast();
        assertEquals("/" + field, error.field());
        assertTrue(error.detail().startsWith(why), error.detail());
    }

    @Test
    void costIsExact() {
        // When
        RequestRecord request = parse("""
                {"request_id":"r","model":"m","status":"success","cost_usd":0.1}""");

        // Then
        assertEquals(new BigDecimal("0.1"), request.costUsd());
    }

    @Test
    void tokensPerSecondNeedTokensAndALatency() {
        assertEquals(500, throughput("\"output_tokens\":400,\"latency_ms\":800"));
        assertEquals(-1, throughput("\"output_tokens\":400"));
        assertEquals(-1, throughput("\"latency_ms\":800"));
        assertEquals(-1, throughput("\"output_tokens\":400,\"latency_ms\":0"));
    }

    private double throughput(String fields) {
        RequestRecord request = parse("{\"request_id\":\"r\",\"model\":\"m\",\"status\":\"success\"," + fields + "}");
        return request.timing().throughput(request.tokens()).orElse(-1);
    }

    private RequestRecord parse(String json) {
        try (RecordReader records = RecordReader.open(
                new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), null, null, Limits.DEFAULT)) {
            return parser.parse(Fields.parse(records.next()));
        }
    }
}
