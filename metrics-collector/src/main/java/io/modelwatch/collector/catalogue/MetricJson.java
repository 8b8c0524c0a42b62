package io.modelwatch.collector.catalogue;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A metric of the catalogue on the wire.
 *
 * @param warningThreshold absent where there is none
 * @param criticalThreshold absent where there is none
 * @param direction {@code higher_is_worse} or {@code lower_is_worse}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Metric")
record MetricJson(
        String name,
        String type,
        String level,
        String unit,
        String description,
        @JsonProperty("description_zh") String descriptionZh,
        String direction,
        @JsonProperty("warning_threshold") @Nullable Double warningThreshold,
        @JsonProperty("critical_threshold") @Nullable Double criticalThreshold) {

    static MetricJson of(MetricDefinition metric) {
        return new MetricJson(
                metric.name(),
                spelled(metric.type()),
                spelled(metric.level()),
                metric.unit(),
                metric.description(),
                metric.descriptionZh(),
                spelled(metric.direction()),
                metric.warning(),
                metric.critical());
    }

    private static String spelled(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
