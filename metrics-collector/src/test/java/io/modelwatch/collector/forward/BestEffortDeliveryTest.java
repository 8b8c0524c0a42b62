package io.modelwatch.collector.forward;

import static io.modelwatch.collector.forward.ScriptedDestination.record;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BestEffortDeliveryTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final DeliveryMetrics metrics = new DeliveryMetrics(registry);
    private final ScriptedDestination destination = new ScriptedDestination();
    private BestEffortDelivery delivery = delivery(100, 1000, LONG);

    private BestEffortDelivery delivery(int records, long bytes, Duration giveUp) {
        return new BestEffortDelivery(
                destination,
                new BatchBounds(10, 1000),
                new BestEffortDelivery.Patience(records, bytes, Duration.ofMillis(5), giveUp),
                new Backoff(Duration.ofMillis(1), Duration.ofMillis(5)),
                metrics);
    }

    @AfterEach
    void stop() throws InterruptedException {
        delivery.close(Duration.ofSeconds(5));
    }

    @Test
    void sendsWhatIsOfferedInBatches() {
        // Given
        offer(25);

        // When
        delivery.start();

        // Then
        await().until(() -> destination.taken.size() == 25);
        assertEquals(List.of(10, 10, 5), destination.batchSizes);
    }

    @Test
    void aFullBufferDropsAndCounts() {
        // Given
        delivery = delivery(3, 1000, LONG);

        // When
        offer(5);

        // Then
        assertMetric("metrics_collector_dropped_records_total{destination=\"scripted\",reason=\"buffer-full\"} 2.0");
        assertMetric("metrics_collector_buffered_records{destination=\"scripted\"} 3.0");
    }

    @Test
    void theBufferIsBoundedInBytesToo() {
        // Given
        delivery = delivery(100, 10, LONG);

        // When
        delivery.offer(record("12345678"));
        delivery.offer(record("12345678"));

        // Then
        assertMetric("metrics_collector_dropped_records_total{destination=\"scripted\",reason=\"buffer-full\"} 1.0");
    }

    @Test
    void anOutageIsSatOut() {
        // Given
        destination.failuresToCome = 20;
        offer(3);

        // When
        delivery.start();

        // Then
        await().until(() -> destination.taken.size() == 3);
        assertMetric("metrics_collector_forward_failures_total{destination=\"scripted\"} 20.0");
        await().untilAsserted(
                        () -> assertMetric("metrics_collector_forwarded_records_total{destination=\"scripted\"} 3.0"));
    }

    @Test
    void aBatchIsGivenUpAfterItsTime() {
        // Given
        destination.failuresToCome = Integer.MAX_VALUE;
        delivery = delivery(100, 1000, Duration.ofMillis(30));
        offer(2);

        // When
        delivery.start();

        // Then
        await().untilAsserted(() -> assertMetric(
                "metrics_collector_dropped_records_total{destination=\"scripted\",reason=\"gave-up\"} 2.0"));
    }

    @Test
    void aRefusedRecordDoesNotCostItsNeighbours() {
        // Given
        destination.refusesWholeBatches = true;
        delivery.offer(record("a"));
        delivery.offer(record("bad"));
        delivery.offer(record("c"));

        // When
        delivery.start();

        // Then
        await().until(() -> destination.taken.equals(List.of("a", "c")));
        await().untilAsserted(
                        () -> assertMetric("metrics_collector_refused_records_total{destination=\"scripted\"} 1.0"));
    }

    @Test
    void closingSendsWhatIsLeft() throws InterruptedException {
        // Given
        delivery.start();
        offer(37);

        // When
        delivery.close(Duration.ofSeconds(10));

        // Then
        assertEquals(37, destination.taken.size());
    }

    @Test
    void closingEndsInTimeAndCountsWhatIsLost() throws InterruptedException {
        // Given
        destination.failuresToCome = Integer.MAX_VALUE;
        delivery.start();
        offer(37);

        // When
        long start = System.nanoTime();
        delivery.close(Duration.ofMillis(100));

        // Then
        assertTrue(System.nanoTime() - start < Duration.ofSeconds(5).toNanos());
        assertMetric("metrics_collector_dropped_records_total{destination=\"scripted\",reason=\"shutdown\"} 37.0");
        assertTrue(destination.taken.isEmpty());
    }

    private void offer(int records) {
        for (int i = 0; i < records; i++) {
            delivery.offer(record("r-" + i));
        }
    }

    private void assertMetric(String line) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            PrometheusTextFormatWriter.create().write(out, registry.scrape());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        String text = out.toString(StandardCharsets.UTF_8);
        assertTrue(text.lines().anyMatch(line::equals), () -> line + " not in\n" + text);
    }
}
