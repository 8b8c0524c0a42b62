package io.modelwatch.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchResultTest {

    private static final Problem NEGATIVE = Problem.of(
            CommonProblem.INVALID_RECORD,
            "/latency_ms must be at least 0, was -5",
            List.of(new FieldError("/latency_ms", "must be at least 0, was -5")));

    @Test
    void namesEveryRecordInTheOrderOfTheBody() throws JsonProcessingException {
        BatchResult result = new BatchResult();

        result.rejected(2, null, NEGATIVE);
        result.accepted(0, "r1");
        result.duplicate(1, "r1");

        assertNull(result.failure());
        assertEquals(new ObjectMapper().readTree("""
                        {"accepted":1,"duplicates":1,"rejected":1,"results":[
                          {"index":0,"id":"r1","status":"accepted"},
                          {"index":1,"id":"r1","status":"duplicate"},
                          {"index":2,"status":"rejected","problem":{
                            "type":"urn:modelwatch:problem:invalid-record","title":"A record is not valid","status":400,
                            "detail":"/latency_ms must be at least 0, was -5","record":2,
                            "errors":[{"field":"/latency_ms","detail":"must be at least 0, was -5"}]}}]}
                        """), new ObjectMapper().valueToTree(result));
    }

    @Test
    void singleBadRecordIsItsOwnProblem() {
        BatchResult result = new BatchResult();

        result.rejected(0, null, NEGATIVE);

        assertEquals(NEGATIVE.inRecord(0), result.failure());
    }

    @Test
    void batchWithNothingGoodListsTheFieldsOfAllRecords() {
        BatchResult result = new BatchResult();

        result.rejected(0, null, NEGATIVE);
        result.rejected(1, null, Problem.of(CommonProblem.RECORD_TOO_LARGE, "too long"));
        Problem failure = result.failure();

        assertNotNull(failure);
        assertEquals(
                List.of(
                        new FieldError(0, "/latency_ms", "must be at least 0, was -5"),
                        new FieldError(1, "", "too long")),
                failure.errors());
    }

    @Test
    void emptyBatchIsNoFailure() {
        assertNull(new BatchResult().failure());
    }
}
