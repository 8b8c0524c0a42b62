package io.modelwatch.collector.dashboard;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.modelwatch.collector.health.HealthJson;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The dashboard on the wire.
 *
 * @param layers infrastructure, application, model quality, business; each with the metrics that have values
 */
@Schema(name = "Dashboard")
record DashboardJson(Instant time, String scope, String replica, String window, List<Layer> layers, HealthJson health) {

    /** One layer. */
    @Schema(name = "DashboardLayer")
    record Layer(
            String level,
            String title,
            @JsonProperty("title_zh") String titleZh,
            List<Metric> metrics) {}

    /**
     * One metric, all label sets together.
     *
     * @param current the latest value; of a counter its sum in the window
     * @param p95 absent for counters and derived metrics
     * @param rate per second, of counters and histograms
     * @param status as health has it; absent for a metric without thresholds
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "DashboardMetric")
    record Metric(
            String name,
            String type,
            String unit,
            String description,
            @JsonProperty("description_zh") String descriptionZh,
            String direction,
            @JsonProperty("warning_threshold") @Nullable Double warning,
            @JsonProperty("critical_threshold") @Nullable Double critical,
            double current,
            @Nullable Double p95,
            @Nullable Double rate,
            @Nullable String status) {}
}
