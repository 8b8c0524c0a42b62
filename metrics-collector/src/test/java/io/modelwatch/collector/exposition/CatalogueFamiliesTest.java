package io.modelwatch.collector.exposition;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
import io.modelwatch.collector.window.WindowBounds;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CatalogueFamiliesTest {

    private final TestClock clock = new TestClock("2026-11-22T08:00:00Z");
    private final MetricWindows windows =
            new MetricWindows(new WindowBounds(new Tiers(List.of(Tier.parse("10s:1h"))), 100), clock);
    private final Catalogue catalogue = new Catalogue(List.of(
            metric("gpu_utilization", MetricType.GAUGE, "%", Direction.HIGHER_IS_WORSE),
            metric("model_accuracy", MetricType.GAUGE, "", Direction.LOWER_IS_WORSE),
            metric("requests_total", MetricType.COUNTER, "", Direction.HIGHER_IS_WORSE),
            metric("preemptions", MetricType.COUNTER, "", Direction.HIGHER_IS_WORSE),
            metric("bad name", MetricType.GAUGE, "", Direction.HIGHER_IS_WORSE),
            metric("ttft_ms", MetricType.HISTOGRAM, "ms", Direction.HIGHER_IS_WORSE)));

    private static MetricDefinition metric(String name, MetricType type, String unit, Direction direction) {
        return new MetricDefinition(
                name, type, MetricLevel.APPLICATION, unit, "About " + name, "", direction, null, null);
    }

    @Test
    void gaugesAreTheLatestAndCountersEverything() throws IOException {
        // Given
        windows.add("requests_total", MetricType.COUNTER, Labels.of("model", "a"), 3, clock.instant());
        windows.add(
                "requests_total",
                MetricType.COUNTER,
                Labels.of("model", "a"),
                4,
                clock.instant().minusSeconds(90_000));
        windows.add("preemptions", MetricType.COUNTER, Labels.NONE, 1, clock.instant());
        windows.add("gpu_utilization", MetricType.GAUGE, Labels.of("gpu", "0"), 50, clock.instant());
        windows.add("gpu_utilization", MetricType.GAUGE, Labels.of("gpu", "0"), 60, clock.instant());
        windows.add("bad name", MetricType.GAUGE, Labels.NONE, 60, clock.instant());

        // Then
        assertEquals("""
                # HELP modelwatch_gpu_utilization About gpu_utilization, in %
                # TYPE modelwatch_gpu_utilization gauge
                modelwatch_gpu_utilization{gpu="0"} 60.0
                # HELP modelwatch_preemptions_total About preemptions
                # TYPE modelwatch_preemptions_total counter
                modelwatch_preemptions_total 1.0
                # HELP modelwatch_requests_total About requests_total
                # TYPE modelwatch_requests_total counter
                modelwatch_requests_total{model="a"} 7.0
                """, text());
        clock.advance(Duration.ofMinutes(6));
        assertEquals("""
                # HELP modelwatch_preemptions_total About preemptions
                # TYPE modelwatch_preemptions_total counter
                modelwatch_preemptions_total 1.0
                # HELP modelwatch_requests_total About requests_total
                # TYPE modelwatch_requests_total counter
                modelwatch_requests_total{model="a"} 7.0
                """, text());
    }

    @Test
    void labelsOutsideTheListAreLeftOutAndTheirSeriesPutTogether() throws IOException {
        // Given
        for (String user : List.of("u1", "u2", "u3")) {
            Labels labels = Labels.of(Map.of("user_id", user, "model", user.equals("u3") ? "unheard" : "a"));
            windows.add("requests_total", MetricType.COUNTER, labels, 1, clock.instant());
            windows.add("model_accuracy", MetricType.GAUGE, labels, user.equals("u1") ? 70 : 90, clock.instant());
        }

        // Then
        assertEquals("""
                # HELP modelwatch_model_accuracy About model_accuracy
                # TYPE modelwatch_model_accuracy gauge
                modelwatch_model_accuracy{model="a"} 70.0
                modelwatch_model_accuracy{model="other"} 90.0
                # HELP modelwatch_requests_total About requests_total
                # TYPE modelwatch_requests_total counter
                modelwatch_requests_total{model="a"} 2.0
                modelwatch_requests_total{model="other"} 1.0
                """, text());
    }

    private String text() throws IOException {
        PrometheusRegistry registry = new PrometheusRegistry();
        registry.register(new CatalogueFamilies(
                windows, () -> catalogue, Set.of("model", "gpu"), model -> model.equals("unheard") ? "other" : model));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ExpositionFormats.init().getPrometheusTextFormatWriter().write(out, registry.scrape());
        return out.toString(StandardCharsets.UTF_8);
    }
}
