package io.modelwatch.collector.forward;

import static io.modelwatch.collector.forward.ScriptedDestination.records;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modelwatch.collector.window.TestClock;
import io.modelwatch.intake.ProblemException;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RequiredDeliveryTest {

    private final ScriptedDestination destination = new ScriptedDestination();
    private final TestClock clock = new TestClock("2026-11-22T08:00:00Z");
    private final RequiredDelivery delivery = new RequiredDelivery(
            destination,
            new BatchBounds(3, 100),
            3,
            new Backoff(Duration.ofMillis(1), Duration.ofMillis(2)),
            new CircuitBreaker(2, Duration.ofSeconds(10), clock),
            new DeliveryMetrics(new PrometheusRegistry()));

    @Test
    void sendsInBatchesAndKeepsTheOrder() {
        // When
        var refused = delivery.deliver(records("a", "b", "c", "d", "e", "f", "g"));

        // Then
        assertTrue(refused.isEmpty());
        assertEquals(List.of("a", "b", "c", "d", "e", "f", "g"), destination.taken);
        assertEquals(List.of(3, 3, 1), destination.batchSizes);
    }

    @Test
    void oneLargeRecordGoesAlone() {
        // When
        delivery.deliver(records("a", "x".repeat(500), "b", "c"));

        // Then
        assertEquals(List.of(1, 1, 2), destination.batchSizes);
    }

    @Test
    void nothingToDeliverNeedsNobody() {
        // When
        delivery.deliver(List.of());

        // Then
        assertEquals(0, destination.calls);
    }

    @Test
    void aShortFailureIsRetried() {
        // Given
        destination.failuresToCome = 2;

        // When
        delivery.deliver(records("a"));

        // Then
        assertEquals(List.of("a"), destination.taken);
        assertEquals(3, destination.calls);
    }

    @Test
    void aLongFailureIsTheSendersToKnow() {
        // Given
        destination.failuresToCome = 3;

        // When
        ProblemException failure = assertThrows(ProblemException.class, () -> delivery.deliver(records("a")));

        // Then
        assertEquals(503, failure.problem().status());
        assertTrue(failure.getMessage().contains("scripted did not take the records (down)"), failure.getMessage());
        assertTrue(destination.taken.isEmpty());
    }

    @Test
    void refusedRecordsAreNamedByTheirPlaceInTheWholeList() {
        // When
        var refused = delivery.deliver(records("a", "bad-1", "c", "d", "bad-4"));

        // Then
        assertEquals(Set.of(1, 4), refused.keySet());
        assertEquals(List.of("a", "c", "d"), destination.taken);
    }

    @Test
    void aRecordThatSpoilsItsBatchStandsAlone() {
        // Given
        destination.refusesWholeBatches = true;

        // When
        var refused = delivery.deliver(records("a", "b", "bad", "d", "e"));

        // Then
        assertEquals(Set.of(2), refused.keySet());
        assertEquals(List.of("a", "b", "d", "e"), destination.taken);
    }
}
