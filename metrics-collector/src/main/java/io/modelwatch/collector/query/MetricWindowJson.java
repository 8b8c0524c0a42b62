package io.modelwatch.collector.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.modelwatch.collector.window.Labels;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A metric's statistics in a window, on the wire.
 *
 * @param scope {@code replica} or {@code cluster}: whose values these are
 * @param replica who answers
 * @param window as it was asked for
 * @param from when the first slice of the window begins, at most one slice before the window itself
 * @param to when the window ends
 */
@Schema(name = "MetricWindow")
record MetricWindowJson(
        String name,
        String type,
        String level,
        String unit,
        String scope,
        String replica,
        String window,
        Instant from,
        Instant to,
        List<Series> series) {

    /**
     * One series; statistics that make no sense for the metric's type are absent.
     *
     * @param percentiles those that were asked for, by their numbers
     * @param last the newest value; of a derived metric its ratio over the window, as rules ask for the last value of both
     * @param ratio of a derived metric
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "MetricSeries")
    record Series(
            Map<String, String> labels,
            @Nullable Long count,
            @Nullable Double sum,
            @Nullable Double rate,
            @Nullable Double last,
            @Nullable Double mean,
            @Nullable Double min,
            @Nullable Double max,
            @Nullable Double p50,
            @Nullable Double p95,
            @Nullable Double p99,
            @Nullable Map<String, Double> percentiles,
            @Nullable Double ratio) {

        /**
         * Puts statistics together by their names.
         *
         * @param percentiles those that have been asked for, as they were, with the names of their statistics
         */
        static Series of(Labels labels, Map<String, Double> statistics, Map<String, String> percentiles) {
            Double count = statistics.get("count");
            Map<String, Double> asked = new LinkedHashMap<>();
            percentiles.forEach((percentile, statistic) -> {
                Double value = statistics.get(statistic);
                if (value != null) {
                    asked.put(percentile, value);
                }
            });
            Double ratio = statistics.get("ratio");
            return new Series(
                    labels.values(),
                    count == null ? null : Math.round(count),
                    statistics.get("sum"),
                    statistics.get("rate"),
                    ratio == null ? statistics.get("last") : ratio,
                    statistics.get("mean"),
                    statistics.get("min"),
                    statistics.get("max"),
                    statistics.get("p50"),
                    statistics.get("p95"),
                    statistics.get("p99"),
                    percentiles.isEmpty() ? null : asked,
                    ratio);
        }
    }
}
