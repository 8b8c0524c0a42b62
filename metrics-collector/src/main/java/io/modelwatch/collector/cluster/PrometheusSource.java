package io.modelwatch.collector.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelwatch.collector.query.Known;
import io.modelwatch.collector.query.MetricAnswer;
import io.modelwatch.collector.query.MetricAnswer.Point;
import io.modelwatch.collector.query.MetricSource;
import io.modelwatch.collector.query.Overview;
import io.modelwatch.collector.query.Question;
import io.modelwatch.collector.query.Ratios;
import io.modelwatch.collector.query.Statistic;
import io.modelwatch.collector.window.Labels;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Answers for all replicas, through the Prometheus that scrapes them. Thread-safe. */
final class PrometheusSource implements MetricSource {

    private static final double MILLIS = 1000;
    private static final int MOST_STEPS = 1000;

    private final PrometheusClient client;
    private final Translation translation;
    private final InstantSource clock;

    PrometheusSource(PrometheusClient client, Translation translation, InstantSource clock) {
        this.client = client;
        this.translation = translation;
        this.clock = clock;
    }

    @Override
    public MetricAnswer answer(Question question) {
        return switch (question.metric()) {
            case Known.Derived derived ->
                Ratios.divide(
                        answer(question.about(new Known.Measured(derived.numerator()), Statistic.SUM)),
                        answer(question.about(new Known.Measured(derived.denominator()), Statistic.SUM)),
                        derived.factor());
            case Known.Measured measured -> measured(question);
        };
    }

    /** Statistics that Prometheus cannot know are left out. */
    @Override
    public Overview overview(Question question, List<Statistic> statistics) {
        Map<Labels, Map<String, Double>> series = new HashMap<>();
        Instant now = clock.instant();
        for (Statistic statistic : statistics) {
            Question one = question.about(question.metric(), statistic);
            if (!said(one)) {
                continue;
            }
            for (MetricAnswer.Series answered : answer(one).series()) {
                Double value = answered.value();
                if (value != null) {
                    series.computeIfAbsent(answered.labels(), labels -> new HashMap<>())
                            .put(statistic.text(), value);
                }
            }
        }
        return new Overview(now.minus(question.window().length()), now, series);
    }

    private boolean said(Question question) {
        if (question.metric() instanceof Known.Derived) {
            return true;
        }
        try {
            translation.promql(question, "60s");
            return true;
        } catch (ProblemException e) {
            return false;
        }
    }

    private MetricAnswer measured(Question question) {
        Instant now = clock.instant();
        Instant from = now.minus(question.window().length());
        Duration step = question.step();
        List<MetricAnswer.Series> series = new ArrayList<>();
        if (step == null) {
            JsonNode result = client.ask(
                    "/api/v1/query",
                    Map.of(
                            "query",
                            translation.promql(
                                    question, seconds(question.window().length())),
                            "time",
                            Double.toString(now.toEpochMilli() / MILLIS)));
            for (JsonNode one : result) {
                double value = value(one.path("value"));
                if (Double.isFinite(value)) {
                    series.add(new MetricAnswer.Series(labels(one), value, List.of()));
                }
            }
            return new MetricAnswer(from, now, null, series);
        }
        if (question.window().length().dividedBy(step) > MOST_STEPS) {
            throw Problem.of(
                            CommonProblem.INVALID_PARAMETER,
                            "step must leave at most " + MOST_STEPS + " steps in the window")
                    .asException();
        }
        JsonNode result = client.ask(
                "/api/v1/query_range",
                Map.of(
                        "query",
                        translation.promql(question, seconds(step)),
                        "start",
                        Double.toString(from.plus(step).toEpochMilli() / MILLIS),
                        "end",
                        Double.toString(now.toEpochMilli() / MILLIS),
                        "step",
                        seconds(step)));
        for (JsonNode one : result) {
            List<Point> points = new ArrayList<>();
            for (JsonNode pair : one.path("values")) {
                double value = value(pair);
                Instant ends = Instant.ofEpochMilli(Math.round(pair.path(0).asDouble() * MILLIS));
                points.add(new Point(ends.minus(step), Double.isFinite(value) ? value : null));
            }
            series.add(new MetricAnswer.Series(labels(one), null, points));
        }
        return new MetricAnswer(from, now, step, series);
    }

    private static String seconds(Duration duration) {
        return duration.toSeconds() + "s";
    }

    /** A pair of a time and a number as text. */
    private static double value(JsonNode pair) {
        String text = pair.path(1).asText();
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> {
                try {
                    yield Double.parseDouble(text);
                } catch (NumberFormatException e) {
                    yield Double.NaN;
                }
            }
        };
    }

    private static Labels labels(JsonNode series) {
        Map<String, String> labels = new TreeMap<>();
        series.path("metric").forEachEntry((name, value) -> {
            if (!name.startsWith("gen_ai_")) {
                labels.put(name, value.asText());
            }
        });
        return Labels.of(labels);
    }
}
