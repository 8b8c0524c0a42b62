package io.modelwatch.alertrouter.rule;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What this service reads of metrics-collector's answer about a metric's window. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record MetricWindow(@Nullable List<Series> series) {

    /**
     * The figures of the records that agree in some labels. Those that make no sense for the metric are absent.
     *
     * @param rate per second
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Series(
            @Nullable Map<String, String> labels,
            @Nullable Double count,
            @Nullable Double sum,
            @Nullable Double rate,
            @Nullable Double last,
            @Nullable Double mean,
            @Nullable Double min,
            @Nullable Double max,
            @Nullable Double p50,
            @Nullable Double p95,
            @Nullable Double p99) {}
}
