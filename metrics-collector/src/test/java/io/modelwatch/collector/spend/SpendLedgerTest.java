package io.modelwatch.collector.spend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.modelwatch.collector.cost.Cost;
import io.modelwatch.collector.cost.PricedRequest;
import io.modelwatch.collector.request.RecordBounds;
import io.modelwatch.collector.request.RequestParser;
import io.modelwatch.collector.spend.SpendBook.BookException;
import io.modelwatch.collector.window.TestClock;
import io.modelwatch.intake.Fields;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpendLedgerTest {

    private record Row(Instant arrived, SpendKey key) {}

    private final TestClock clock = new TestClock("2026-11-22T08:30:00Z");
    private final Map<Row, Spend> table = new HashMap<>();
    private int writes;
    private boolean down;
    private boolean lostAnswer;
    private final SpendLedger ledger = new SpendLedger(this::write, 3, clock);

    private synchronized void write(Instant arrived, Map<SpendKey, Spend> rows) throws BookException {
        writes++;
        if (down) {
            throw new BookException("away");
        }
        rows.forEach((key, spend) -> table.put(new Row(arrived, key), spend));
        if (lostAnswer) {
            throw new BookException("nobody knows");
        }
    }

    @Test
    void whatCostsTheSameIsOneRowAndWritingAgainChangesNothing() throws BookException {
        // Given
        ledger.add(List.of(request("a", "u", "1.5"), request("a", "u", "0.25"), request("b", "u", "1")));

        // When
        ledger.flush();
        ledger.flush();
        ledger.add(List.of(request("a", "u", "1")));
        ledger.flush();

        // Then
        assertEquals(2, writes);
        assertEquals(2, table.size());
        assertEquals(4, sum().requests());
        assertEquals(new BigDecimal("3.75"), sum().costUsd());
        assertEquals(0, ledger.unwritten());
    }

    @Test
    void anOutageLosesNothing() throws BookException {
        // Given
        down = true;
        ledger.add(List.of(request("a", "u", "1")));
        assertThrows(BookException.class, ledger::flush);
        clock.advance(Duration.ofHours(5));
        ledger.add(List.of(request("a", "u", "2")));
        assertThrows(BookException.class, ledger::flush);

        // When
        down = false;
        ledger.flush();

        // Then
        assertEquals(new BigDecimal("3"), sum().costUsd());
    }

    @Test
    void aRequiredWriteThatFailsDoesNotCountWhetherItArrivedOrNot() throws BookException {
        // Given
        ledger.addAndWrite(List.of(request("a", "u", "1")));
        lostAnswer = true;

        // When
        assertThrows(BookException.class, () -> ledger.addAndWrite(List.of(request("a", "u", "5"))));
        lostAnswer = false;
        ledger.addAndWrite(List.of(request("a", "u", "2")));

        // Then
        assertEquals(new BigDecimal("3"), sum().costUsd());
        assertEquals(2, sum().requests());
    }

    @Test
    void beyondTheBoundUsersAndThenEverythingBecomeOther() throws BookException {
        // When
        ledger.add(IntStream.range(0, 10)
                .mapToObj(i -> request("m" + i % 5, "u" + i, "1"))
                .toList());
        ledger.flush();

        // Then
        assertEquals(new BigDecimal("10"), sum().costUsd());
        assertTrue(table.size() <= 7, () -> table.keySet().toString());
        assertEquals(7, ledger.folded());
    }

    @Test
    void manyThreadsWriteTogetherAndNothingIsLost() throws Exception {
        // When
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Object>> all = IntStream.range(0, 200)
                    .mapToObj(i -> threads.submit(() -> {
                        ledger.addAndWrite(List.of(request("a", "u", "0.1")));
                        return new Object();
                    }))
                    .toList();
            for (Future<Object> one : all) {
                one.get();
            }
        }

        // Then
        assertEquals(200, sum().requests());
        assertEquals(0, new BigDecimal("20").compareTo(sum().costUsd()));
    }

    private Spend sum() {
        return table.values().stream().reduce(Spend.NOTHING, Spend::plus);
    }

    private PricedRequest request(String model, String user, String cost) {
        return new PricedRequest(
                new RequestParser(RecordBounds.DEFAULT, clock)
                        .parse(Fields.of(JsonNodeFactory.instance
                                .objectNode()
                                .put("request_id", "r")
                                .put("model", model)
                                .put("user_id", user)
                                .put("status", "success"))),
                new Cost.Usd(new BigDecimal(cost)));
    }
}
