package io.modelwatch.collector.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.modelwatch.collector.catalogue.MetricDefinition;
import io.modelwatch.intake.Problem;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Answers to several questions, on the wire, in their order.
 *
 * @param scope {@code replica} or {@code cluster}: whose values these are
 * @param replica who answers
 */
@Schema(name = "QueryAnswer")
public record QueryJson(String scope, String replica, Instant time, List<Result> results) {

    /**
     * One answer, or why there is none.
     *
     * @param index zero-based position of the question
     * @param id as the question has it
     * @param step seconds of a step, where steps were asked for
     * @param problem why there is no answer
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "QueryResult")
    public record Result(
            int index,
            @Nullable String id,
            @Nullable String metric,
            @Nullable String statistic,
            @Nullable String type,
            @Nullable String level,
            @Nullable String unit,
            @Nullable String window,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Double step,
            @Nullable List<Series> series,
            @Nullable Problem problem) {

        /** The answer to a question. */
        public static Result of(int index, @Nullable String id, Question question, MetricAnswer answer) {
            MetricDefinition metric = question.metric().definition();
            return new Result(
                    index,
                    id,
                    metric.name(),
                    question.statistic().text(),
                    question.metric().type(),
                    metric.level().name().toLowerCase(Locale.ROOT),
                    metric.unit(),
                    question.window().text(),
                    answer.from(),
                    answer.to(),
                    answer.step() == null ? null : answer.step().toMillis() / MILLIS,
                    answer.series().stream()
                            .map(Series::of)
                            .sorted(Comparator.comparing(
                                    series -> series.labels().toString()))
                            .toList(),
                    null);
        }

        static Result failed(int index, @Nullable String id, Problem problem) {
            return new Result(index, id, null, null, null, null, null, null, null, null, null, null, problem);
        }
    }

    /**
     * One combination of labels.
     *
     * @param value of the whole window
     * @param points pairs of the time when a step begins, in milliseconds since 1970, and its value, null without one
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "QuerySeries")
    public record Series(
            Map<String, String> labels,
            @Nullable Double value,
            @Schema(type = SchemaType.ARRAY) @Nullable List<List<@Nullable Number>> points) {

        static Series of(MetricAnswer.Series series) {
            return new Series(
                    series.labels().values(),
                    series.value(),
                    series.value() != null
                            ? null
                            : series.points().stream().map(Series::pair).toList());
        }

        private static List<@Nullable Number> pair(MetricAnswer.Point point) {
            return Arrays.asList(point.from().toEpochMilli(), point.value());
        }
    }

    private static final double MILLIS = 1000;
}
