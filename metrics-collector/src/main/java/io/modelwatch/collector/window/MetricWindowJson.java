package io.modelwatch.collector.window;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.modelwatch.collector.catalogue.MetricDefinition;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A metric's statistics in a window, on the wire.
 *
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
        String window,
        Instant from,
        Instant to,
        List<Series> series) {

    static MetricWindowJson of(MetricDefinition metric, Window window, Selected<Statistics> selected) {
        return new MetricWindowJson(
                metric.name(),
                metric.type().name().toLowerCase(Locale.ROOT),
                metric.level().name().toLowerCase(Locale.ROOT),
                metric.unit(),
                window.text(),
                selected.from(),
                selected.to(),
                selected.series().entrySet().stream()
                        .map(entry -> Series.of(entry.getKey(), entry.getValue()))
                        .sorted(Comparator.comparing(series -> series.labels().toString()))
                        .toList());
    }

    /** One series; statistics that make no sense for the metric's type are absent. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "MetricSeries")
    record Series(
            Map<String, String> labels,
            long count,
            double sum,
            @Nullable Double rate,
            @Nullable Double last,
            @Nullable Double mean,
            @Nullable Double min,
            @Nullable Double max,
            @Nullable Double p50,
            @Nullable Double p95,
            @Nullable Double p99) {

        static Series of(Labels labels, Statistics statistics) {
            return new Series(
                    labels.values(),
                    statistics.count(),
                    statistics.sum(),
                    statistics.rate(),
                    statistics.last(),
                    statistics.mean(),
                    statistics.min(),
                    statistics.max(),
                    statistics.p50(),
                    statistics.p95(),
                    statistics.p99());
        }
    }
}
