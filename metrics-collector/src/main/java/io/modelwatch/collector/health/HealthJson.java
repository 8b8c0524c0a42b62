package io.modelwatch.collector.health;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.modelwatch.collector.catalogue.Severity;
import io.modelwatch.collector.health.HealthRules.Check;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Health on the wire.
 *
 * @param status {@code healthy}, or the worst of the checks
 * @param assessed how many metrics had values and a threshold to compare them with
 * @param checks those beyond a threshold, the worst first
 */
@Schema(name = "Health")
record HealthJson(String status, int assessed, List<Finding> checks) {

    static HealthJson of(List<Check> checks) {
        Severity worst = checks.stream()
                .map(Check::severity)
                .max(Comparator.naturalOrder())
                .orElse(Severity.OK);
        return new HealthJson(
                worst == Severity.OK ? "healthy" : spelled(worst),
                checks.size(),
                checks.stream()
                        .filter(check -> check.severity() != Severity.OK)
                        .sorted(Comparator.comparing(Check::severity).reversed())
                        .map(Finding::of)
                        .toList());
    }

    private static String spelled(Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }

    /** A value beyond a threshold. */
    @Schema(name = "HealthFinding")
    record Finding(
            String metric,
            double value,
            String status,
            double threshold,
            String statistic,
            Map<String, String> labels,
            String unit,
            String description,
            @JsonProperty("description_zh") String descriptionZh) {

        static Finding of(Check check) {
            return new Finding(
                    check.metric().name(),
                    check.value(),
                    spelled(check.severity()),
                    check.metric().threshold(check.severity()).orElseThrow(),
                    check.statistic(),
                    check.labels().values(),
                    check.metric().unit(),
                    check.metric().description(),
                    check.metric().descriptionZh());
        }
    }
}
