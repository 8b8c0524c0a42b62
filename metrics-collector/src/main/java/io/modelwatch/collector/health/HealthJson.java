package io.modelwatch.collector.health;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.modelwatch.collector.catalogue.MetricDefinition;
import io.modelwatch.collector.catalogue.Severity;
import io.modelwatch.collector.health.HealthRules.Check;
import io.modelwatch.collector.health.HealthWatch.Health;
import io.modelwatch.collector.health.HealthWatch.Tracked;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Health on the wire.
 *
 * @param status {@code healthy}, or the worst of the checks
 * @param since when that was first seen
 * @param scope always {@code replica}: health is judged by what this replica has seen
 * @param assessed how many metrics had values and a threshold to compare them with
 * @param checks those beyond a threshold, the worst first
 * @param passed those within their thresholds
 */
@Schema(name = "Health")
public record HealthJson(
        String status,
        Instant since,
        String scope,
        String replica,
        String window,
        int assessed,
        List<Layer> layers,
        List<Finding> checks,
        List<Finding> passed) {

    /** What was seen, in words. */
    public static HealthJson of(Health health, String replica, String window) {
        return new HealthJson(
                overall(health.severity()),
                health.since(),
                "replica",
                replica,
                window,
                health.checks().size(),
                health.layers().stream().map(Layer::of).toList(),
                health.checks().stream()
                        .filter(one -> one.check().severity() != Severity.OK)
                        .map(Finding::of)
                        .toList(),
                health.checks().stream()
                        .filter(one -> one.check().severity() == Severity.OK)
                        .map(Finding::of)
                        .toList());
    }

    /** How a whole is called. */
    public static String overall(Severity severity) {
        return severity == Severity.OK ? "healthy" : spelled(severity);
    }

    private static String spelled(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /**
     * One of the four layers.
     *
     * @param status {@code unknown} when none of its metrics had values and a threshold
     */
    @Schema(name = "HealthLayer")
    public record Layer(String level, String status, Instant since, int assessed) {

        static Layer of(HealthWatch.Layer layer) {
            return new Layer(
                    spelled(layer.level()),
                    layer.assessed() == 0 ? "unknown" : overall(layer.severity()),
                    layer.since(),
                    layer.assessed());
        }
    }

    /**
     * A value and what its thresholds say.
     *
     * @param threshold the one that is passed, absent where none is
     * @param since when its status was first seen
     * @param reason in English
     * @param reasonZh in Chinese
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "HealthFinding")
    public record Finding(
            String metric,
            String level,
            double value,
            String status,
            Instant since,
            @Nullable Double threshold,
            String statistic,
            Map<String, String> labels,
            String unit,
            String description,
            @JsonProperty("description_zh") String descriptionZh,
            @Nullable String reason,
            @JsonProperty("reason_zh") @Nullable String reasonZh) {

        static Finding of(Tracked tracked) {
            Check check = tracked.check();
            MetricDefinition metric = check.metric();
            Double threshold = metric.threshold(check.severity()).orElse(null);
            return new Finding(
                    metric.name(),
                    spelled(metric.level()),
                    check.value(),
                    spelled(check.severity()),
                    tracked.since(),
                    threshold,
                    check.statistic(),
                    check.labels().values(),
                    metric.unit(),
                    metric.description(),
                    metric.descriptionZh(),
                    threshold == null ? null : Reasons.english(check, threshold),
                    threshold == null ? null : Reasons.chinese(check, threshold));
        }
    }
}
