package io.modelwatch.collector.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modelwatch.collector.catalogue.Catalogue;
import io.modelwatch.collector.catalogue.Direction;
import io.modelwatch.collector.catalogue.MetricDefinition;
import io.modelwatch.collector.catalogue.MetricLevel;
import io.modelwatch.collector.catalogue.MetricType;
import io.modelwatch.collector.window.Labels;
import io.modelwatch.collector.window.MetricWindows;
import io.modelwatch.collector.window.TestClock;
import io.modelwatch.collector.window.Tier;
import io.modelwatch.collector.window.Tiers;
import io.modelwatch.collector.window.Window;
import io.modelwatch.collector.window.WindowBounds;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HealthRulesTest {

    private static final MetricDefinition LATENCY = new MetricDefinition(
            "request_latency_ms",
            MetricType.HISTOGRAM,
            MetricLevel.APPLICATION,
            "ms",
            "Request latency",
            "请求延迟",
            Direction.HIGHER_IS_WORSE,
            2000.0,
            5000.0);
    private static final MetricDefinition ACCURACY = new MetricDefinition(
            "model_accuracy",
            MetricType.GAUGE,
            MetricLevel.MODEL_QUALITY,
            "%",
            "Model accuracy",
            "模型准确率",
            Direction.LOWER_IS_WORSE,
            85.0,
            80.0);
    private static final Catalogue CATALOGUE = new Catalogue(List.of(LATENCY, ACCURACY));

    private final TestClock clock = new TestClock("2026-11-22T08:00:00Z");
    private final MetricWindows windows =
            new MetricWindows(new WindowBounds(new Tiers(List.of(Tier.parse("10s:1h"))), 10), clock);

    @Test
    void withoutValuesNothingIsAssessed() {
        assertEquals(new HealthJson("healthy", 0, List.of()), health());
    }

    @Test
    void aSingleSlowRequestIsNoIllness() {
        // Given
        for (int i = 0; i < 99; i++) {
            latency(300);
        }
        latency(60_000);

        // When
        HealthJson health = health();

        // Then
        assertEquals("healthy", health.status());
        assertEquals(1, health.assessed());
    }

    @Test
    void theWorstFindingComesFirstAndDecides() {
        // Given
        for (int i = 0; i < 10; i++) {
            latency(2500);
        }
        windows.add("model_accuracy", MetricType.GAUGE, Labels.of("model", "a"), 91, clock.instant());
        windows.add("model_accuracy", MetricType.GAUGE, Labels.of("model", "b"), 79, clock.instant());

        // When
        HealthJson health = health();

        // Then
        assertEquals("critical", health.status());
        assertEquals(
                List.of("model_accuracy", "request_latency_ms"),
                health.checks().stream().map(HealthJson.Finding::metric).toList());
        HealthJson.Finding accuracy = health.checks().getFirst();
        assertEquals(79, accuracy.value());
        assertEquals(80, accuracy.threshold());
        assertEquals(Map.of("model", "b"), accuracy.labels());
        HealthJson.Finding latency = health.checks().getLast();
        assertEquals("warning", latency.status());
        assertEquals("p95", latency.statistic());
        assertTrue(Math.abs(latency.value() - 2500) <= 25);
    }

    private void latency(double ms) {
        windows.add("request_latency_ms", MetricType.HISTOGRAM, Labels.of("model", "a"), ms, clock.instant());
    }

    private HealthJson health() {
        return HealthJson.of(HealthRules.check(CATALOGUE, windows, Window.parse("5m")));
    }
}
