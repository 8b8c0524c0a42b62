package io.modelwatch.devstack.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelwatch.devstack.demo.GatewayClient.Form;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GatewayClientTest {

    private final List<Duration> pauses = new ArrayList<>();
    private final Http http = new Http();
    private FakeServices services;
    private GatewayClient client;

    @BeforeEach
    void start() throws IOException {
        services = new FakeServices();
        client = new GatewayClient(http, services.uri(), new Timer() {
            @Override
            public Instant now() {
                return Instant.now();
            }

            @Override
            public void sleep(Duration duration) {
                pauses.add(duration);
            }
        });
    }

    @AfterEach
    void stop() {
        services.close();
        http.close();
    }

    @Test
    void sendsObjectsArraysAndLinesPlainAndGzipped() throws InterruptedException {
        client.send(fresh("a", "b"), Form.SINGLE, false);
        client.send(fresh("c", "d"), Form.ARRAY, true);
        client.send(fresh("e", "f"), Form.LINES, true);
        client.send(fresh("g", "天"), Form.LINES, false);

        assertEquals(List.of("object", "object", "array", "lines", "lines"), services.contentTypes);
        assertEquals(2, services.gzipped);
        assertEquals(8, services.records.size());
        assertEquals(8, client.counts().accepted());
        assertEquals(5, client.counts().requests());
        assertEquals(2, client.counts().gzipped());
        assertEquals(0, client.counts().surpriseCount());
        assertEquals(List.of("a", "b", "c", "d", "e", "f", "g", "天"), client.acknowledged());
    }

    @Test
    void waitsAsLongAsTheServerAsksAndSendsAgain() throws InterruptedException {
        services.refuse = 2;
        services.retryAfter = "3";

        client.send(fresh("a"), Form.SINGLE, false);

        assertEquals(List.of(Duration.ofSeconds(3), Duration.ofSeconds(3)), pauses);
        assertEquals(2, client.counts().retries());
        assertEquals(1, client.counts().accepted());
        assertEquals(0, client.counts().undelivered());
    }

    @Test
    void neverWaitsLongerThanFiveSecondsAndGivesUpInTheEnd() throws InterruptedException {
        services.refuse = 100;
        services.retryAfter = "3600";

        client.send(fresh("a", "b"), Form.LINES, false);

        assertTrue(pauses.stream().allMatch(pause -> pause.equals(Duration.ofSeconds(5))), pauses.toString());
        assertEquals(9, client.counts().retries());
        assertEquals(2, client.counts().undelivered());
        assertEquals(List.of(), client.acknowledged());
        assertTrue(client.counts().surprises().getFirst().contains("503"));
    }

    @Test
    void triesAgainWhenNobodyAnswers() throws InterruptedException {
        services.close();

        client.send(fresh("a"), Form.SINGLE, false);

        assertEquals(9, pauses.size());
        assertEquals(1, client.counts().undelivered());
    }

    @Test
    void expectsARepeatToBeADuplicate() throws InterruptedException {
        client.send(fresh("a"), Form.SINGLE, false);
        client.send(List.of(Outgoing.repeated(record("a")), Outgoing.fresh(record("b"))), Form.ARRAY, false);

        SendCounts counts = client.counts();
        assertEquals(1, counts.duplicates());
        assertEquals(1, counts.repeats());
        assertEquals(2, counts.accepted());
        assertEquals(0, counts.surpriseCount());
    }

    @Test
    void isSurprisedByARepeatThatCounts() throws InterruptedException {
        services.forgetful = true;
        client.send(fresh("a"), Form.SINGLE, false);

        client.send(List.of(Outgoing.repeated(record("a"))), Form.SINGLE, false);

        assertEquals(1, client.counts().surpriseCount());
        assertTrue(client.counts().surprises().getFirst().contains("accepted"));
    }

    @Test
    void isSurprisedByADuplicateOnlyIfTheRecordWasNeverTriedBefore() throws InterruptedException {
        client.send(fresh("a", "b"), Form.ARRAY, false);

        client.send(fresh("a"), Form.SINGLE, false);
        assertEquals(1, client.counts().surpriseCount());

        services.refuse = 1;
        client.send(fresh("b"), Form.SINGLE, false);
        assertEquals(1, client.counts().surpriseCount());
    }

    @Test
    void expectsBadRecordsToBeRefusedByFieldAloneAndAmongOthers() throws InterruptedException {
        List<Outgoing> bad = BadRecords.from(record("x"));

        client.send(bad.subList(0, 2), Form.SINGLE, false);
        client.send(List.of(bad.get(2), Outgoing.fresh(record("a")), bad.get(3)), Form.ARRAY, false);
        client.send(List.of(bad.get(4), Outgoing.fresh(record("b")), bad.get(5)), Form.LINES, true);

        SendCounts counts = client.counts();
        assertEquals(0, counts.surpriseCount(), counts.surprises().toString());
        assertEquals(6, counts.rejected());
        assertEquals(6, counts.spoiled());
        assertEquals(2, counts.accepted());
        assertEquals(List.of("a", "b"), List.copyOf(services.records.keySet()));
    }

    @Test
    void isSurprisedByABadRecordThatIsTaken() throws InterruptedException {
        services.lenient = true;

        client.send(BadRecords.from(record("x")).subList(0, 1), Form.SINGLE, false);

        assertEquals(1, client.counts().surpriseCount());
    }

    @Test
    void isSurprisedByAGoodRecordThatIsRefused() throws InterruptedException {
        ObjectNode record = record("a");
        record.put("status", "maybe");

        client.send(List.of(Outgoing.fresh(record)), Form.SINGLE, false);

        assertEquals(1, client.counts().rejected());
        assertTrue(client.counts().surprises().getFirst().contains("/status"));
    }

    @Test
    void countsFailedRequestsAndResponses() throws InterruptedException {
        ObjectNode failed = record("b");
        failed.put("status", "error");
        ObjectNode answered = record("c");
        answered.put("response", "yes");

        client.send(
                List.of(Outgoing.fresh(record("a")), Outgoing.fresh(failed), Outgoing.fresh(answered)),
                Form.ARRAY,
                false);

        assertEquals(1, client.counts().errors());
        assertEquals(1, client.counts().responses());
    }

    private static List<Outgoing> fresh(String... ids) {
        return java.util.Arrays.stream(ids)
                .map(id -> Outgoing.fresh(record(id)))
                .toList();
    }

    private static ObjectNode record(String id) {
        ObjectNode record = Json.MAPPER.createObjectNode();
        record.put("request_id", id).put("model", "gpt-4o").put("status", "success");
        return record.put("timestamp", "2026-03-01T08:00:00Z");
    }
}
