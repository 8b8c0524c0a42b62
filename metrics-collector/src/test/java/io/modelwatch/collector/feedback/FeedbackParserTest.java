package io.modelwatch.collector.feedback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelwatch.collector.request.RecordBounds;
import io.modelwatch.collector.window.TestClock;
import io.modelwatch.intake.FieldError;
import io.modelwatch.intake.Fields;
import io.modelwatch.intake.ProblemException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeedbackParserTest {

    private final TestClock clock = new TestClock("2026-11-22T08:00:00Z");
    private final FeedbackParser parser =
            new FeedbackParser(RecordBounds.DEFAULT, 100, BigDecimal.valueOf(1_000_000), clock);

    @Test
    void everySignalIsRead() throws JsonProcessingException {
        // When
        Feedback feedback = parse("""
                {"feedback_id":"f","timestamp":"2026-11-22T07:00:00Z","request_id":"r","session_id":"s","user_id":"u",
                 "model":"m","service":"c","environment":"e","thumbs":"down","rating":4.5,"task_completed":true,
                 "human_takeover":false,"turns":7,"converted":true,"revenue_usd":19.90,"retained":false,
                 "comment":"差","labels":{"a":"b"}}""");

        // Then
        assertEquals("f", feedback.id());
        assertEquals(Instant.parse("2026-11-22T07:00:00Z"), feedback.at());
        assertEquals(new Feedback.About("r", "s", "u", "m", "c", "e"), feedback.about());
        assertEquals(new BigDecimal("19.9"), feedback.signals().revenueUsd().stripTrailingZeros());
        assertEquals(7L, feedback.signals().turns());
        assertTrue(feedback.signals().judgesAnswer());
        assertFalse(feedback.signals().likesAnswer());
        assertEquals("差", feedback.comment());
    }

    @Test
    void theSameWordsWithoutAnIdAreOneFeedback() throws JsonProcessingException {
        String once = parse("{\"request_id\":\"r\",\"thumbs\":\"up\"}").id();
        assertEquals(once, parse("{\"thumbs\":\"up\",\"request_id\":\"r\"}").id());
        assertNotEquals(
                once, parse("{\"request_id\":\"r\",\"thumbs\":\"down\"}").id());
        assertNotEquals(once, parse("{\"request_id\":\"q\",\"thumbs\":\"up\"}").id());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"thumbs\":\"up\"} | /request_id",
                "{\"request_id\":\"r\"} | /thumbs",
                "{\"request_id\":\"r\",\"thumbs\":\"sideways\"} | /thumbs",
                "{\"request_id\":\"r\",\"rating\":6} | /rating",
                "{\"request_id\":\"r\",\"rating\":0.5} | /rating",
                "{\"request_id\":\"r\",\"turns\":-1} | /turns",
                "{\"request_id\":\"r\",\"revenue_usd\":-1} | /revenue_usd",
                "{\"request_id\":\"r\",\"revenue_usd\":1e308} | /revenue_usd",
                "{\"request_id\":\"r\",\"retained\":\"yes\"} | /retained",
                "{\"request_id\":\"r\",\"retained\":true,\"timestamp\":\"2027-01-01T00:00:00Z\"} | /timestamp",
            })
    void aBadFieldIsNamed(String json, String field) {
        ProblemException problem = assertThrows(ProblemException.class, () -> parse(json));
        assertEquals(400, problem.problem().status());
        assertEquals(
                List.of(field),
                problem.problem().errors().stream().map(FieldError::field).toList());
    }

    private Feedback parse(String json) throws JsonProcessingException {
        return parser.parse(Fields.of((ObjectNode) new JsonMapper().readTree(json)));
    }
}
