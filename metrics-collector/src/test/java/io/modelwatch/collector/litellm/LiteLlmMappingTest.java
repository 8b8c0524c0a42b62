package io.modelwatch.collector.litellm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelwatch.collector.request.RecordBounds;
import io.modelwatch.collector.request.RequestJson;
import io.modelwatch.collector.request.RequestParser;
import io.modelwatch.collector.request.RequestRecord;
import io.modelwatch.collector.window.TestClock;
import io.modelwatch.intake.Fields;
import io.modelwatch.intake.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiteLlmMappingTest {

    private static final JsonMapper JSON = new JsonMapper();

    private final RequestParser parser = new RequestParser(RecordBounds.DEFAULT, new TestClock("2026-11-22T08:01:00Z"));
    private final LiteLlmMapping mapping = new LiteLlmMapping(parser, RecordBounds.DEFAULT, false);

    @Test
    void aStreamedSuccessHasTokensTimesAndCost() throws IOException {
        // When
        JsonNode json = RequestJson.of(mapping.map(Fields.of(payload(0))));

        // Then
        assertEquals(JSON.readTree("""
                {"request_id":"chatcmpl-BhA1","timestamp":"2026-11-22T08:00:00.812Z","model":"gpt-4o",
                 "provider":"openai","operation":"chat","user_id":"u-7","status":"success","input_tokens":1200,
                 "output_tokens":350,"cached_tokens":1000,"reasoning_tokens":120,"cache_hit":false,"stream":true,
                 "latency_ms":812,"ttft_ms":140,"cost_usd":0.0065,
                 "trace_id":"3b0a7f0e-6a40-4f6e-9d0a-0b1c5b1f7a11",
                 "labels":{"team":"search","team_id":"t-17","api_key_alias":"search-prod",
                           "tags":"prod,User-Agent: AsyncOpenAI"},
                 "extra":{"model_group":"gpt-4o","model_id":"9b8f","api_base":"https://api.openai.com",
                          "call_type":"acompletion"}}"""), JSON.readTree(json.toString()));
    }

    @Test
    void aFailureHasItsErrorAndNoTimeToFirstToken() throws IOException {
        // When
        RequestRecord request = mapping.map(Fields.of(payload(1)));

        // Then
        assertTrue(request.failed());
        assertEquals("RateLimitError", request.outcome().errorType());
        assertEquals(
                "litellm.RateLimitError: AnthropicException - overloaded",
                request.outcome().error());
        assertEquals(429, request.outcome().httpStatus());
        assertEquals(2250, request.timing().latencyMs());
        assertNull(request.timing().ttftMs());
        assertNull(request.tokens().input());
        assertEquals("customer-9", request.origin().userId());
    }

    @Test
    void anAnswerFromTheCacheCostsNothingAndIsoTimesAreUtc() throws IOException {
        // When
        RequestRecord request = mapping.map(Fields.of(payload(2)));

        // Then
        assertEquals("embeddings", request.origin().operation());
        assertEquals("2026-11-22T08:00:04.250Z", request.timestamp().toString());
        assertEquals(250, request.timing().latencyMs());
        assertTrue(request.tokens().fromCache());
        assertEquals(0, request.costUsd().signum());
    }

    @Test
    void aSuccessForNothingIsPricedByUs() throws IOException {
        // Given
        ObjectNode payload = payload(0).put("response_cost", 0.0);

        // When
        RequestRecord request = mapping.map(Fields.of(payload));

        // Then
        assertNull(request.costUsd());
    }

    @Test
    void contentIsKeptWhereASettingSaysSo() throws IOException {
        // When
        RequestRecord request = new LiteLlmMapping(parser, RecordBounds.DEFAULT, true).map(Fields.of(payload(0)));

        // Then
        assertEquals("What is PSI?", request.content().prompt());
        assertEquals("Be kind.", request.content().systemPrompt());
        assertEquals("The population stability index.", request.content().response());
    }

    @Test
    void responseTimeStandsInForTheTimesOfACallOnly() throws IOException {
        // Given
        ObjectNode call = payload(1);
        ObjectNode stream = payload(0);
        call.remove("startTime");
        stream.remove("startTime");

        // When
        RequestRecord ofCall = mapping.map(Fields.of(call));
        RequestRecord ofStream = mapping.map(Fields.of(stream));

        // Then
        assertEquals(2250, ofCall.timing().latencyMs());
        assertNull(ofStream.timing().latencyMs());
        assertNull(ofStream.timing().ttftMs());
    }

    @ParameterizedTest
    @CsvSource({
        "id,            17,        /id",
        "id,            null,      /id",
        "status,        '\"odd\"', /status",
        "prompt_tokens, '\"12\"',  /prompt_tokens",
        "prompt_tokens, -1,        /prompt_tokens",
        "startTime,     '\"now\"', /startTime",
        "endTime,       1e300,     /endTime",
        "startTime,     1795339999,/latency_ms",
    })
    void whatIsWrongIsNamed(String field, String value, String pointer) throws IOException {
        // Given
        ObjectNode payload = payload(0);
        payload.set(field, JSON.readTree(value));

        // When
        ProblemException e = assertThrows(ProblemException.class, () -> mapping.map(Fields.of(payload)));

        // Then
        assertEquals(pointer, e.problem().errors().getFirst().field());
    }

    @ParameterizedTest
    @CsvSource({"metadata", "error_information", "messages", "response", "request_tags", "end_user", "cache_hit"})
    void anOddFormOfWhatDoesNotMatterIsLeftOut(String field) throws IOException {
        for (String odd : new String[] {"17", "\"text\"", "[[1]]", "{\"a\":{}}", "null"}) {
            // Given
            ObjectNode payload = payload(0);
            payload.set(field, JSON.readTree(odd));

            // When
            RequestRecord request = new LiteLlmMapping(parser, RecordBounds.DEFAULT, true).map(Fields.of(payload));

            // Then
            assertEquals("chatcmpl-BhA1", request.requestId());
        }
    }

    private static ObjectNode payload(int index) throws IOException {
        return (ObjectNode) JSON.readTree(Files.readString(Path.of("src/test/resources/litellm/json_array.json")))
                .get(index);
    }
}
