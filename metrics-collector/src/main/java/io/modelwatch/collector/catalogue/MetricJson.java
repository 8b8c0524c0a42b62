package io.modelwatch.collector.catalogue;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A metric of the catalogue on the wire.
 *
 * @param warningThreshold absent where there is none
 * @param criticalThreshold absent where there is none
 * @param direction {@code higher_is_worse} or {@code lower_is_worse}
 * @param labels absent where none are said
 * @param derived absent where the metric is measured
 * @param sources absent where there are none beside those known anyway
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@Schema(name = "Metric")
record MetricJson(
        String name,
        String type,
        String level,
        @JsonInclude(JsonInclude.Include.ALWAYS) String unit,
        String description,
        @JsonProperty("description_zh") String descriptionZh,
        String direction,
        @JsonProperty("warning_threshold") @Nullable Double warningThreshold,
        @JsonProperty("critical_threshold") @Nullable Double criticalThreshold,
        List<String> labels,
        @Nullable Derived derived,
        List<Source> sources,
        int version) {

    /** How it comes from counters; per second where there is no denominator. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "MetricDerivation")
    record Derived(String numerator, @Nullable String denominator, double factor, String window) {

        static @Nullable Derived of(@Nullable Derivation derivation) {
            return derivation == null
                    ? null
                    : new Derived(
                            derivation.numerator(), derivation.denominator(), derivation.factor(), derivation.window());
        }
    }

    /** What another program calls it. */
    @Schema(name = "MetricSource")
    record Source(String name, double factor) {}

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
                metric.critical(),
                metric.labels(),
                Derived.of(metric.derivation()),
                metric.foreignNames().stream()
                        .map(source -> new Source(source.name(), source.factor()))
                        .toList(),
                metric.version());
    }

    private static String spelled(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
