package io.modelwatch.collector.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modelwatch.collector.catalogue.Direction;
import io.modelwatch.collector.catalogue.MetricDefinition;
import io.modelwatch.collector.catalogue.MetricLevel;
import io.modelwatch.collector.catalogue.MetricType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricWindowsTest {

    private static final Tiers TIERS =
            new Tiers(List.of(Tier.parse("1s:2m"), Tier.parse("10s:1h"), Tier.parse("5m:24h")));
    private static final Labels MODEL_A = Labels.of("model", "a");
    private static final Labels MODEL_B = Labels.of("model", "b");

    private final TestClock clock = new TestClock("2026-11-22T08:00:00.500Z");
    private final MetricWindows windows = new MetricWindows(new WindowBounds(TIERS, 100), clock);

    private record Value(Labels labels, double value, Instant at) {}

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {21, 22, 23, 24, 25, 26})
    void agreesWithAListOfAllValues(long seed) {
        // Given
        Random random = new Random(seed);
        List<Value> all = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            clock.advance(Duration.ofMillis(random.nextInt(20_000)));
            Labels labels = Labels.of("model", "m" + random.nextInt(3))
                    .and("status", random.nextInt(9) == 0 ? "error" : "success");
            Instant at = clock.instant().minusMillis(late(random));
            Value value = new Value(labels, Math.exp(5 + random.nextGaussian()), at);
            windows.add("request_latency_ms", MetricType.HISTOGRAM, labels, value.value(), at);
            windows.add("requests_total", MetricType.COUNTER, labels, 1, at);
            all.add(value);
        }

        for (String text : List.of("10s", "1m", "2m", "5m", "37m", "1h", "3h", "24h")) {
            Window window = Window.parse(text);
            Selection byModel = new Selection(List.of("model"), Map.of("status", "success"));

            // When
            Selected<Statistics> values = windows.select("request_latency_ms", MetricType.HISTOGRAM, byModel, window);
            Selected<Statistics> counts = windows.select("requests_total", MetricType.COUNTER, byModel, window);

            // Then
            Map<Labels, List<Value>> expected = naive(all, values.from(), values.to());
            assertFalse(values.from().isAfter(clock.instant().minus(window.length())));
            assertEquals(expected.keySet(), values.series().keySet(), text);
            assertEquals(expected.keySet(), counts.series().keySet(), text);
            expected.forEach((labels, list) -> {
                assertSame(list, values.series().get(labels), values.seconds());
                assertEquals(list.size(), counts.series().get(labels).sum());
            });
        }
    }

    /** The same questions again and again, while values come in on time and late: what was read before must not show. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {51, 52, 53})
    void askingAgainIsAnsweredAnew(long seed) {
        // Given
        Random random = new Random(seed);
        List<Value> all = new ArrayList<>();
        Selection byModel = new Selection(List.of("model"), Map.of("status", "success"));
        for (int i = 0; i < 1500; i++) {
            clock.advance(Duration.ofMillis(random.nextInt(4000)));
            Labels labels = Labels.of("model", "m" + random.nextInt(3)).and("status", "success");
            Instant at = clock.instant().minusMillis(late(random));
            Value value = new Value(labels, Math.exp(5 + random.nextGaussian()), at);
            windows.add("request_latency_ms", MetricType.HISTOGRAM, labels, value.value(), at);
            all.add(value);
            if (i % 15 != 0) {
                continue;
            }
            for (String text : List.of("10s", "5m", "3h")) {
                // When
                Selected<Statistics> values =
                        windows.select("request_latency_ms", MetricType.HISTOGRAM, byModel, Window.parse(text));

                // Then
                Map<Labels, List<Value>> expected = naive(all, values.from(), values.to());
                assertEquals(expected.keySet(), values.series().keySet(), text);
                expected.forEach(
                        (group, list) -> assertSame(list, values.series().get(group), values.seconds()));
            }
        }
    }

    @Test
    void whatManyThreadsAddIsSeenWhileOthersAsk() {
        // Given
        int threads = 4;
        int each = 3000;
        Selection all = Selection.ALL_TOGETHER;

        // When
        try (ExecutorService executor = Executors.newFixedThreadPool(threads + 1)) {
            for (int t = 0; t < threads; t++) {
                int thread = t;
                executor.execute(() -> {
                    for (int i = 0; i < each; i++) {
                        Instant at = clock.instant().minusSeconds(i % 100);
                        windows.add("requests_total", MetricType.COUNTER, Labels.of("model", "m" + thread), 1, at);
                    }
                });
            }
            executor.execute(() -> {
                for (int i = 0; i < 300; i++) {
                    windows.select("requests_total", MetricType.COUNTER, all, Window.parse("5m"));
                    clock.advance(Duration.ofMillis(50));
                }
            });
        }

        // Then
        assertEquals(threads * each, all("requests_total", "5m").sum());
    }

    /** Mostly on time, sometimes seconds, minutes or days late. */
    private static long late(Random random) {
        return switch (random.nextInt(10)) {
            case 0 -> random.nextInt(3_600_000);
            case 1 -> random.nextInt(100_000_000);
            case 2, 3 -> random.nextInt(90_000);
            default -> 0;
        };
    }

    private Map<Labels, List<Value>> naive(List<Value> all, Instant from, Instant to) {
        Map<Labels, List<Value>> expected = new HashMap<>();
        for (Value value : all) {
            if (value.labels().match(Map.of("status", "success"))
                    && !value.at().isBefore(from)
                    && !value.at().isAfter(to)) {
                expected.computeIfAbsent(value.labels().only(List.of("model")), l -> new ArrayList<>())
                        .add(value);
            }
        }
        return expected;
    }

    private static void assertSame(List<Value> expected, Statistics actual, double seconds) {
        double[] sorted = expected.stream().mapToDouble(Value::value).sorted().toArray();
        double sum = expected.stream().mapToDouble(Value::value).sum();
        assertEquals(sorted.length, actual.count());
        assertEquals(sum, actual.sum(), sum * 1e-9);
        assertEquals(sorted[0], actual.min());
        assertEquals(sorted[sorted.length - 1], actual.max());
        assertEquals(sorted.length / seconds, actual.rate(), 1e-9);
        Instant lastAt =
                expected.stream().map(Value::at).max(Comparator.naturalOrder()).orElseThrow();
        assertTrue(expected.stream().anyMatch(v -> v.at().equals(lastAt) && v.value() == actual.last()));
        SketchTest.assertClose(SketchTest.naiveQuantile(sorted, 0.5), actual.p50(), "p50");
        SketchTest.assertClose(SketchTest.naiveQuantile(sorted, 0.95), actual.p95(), "p95");
        SketchTest.assertClose(SketchTest.naiveQuantile(sorted, 0.99), actual.p99(), "p99");
    }

    @Test
    void withoutLabelsAllSeriesAreOne() {
        // Given
        windows.add("ttft_ms", MetricType.HISTOGRAM, MODEL_A, 100, clock.instant());
        windows.add("ttft_ms", MetricType.HISTOGRAM, MODEL_B, 300, clock.instant());

        // When
        Statistics all = all("ttft_ms", "1m");

        // Then
        assertEquals(2, all.count());
        assertEquals(200, all.mean());
    }

    @Test
    void aWindowWithoutValuesHasNoSeries() {
        // Given
        windows.add("ttft_ms", MetricType.HISTOGRAM, MODEL_A, 100, clock.instant());
        clock.advance(Duration.ofSeconds(30));

        // When
        Selected<Statistics> short10 =
                windows.select("ttft_ms", MetricType.HISTOGRAM, Selection.ALL_TOGETHER, Window.parse("10s"));

        // Then
        assertTrue(short10.series().isEmpty());
        assertEquals(1, all("ttft_ms", "1m").count());
    }

    @Test
    void statisticsThatMakeNoSenseAreAbsent() {
        // Given
        windows.add("requests_total", MetricType.COUNTER, MODEL_A, 3, clock.instant());
        windows.add("gpu_utilization", MetricType.GAUGE, MODEL_A, 80, clock.instant());

        // When
        Statistics counter = all("requests_total", "1m");
        Statistics gauge = windows.select(
                        "gpu_utilization", MetricType.GAUGE, Selection.ALL_TOGETHER, Window.parse("1m"))
                .series()
                .get(Labels.NONE);

        // Then
        assertEquals(3, counter.sum());
        assertNotNull(counter.rate());
        assertNull(counter.last());
        assertNull(counter.p95());
        assertNull(gauge.rate());
        assertEquals(80, gauge.last());
    }

    @Test
    void aLateValueStandsInItsOwnTime() {
        // Given
        Instant before = clock.instant().minus(Duration.ofMinutes(30));

        // When
        windows.add("requests_total", MetricType.COUNTER, MODEL_A, 1, before);

        // Then
        assertNull(all("requests_total", "5m"));
        assertEquals(1, all("requests_total", "1h").sum());
    }

    @Test
    void whatIsBeyondTheCapIsCountedAsOther() {
        // Given
        MetricWindows few = new MetricWindows(new WindowBounds(TIERS, 2), clock);

        // When
        for (int i = 0; i < 10; i++) {
            few.add("requests_total", MetricType.COUNTER, Labels.of("model", "m" + i), 1, clock.instant());
        }

        // Then
        Map<Labels, Statistics> series = few.select(
                        "requests_total", MetricType.COUNTER, Selection.by("model"), Window.parse("1m"))
                .series();
        assertEquals(3, series.size());
        assertEquals(8, series.get(Labels.of("model", "other")).sum());
        assertEquals(8, few.overflows("requests_total"));
    }

    @Test
    void labelSetsWithEverNewNamesAreBoundedToo() {
        // Given
        MetricWindows few = new MetricWindows(new WindowBounds(TIERS, 2), clock);

        // When
        for (int i = 0; i < 1000; i++) {
            few.add("gpu_utilization", MetricType.GAUGE, Labels.of("name" + i, "x"), 1, clock.instant());
        }

        // Then
        Map<Labels, Statistics> series = few.select(
                        "gpu_utilization", MetricType.GAUGE, Selection.EVERY_LABEL_SET, Window.parse("1m"))
                .series();
        assertTrue(series.size() <= 2 + 32 + 1, "label sets: " + series.size());
        assertEquals(1000, series.values().stream().mapToLong(Statistics::count).sum());
    }

    @Test
    void idleLabelSetsMakeRoom() {
        // Given
        MetricWindows few = new MetricWindows(new WindowBounds(TIERS, 1), clock);
        few.add("requests_total", MetricType.COUNTER, MODEL_A, 1, clock.instant());
        clock.advance(Duration.ofHours(25));

        // When
        few.add("requests_total", MetricType.COUNTER, MODEL_B, 1, clock.instant());

        // Then
        assertEquals(0, few.overflows("requests_total"));
        assertEquals(
                Map.of(MODEL_B, 1.0),
                sums(few.select("requests_total", MetricType.COUNTER, Selection.by("model"), Window.parse("24h"))));
    }

    private static Map<Labels, Double> sums(Selected<Statistics> selected) {
        Map<Labels, Double> sums = new HashMap<>();
        selected.series().forEach((labels, statistics) -> sums.put(labels, statistics.sum()));
        return sums;
    }

    @Test
    void nothingIsLostWhenManyThreadsAdd() {
        // Given
        int threads = 8;
        int each = 2000;

        // When
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            for (int t = 0; t < threads; t++) {
                executor.execute(() -> {
                    for (int i = 0; i < each; i++) {
                        windows.add(
                                "requests_total",
                                MetricType.COUNTER,
                                Labels.of("model", "m" + i % 7),
                                1,
                                clock.instant());
                    }
                });
            }
        }

        // Then
        assertEquals(threads * each, all("requests_total", "1m").sum());
    }

    @Test
    void theWorstGaugeFollowsItsDirection() {
        // Given
        windows.add(
                "gpu_utilization",
                MetricType.GAUGE,
                Labels.of("gpu", "0"),
                99,
                clock.instant().minusSeconds(5));
        windows.add("gpu_utilization", MetricType.GAUGE, Labels.of("gpu", "0"), 40, clock.instant());
        windows.add("gpu_utilization", MetricType.GAUGE, Labels.of("gpu", "1"), 70, clock.instant());
        windows.add("model_accuracy", MetricType.GAUGE, MODEL_A, 92, clock.instant());
        windows.add("model_accuracy", MetricType.GAUGE, MODEL_B, 81, clock.instant());

        // When
        double utilization = windows.worst(gauge("gpu_utilization", Direction.HIGHER_IS_WORSE), Window.parse("5m"))
                .orElseThrow()
                .value();
        double accuracy = windows.worst(gauge("model_accuracy", Direction.LOWER_IS_WORSE), Window.parse("5m"))
                .orElseThrow()
                .value();

        // Then
        assertEquals(70, utilization);
        assertEquals(81, accuracy);
    }

    private static MetricDefinition gauge(String name, Direction direction) {
        return new MetricDefinition(
                name, MetricType.GAUGE, MetricLevel.INFRASTRUCTURE, "%", name, name, direction, null, null);
    }

    private Statistics all(String metric, String window) {
        MetricType type = metric.endsWith("_total") ? MetricType.COUNTER : MetricType.HISTOGRAM;
        return windows.select(metric, type, Selection.ALL_TOGETHER, Window.parse(window))
                .series()
                .get(Labels.NONE);
    }
}
