package io.modelwatch.collector.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modelwatch.intake.FieldError;
import io.modelwatch.intake.Problem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerTest {

    @Test
    void allTaken() {
        assertEquals(new Reply.Taken(Map.of()), read(200, """
                {"accepted":1,"duplicates":1,"rejected":0,
                 "results":[{"index":0,"id":"a","status":"accepted"},{"index":1,"id":"b","status":"duplicate"}]}""", 2));
    }

    @Test
    void someRefused() {
        // When
        Reply reply = read(207, """
                {"accepted":1,"duplicates":0,"rejected":1,"results":[{"index":0,"id":"a","status":"accepted"},
                 {"index":1,"id":"b","status":"rejected","problem":{"type":"urn:modelwatch:problem:invalid-record",
                  "title":"A record is not valid","status":400,"detail":"/level must be …","record":1,
                  "errors":[{"field":"/level","detail":"must be …"}]}}]}""", 2);

        // Then
        Map<Integer, Problem> refused =
                assertInstanceOf(Reply.Taken.class, reply).refused();
        assertEquals(java.util.Set.of(1), refused.keySet());
        assertEquals("log-indexer refused it: /level must be …", refused.get(1).detail());
        assertEquals(
                List.of(new FieldError("/level", "must be …")), refused.get(1).errors());
        assertEquals(400, refused.get(1).status());
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 413, 422})
    void aFaultOfTheBatchIsARefusal(int status) {
        // When
        Reply reply = read(status, "{\"title\":\"no\",\"status\":" + status + ",\"detail\":\"why\"}", 1);

        // Then
        Problem problem = assertInstanceOf(Reply.Refused.class, reply).problem();
        assertEquals("log-indexer refused it: why", problem.detail());
        assertTrue(problem.status() == 400 || problem.status() == 413);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 401, 403, 404, 405, 415, 429, 500, 502, 503, 504})
    void anyOtherStatusMeansLater(int status) {
        assertEquals(new Reply.Unavailable("it answered " + status), read(status, "<html>", 1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"''", "OK", "{}", "[]", "{\"results\":[]}", "{\"results\":3}"})
    void anAnswerThatDoesNotTellIsNoAcknowledgement(String body) {
        assertInstanceOf(Reply.Unavailable.class, read(200, body, 1));
    }

    @Test
    void someDestinationsNeedNotTell() {
        assertEquals(new Reply.Taken(Map.of()), read(200, "whatever", -1));
    }

    private static Reply read(int status, String body, int expected) {
        return Answer.read("log-indexer", status, body, expected);
    }
}
