package io.modelwatch.collector.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modelwatch.collector.catalogue.Catalogue;
import io.modelwatch.collector.catalogue.Direction;
import io.modelwatch.collector.catalogue.MetricDefinition;
import io.modelwatch.collector.catalogue.MetricLevel;
import io.modelwatch.collector.catalogue.MetricType;
import io.modelwatch.collector.query.KnownMetrics;
import io.modelwatch.collector.query.WindowSource;
import io.modelwatch.collector.window.Labels;
import io.modelwatch.collector.window.MetricWindows;
import io.modelwatch.collector.window.TestClock;
import io.modelwatch.collector.window.Tier;
import io.modelwatch.collector.window.Tiers;
import io.modelwatch.collector.window.Window;
import io.modelwatch.collector.window.WindowBounds;
import java.time.Duration;
import java.time.Instant;
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
    private static final Catalogue CATALOGUE =
            new Catalogue(List.of(LATENCY, ACCURACY, counter("requests_total"), counter("errors_total")));

    private static MetricDefinition counter(String name) {
        return new MetricDefinition(
                name, MetricType.COUNTER, MetricLevel.APPLICATION, "", "", "", Direction.HIGHER_IS_WORSE, null, null);
    }

    private final HealthWatch watch = new HealthWatch();

    private final TestClock clock = new TestClock("2026-11-22T08:00:00Z");
    private final MetricWindows windows =
            new MetricWindows(new WindowBounds(new Tiers(List.of(Tier.parse("10s:1h"))), 10), clock);

    @Test
    void withoutValuesNothingIsAssessed() {
        // When
        HealthJson health = health();

        // Then
        assertEquals("healthy", health.status());
        assertEquals(0, health.assessed());
        assertEquals(List.of(), health.checks());
        assertTrue(health.layers().stream().allMatch(layer -> layer.status().equals("unknown")));
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

    @Test
    void eachLayerIsJudgedByItself() {
        // Given
        latency(300);
        windows.add("model_accuracy", MetricType.GAUGE, Labels.of("model", "b"), 79, clock.instant());

        // When
        HealthJson health = health();

        // Then
        assertEquals(
                List.of("unknown", "healthy", "critical", "unknown"),
                health.layers().stream().map(HealthJson.Layer::status).toList());
        assertEquals(
                "Model accuracy (latest) of model=b is 79%, below the critical threshold of 80%",
                health.checks().getFirst().reason());
        assertEquals(
                "模型准确率（最新值），model=b为 79%，低于严重阈值 80%", health.checks().getFirst().reasonZh());
        assertEquals(
                List.of("request_latency_ms"),
                health.passed().stream().map(HealthJson.Finding::metric).toList());
    }

    @Test
    void itIsKnownSinceWhenSomethingIsWrong() {
        // Given
        windows.add("model_accuracy", MetricType.GAUGE, Labels.of("model", "b"), 79, clock.instant());
        Instant began = clock.instant();
        health();
        clock.advance(Duration.ofMinutes(2));

        // When
        HealthJson later = health();

        // Then
        assertEquals(began, later.checks().getFirst().since());
        assertEquals(began, later.since());
        assertEquals(began, later.layers().get(2).since());
        windows.add("model_accuracy", MetricType.GAUGE, Labels.of("model", "b"), 99, clock.instant());
        HealthJson recovered = health();
        assertEquals("healthy", recovered.status());
        assertEquals(clock.instant(), recovered.since());
        assertEquals(clock.instant(), recovered.passed().getFirst().since());
    }

    @Test
    void aShareOfFailuresIsAssessedAsARatio() {
        // Given
        for (int i = 0; i < 20; i++) {
            windows.add("requests_total", MetricType.COUNTER, Labels.of("model", "a"), 1, clock.instant());
        }
        windows.add("errors_total", MetricType.COUNTER, Labels.of("model", "a"), 1, clock.instant());

        // When
        HealthJson health = health();

        // Then
        HealthJson.Finding rate = health.checks().getFirst();
        assertEquals("error_rate", rate.metric());
        assertEquals("ratio", rate.statistic());
        assertEquals(5, rate.value());
        assertEquals("warning", rate.status());
    }

    private HealthJson health() {
        List<HealthRules.Check> checks = HealthRules.check(
                new KnownMetrics(() -> CATALOGUE), windows, new WindowSource(windows), Window.parse("5m"));
        return HealthJson.of(watch.observe(checks, clock.instant()), "r1", "5m");
    }
}
