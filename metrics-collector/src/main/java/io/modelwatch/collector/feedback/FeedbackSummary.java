package io.modelwatch.collector.feedback;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What was said in a stretch of time, on the wire. Rates are per cent of those that said anything about it. */
@Schema(name = "FeedbackSummary")
record FeedbackSummary(Instant from, Instant to, List<Row> series) {

    static final Set<String> DIMENSIONS = Set.of("model", "service", "environment", "user_id", "session_id");
    static final int MOST_ROWS = 1000;

    static final String AGGREGATES = "count(*) as feedbacks, count(thumbs) as thumbs,"
            + " count(*) filter (where thumbs = 'UP') as thumbs_up, count(rating) as ratings, avg(rating) as mean_rating,"
            + " count(*) filter (where thumbs is not null or rating is not null) as judged,"
            + " count(*) filter (where thumbs = 'UP' or (thumbs is null and rating >= 4)) as liked,"
            + " count(task_completed) as tasks, count(*) filter (where task_completed) as completed,"
            + " count(human_takeover) as takeover_answers, count(*) filter (where human_takeover) as takeovers,"
            + " avg(turns)::float8 as mean_turns,"
            + " count(converted) as conversion_answers, count(*) filter (where converted) as conversions,"
            + " coalesce(sum(revenue_usd), 0) as revenue_usd,"
            + " count(retained) as retention_answers, count(*) filter (where retained) as retained";

    /** One combination of the labels that were asked for; a rate is absent when nobody said anything about it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "FeedbackSeries")
    record Row(
            Map<String, String> labels,
            long feedbacks,
            @JsonProperty("thumbs_up") long thumbsUp,
            @JsonProperty("thumbs_down") long thumbsDown,
            long ratings,
            @JsonProperty("mean_rating") @Nullable Double meanRating,
            @JsonProperty("satisfaction_percent") @Nullable Double satisfactionPercent,

            @JsonProperty("task_completion_percent") @Nullable
            Double taskCompletionPercent,

            @JsonProperty("human_takeover_percent") @Nullable
            Double humanTakeoverPercent,

            @JsonProperty("mean_turns") @Nullable Double meanTurns,
            @JsonProperty("conversion_percent") @Nullable Double conversionPercent,
            @JsonProperty("revenue_usd") BigDecimal revenueUsd,
            @JsonProperty("retention_percent") @Nullable Double retentionPercent) {

        static Row of(Function<String, @Nullable Object> columns, List<String> by) {
            Map<String, String> labels = new LinkedHashMap<>();
            for (String label : by) {
                if (columns.apply(label) instanceof String value) {
                    labels.put(label, value);
                }
            }
            long thumbs = count(columns, "thumbs");
            long up = count(columns, "thumbs_up");
            BigDecimal revenue = new BigDecimal(String.valueOf(columns.apply("revenue_usd")), MathContext.UNLIMITED);
            return new Row(
                    labels,
                    count(columns, "feedbacks"),
                    up,
                    thumbs - up,
                    count(columns, "ratings"),
                    (Double) columns.apply("mean_rating"),
                    percent(columns, "liked", "judged"),
                    percent(columns, "completed", "tasks"),
                    percent(columns, "takeovers", "takeover_answers"),
                    (Double) columns.apply("mean_turns"),
                    percent(columns, "conversions", "conversion_answers"),
                    revenue,
                    percent(columns, "retained", "retention_answers"));
        }

        private static long count(Function<String, @Nullable Object> columns, String column) {
            return columns.apply(column) instanceof Number number ? number.longValue() : 0;
        }

        private static @Nullable Double percent(Function<String, @Nullable Object> columns, String part, String whole) {
            long all = count(columns, whole);
            return all == 0 ? null : (Double) (100.0 * count(columns, part) / all);
        }
    }
}
