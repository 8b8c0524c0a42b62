package io.modelwatch.collector.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modelwatch.collector.catalogue.Catalogue;
import io.modelwatch.collector.catalogue.Direction;
import io.modelwatch.collector.catalogue.MetricDefinition;
import io.modelwatch.collector.catalogue.MetricLevel;
import io.modelwatch.collector.catalogue.MetricType;
import io.modelwatch.collector.query.MetricAnswer.Point;
import io.modelwatch.collector.window.Labels;
import io.modelwatch.collector.window.MetricWindows;
import io.modelwatch.collector.window.Selection;
import io.modelwatch.collector.window.TestClock;
import io.modelwatch.collector.window.Tier;
import io.modelwatch.collector.window.Tiers;
import io.modelwatch.collector.window.Window;
import io.modelwatch.collector.window.WindowBounds;
import io.modelwatch.intake.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WindowSourceTest {

    private static final Labels MODEL_A = Labels.of("model", "a");
    private static final Labels MODEL_B = Labels.of("model", "b");

    private final TestClock clock = new TestClock("2026-11-22T08:00:00.500Z");
    private final MetricWindows windows = new MetricWindows(
            new WindowBounds(new Tiers(List.of(Tier.parse("1s:2m"), Tier.parse("10s:1h"), Tier.parse("5m:24h"))), 100),
            clock);
    private final KnownMetrics known = new KnownMetrics(() -> new Catalogue(List.of(
            metric("requests_total", MetricType.COUNTER),
            metric("errors_total", MetricType.COUNTER),
            metric("ttft_ms", MetricType.HISTOGRAM),
            metric("gpu_utilization", MetricType.GAUGE))));
    private final WindowSource source = new WindowSource(windows);

    private static MetricDefinition metric(String name, MetricType type) {
        return new MetricDefinition(
                name, type, MetricLevel.APPLICATION, "", name, name, Direction.HIGHER_IS_WORSE, null, null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"p0.1", "p25", "p50", "p90", "p99", "p99.9", "p99.99", "p100"})
    void anyPercentileIsWithinOnePercent(String percentile) {
        // Given
        Random random = new Random(7);
        double[] exact = new double[20_000];
        for (int i = 0; i < exact.length; i++) {
            exact[i] = Math.exp(6 + random.nextGaussian());
            windows.add("ttft_ms", MetricType.HISTOGRAM, MODEL_A, exact[i], clock.instant());
        }
        Arrays.sort(exact);

        // When
        double answer = value("ttft_ms", percentile, "5m");

        // Then
        double share = Double.parseDouble(percentile.substring(1)) / 100;
        double expected = exact[Math.max(1, (int) Math.ceil(share * exact.length)) - 1];
        assertEquals(expected, answer, expected * 0.0100001);
    }

    @ParameterizedTest
    @CsvSource({"count, 3", "sum, 60", "last, 30", "current, 30", "mean, 20", "avg, 20", "min, 10", "max, 30"})
    void everyStatisticIsAnswered(String statistic, double expected) {
        // Given
        for (double value : new double[] {10, 20, 30}) {
            windows.add("ttft_ms", MetricType.HISTOGRAM, MODEL_A, value, clock.instant());
        }

        // Then
        assertEquals(expected, value("ttft_ms", statistic, "1m"));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {31, 32, 33})
    void theStepsOfAWindowAreWhatTheWindowIs(long seed) {
        // Given
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            clock.advance(Duration.ofMillis(random.nextInt(3000)));
            windows.add(
                    "requests_total",
                    MetricType.COUNTER,
                    random.nextBoolean() ? MODEL_A : MODEL_B,
                    1 + random.nextInt(5),
                    clock.instant());
        }
        for (String[] asked : new String[][] {{"1m", "7s"}, {"30m", "1m"}, {"30m", "10s"}, {"1h", "95s"}}) {
            Question question = question("requests_total", "sum", asked[0], Window.duration(asked[1]));

            // When
            MetricAnswer answer = source.answer(question);

            // Then
            for (MetricAnswer.Series series : answer.series()) {
                List<Point> points = series.points();
                assertTrue(!points.getFirst()
                        .from()
                        .isAfter(clock.instant().minus(question.window().length())));
                for (int i = 1; i < points.size(); i++) {
                    assertEquals(
                            answer.step(),
                            Duration.between(
                                    points.get(i - 1).from(), points.get(i).from()));
                }
                double stepped = points.stream()
                        .map(Point::value)
                        .filter(Objects::nonNull)
                        .mapToDouble(Double::doubleValue)
                        .sum();
                double whole = source.answer(question("requests_total", "sum", asked[0], null)).series().stream()
                        .filter(one -> one.labels().equals(series.labels()))
                        .findFirst()
                        .orElseThrow()
                        .value();
                assertEquals(whole, stepped, asked[0] + " by " + asked[1]);
            }
        }
    }

    @Test
    void aRateOfTheLastStepIsOfTheTimeThatHasPassed() {
        // Given
        clock.advance(Duration.ofSeconds(4));
        windows.add("requests_total", MetricType.COUNTER, MODEL_A, 9, clock.instant());

        // When
        List<Point> points = source.answer(question("requests_total", "rate", "5m", Duration.ofSeconds(10)))
                .series()
                .getFirst()
                .points();

        // Then
        assertEquals(2, points.getLast().value());
        assertNull(points.getFirst().value());
    }

    @Test
    void tooManyStepsAreRefused() {
        Question question = question("requests_total", "sum", "1h", Duration.ofSeconds(1));

        // The slices are 10 s wide there, so that is what a step is.
        assertEquals(Duration.ofSeconds(10), source.answer(question).step());
        assertThrows(
                ProblemException.class,
                () -> new QuestionParser(known)
                        .parse(Map.of("metric", List.of("requests_total"), "step", List.of("nonsense"))));
    }

    @Test
    void aRatioIsDividedSeriesBySeries() {
        // Given
        count("requests_total", MODEL_A, 40);
        count("requests_total", MODEL_B, 10);
        count("errors_total", MODEL_A, 4);

        // When
        MetricAnswer answer = source.answer(question("error_rate", null, "1m", null));

        // Then
        Map<Labels, Double> ratios = answer.series().stream()
                .collect(java.util.stream.Collectors.toMap(
                        MetricAnswer.Series::labels, series -> Objects.requireNonNull(series.value())));
        assertEquals(Map.of(MODEL_A, 10.0, MODEL_B, 0.0), ratios);
        List<Point> points = source.answer(question("error_rate", null, "1m", Duration.ofSeconds(1))).series().stream()
                .filter(series -> series.labels().equals(MODEL_A))
                .findFirst()
                .orElseThrow()
                .points();
        assertEquals(10, points.getLast().value());
        assertNull(points.getFirst().value());
    }

    @Test
    void aStatisticThatMakesNoSenseIsRefused() {
        List<String> refused = new ArrayList<>();
        for (String metric : List.of(
                "requests_total:p99",
                "gpu_utilization:rate",
                "error_rate:p50",
                "ttft_ms:ratio",
                "ttft_ms:p0",
                "ttft_ms:p100.1",
                "ttft_ms:p1e400",
                "ttft_ms:pNaN",
                "ttft_ms:median",
                "nonsense:p50")) {
            ProblemException failure = assertThrows(
                    ProblemException.class, () -> new QuestionParser(known).parse(Map.of("metric", List.of(metric))));
            refused.add(metric + " " + failure.problem().status());
        }
        assertEquals(
                List.of(400, 400, 400, 400, 400, 400, 400, 400, 400, 404),
                refused.stream()
                        .map(one -> Integer.valueOf(one.substring(one.length() - 3)))
                        .toList());
    }

    private void count(String metric, Labels labels, int times) {
        for (int i = 0; i < times; i++) {
            windows.add(metric, MetricType.COUNTER, labels, 1, clock.instant());
        }
    }

    private double value(String metric, String statistic, String window) {
        return Objects.requireNonNull(source.answer(question(metric, statistic, window, null))
                .series()
                .getFirst()
                .value());
    }

    private Question question(String metric, @Nullable String statistic, String window, @Nullable Duration step) {
        Known one = known.get(metric);
        return new Question(
                one,
                QuestionParser.fitting(one, statistic == null ? null : Statistic.parse(statistic)),
                Selection.by("model"),
                Window.parse(window),
                step);
    }
}
