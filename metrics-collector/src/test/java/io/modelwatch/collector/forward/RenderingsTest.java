package io.modelwatch.collector.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modelwatch.collector.cost.Cost;
import io.modelwatch.collector.cost.PricedRequest;
import io.modelwatch.collector.request.Content;
import io.modelwatch.collector.request.Origin;
import io.modelwatch.collector.request.Outcome;
import io.modelwatch.collector.request.RequestRecord;
import io.modelwatch.collector.request.Status;
import io.modelwatch.collector.request.Timing;
import io.modelwatch.collector.request.Tokens;
import io.modelwatch.collector.request.Trace;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RenderingsTest {

    @Test
    void aLogEntrySaysWhatHappenedAndWhatItCost() {
        // When
        Outgoing entry = Renderings.logEntry(request("r-1", Status.ERROR, "line\nbreak"));

        // Then
        assertEquals("""
                {"request_id":"r-1","timestamp":"2026-11-22T08:00:00Z","model":"m","status":"error",\
                "input_tokens":10,"response":"line\\nbreak","event":"llm_request_completed","level":"ERROR",\
                "cost_usd":0.00000025}""", text(entry));
    }

    @Test
    void theSendersCostStandsBesideOurs() {
        // Given
        RequestRecord record = request("r-1", Status.SUCCESS, null).request();
        RequestRecord said = new RequestRecord(
                record.requestId(),
                record.timestamp(),
                record.origin(),
                record.outcome(),
                record.tokens(),
                record.timing(),
                new BigDecimal("0.50"),
                record.content(),
                record.trace(),
                record.labels(),
                record.extra());

        // When
        String other = text(Renderings.logEntry(new PricedRequest(said, new Cost.Usd(BigDecimal.ONE))));
        String same = text(Renderings.logEntry(new PricedRequest(said, new Cost.Usd(new BigDecimal("0.5")))));

        // Then
        assertTrue(other.contains("\"cost_usd\":1,") && other.contains("\"reported_cost_usd\":0.5}"), other);
        assertTrue(same.contains("\"cost_usd\":0.5,") && !same.contains("reported"), same);
    }

    @Test
    void anEvaluationHasTheFieldsThatAreRead() {
        // When
        Outgoing item =
                Renderings.evaluation(request("r-1", Status.SUCCESS, "你好"), 1).orElseThrow();

        // Then
        assertEquals("""
                {"request_id":"r-1","timestamp":"2026-11-22T08:00:00Z","model":"m","status":"success",\
                "response":"你好","input_tokens":10}""", text(item));
    }

    @Test
    void onlyResponsesAreEvaluated() {
        assertTrue(
                Renderings.evaluation(request("r-1", Status.SUCCESS, null), 1).isEmpty());
    }

    @Test
    void samplingTakesItsShareAndAlwaysTheSameOnes() {
        // Given
        List<String> first = sampled(0.2);

        // When
        List<String> second = sampled(0.2);

        // Then
        assertEquals(first, second);
        assertTrue(Math.abs(first.size() - 2000) < 200, "sampled " + first.size());
        assertTrue(sampled(0.3).containsAll(first));
        assertEquals(0, sampled(0).size());
        assertEquals(10_000, sampled(1).size());
    }

    private static List<String> sampled(double share) {
        return java.util.stream.IntStream.range(0, 10_000)
                .mapToObj(i -> "request-" + i)
                .filter(id -> Renderings.evaluation(request(id, Status.SUCCESS, "x"), share)
                        .isPresent())
                .toList();
    }

    private static String text(Outgoing outgoing) {
        return new String(outgoing.json(), StandardCharsets.UTF_8);
    }

    private static PricedRequest request(String id, Status status, String response) {
        return new PricedRequest(
                new RequestRecord(
                        id,
                        Instant.parse("2026-11-22T08:00:00Z"),
                        new Origin("m", null, null, null, null, null, null),
                        new Outcome(status, null, null, null),
                        new Tokens(10L, null, null, null, null),
                        new Timing(null, null, null, null),
                        null,
                        new Content(null, null, List.of(), response, null),
                        new Trace(null, null),
                        Map.of(),
                        Map.of()),
                new Cost.Usd(new BigDecimal("2.5E-7")));
    }
}
