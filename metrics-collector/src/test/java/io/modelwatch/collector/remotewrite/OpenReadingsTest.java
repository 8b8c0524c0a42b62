package io.modelwatch.collector.remotewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modelwatch.collector.catalogue.Catalogue;
import io.modelwatch.collector.catalogue.Direction;
import io.modelwatch.collector.catalogue.MetricDefinition;
import io.modelwatch.collector.catalogue.MetricLevel;
import io.modelwatch.collector.catalogue.MetricType;
import io.modelwatch.collector.foreign.CounterIncrements;
import io.modelwatch.collector.remotewrite.OpenReadings.Taken;
import io.modelwatch.collector.remotewrite.WriteRequestReader.Point;
import io.modelwatch.collector.remotewrite.WriteRequestReader.Series;
import io.modelwatch.collector.window.Labels;
import io.modelwatch.collector.window.MetricWindows;
import io.modelwatch.collector.window.Selection;
import io.modelwatch.collector.window.Statistics;
import io.modelwatch.collector.window.TestClock;
import io.modelwatch.collector.window.Tier;
import io.modelwatch.collector.window.Tiers;
import io.modelwatch.collector.window.Window;
import io.modelwatch.collector.window.WindowBounds;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OpenReadingsTest {

    private final TestClock clock = new TestClock("2026-11-22T08:00:00Z");
    private final MetricWindows windows =
            new MetricWindows(new WindowBounds(new Tiers(List.of(Tier.parse("1s:1h"))), 100), clock);
    private final Catalogue catalogue = new Catalogue(List.of(
            metric("memory_utilization", MetricType.GAUGE),
            metric("user_satisfaction", MetricType.GAUGE),
            metric("engine_generation_tokens_total", MetricType.COUNTER)));
    private final OpenReadings readings = new OpenReadings(
            new OpenReadings.Bounds(2, 3, Duration.ofSeconds(5), Duration.ofMinutes(5)),
            new CounterIncrements(100),
            () -> catalogue,
            windows,
            clock);
    private final long start = clock.instant().toEpochMilli();

    @Test
    void piecesOfOneScrapeInSeveralRequestsBelongTogether() {
        // Given
        take(series("node_memory_MemTotal_bytes", "n1", start, 1000));
        take(series("node_memory_MemTotal_bytes", "n2", start, 1000));

        // When
        take(series("node_memory_MemAvailable_bytes", "n1", start, 100));
        take(series("node_memory_MemAvailable_bytes", "n1", start + 1000, 500));

        // Then
        assertEquals(90, last("memory_utilization", "n1"));
        clock.advance(Duration.ofSeconds(6));
        readings.recordIdle();
        assertEquals(90, last("memory_utilization", "n1"));
        assertEquals(null, last("memory_utilization", "n2"));
    }

    @Test
    void aRequestSentAgainAddsNothingToATotal() {
        // Given
        Series totals = new Series(
                "vllm:generation_tokens_total",
                Map.of("instance", "e", "job", "j"),
                List.of(new Point(100, start), new Point(200, start + 1000), new Point(350, start + 2000)),
                0);

        // When
        take(totals);
        take(totals);
        take(series("vllm:generation_tokens_total", "e", start + 3000, 400));
        clock.advance(Duration.ofSeconds(6));
        readings.recordIdle();

        // Then
        Statistics sum = statistics("engine_generation_tokens_total", MetricType.COUNTER, "e");
        assertEquals(300, sum == null ? -1 : sum.sum());
    }

    @Test
    void whatNobodyKnowsIsCountedAndWhatHasNoRoomIsDropped() {
        // When
        Taken taken = readings.take(List.of(
                series("nobody", "a", start, 1),
                new Series("user_satisfaction", Map.of("instance", "a"), List.of(), 4),
                series("user_satisfaction", "a", start, 1),
                series("user_satisfaction", "a", start, 2),
                series("user_satisfaction", "a", start, 3),
                series("user_satisfaction", "a", start, 4),
                series("user_satisfaction", "a", start + 3_600_000, 5)));

        // Then
        assertEquals(new Taken(3, 5, 2), taken);
    }

    @Test
    void theTargetHeardOfLongestAgoMakesRoom() {
        // When
        for (String instance : List.of("a", "b", "c")) {
            take(series("user_satisfaction", instance, start, 7));
        }

        // Then
        assertEquals(7, last("user_satisfaction", "a"));
        assertTrue(statistics("user_satisfaction", MetricType.GAUGE, "b") == null);
    }

    private void take(Series series) {
        readings.take(List.of(series));
    }

    private static Series series(String name, String instance, long timestamp, double value) {
        return new Series(name, Map.of("instance", instance, "job", "j"), List.of(new Point(value, timestamp)), 0);
    }

    private @Nullable Double last(String metric, String instance) {
        Statistics statistics = statistics(metric, MetricType.GAUGE, instance);
        return statistics == null ? null : statistics.last();
    }

    private @Nullable Statistics statistics(String metric, MetricType type, String instance) {
        return windows.select(metric, type, Selection.by("instance"), Window.parse("1h"))
                .series()
                .get(Labels.of("instance", instance));
    }

    private static MetricDefinition metric(String name, MetricType type) {
        return new MetricDefinition(
                name, type, MetricLevel.INFRASTRUCTURE, "", "", "", Direction.HIGHER_IS_WORSE, null, null);
    }
}
