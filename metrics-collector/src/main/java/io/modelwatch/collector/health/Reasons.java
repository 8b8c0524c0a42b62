package io.modelwatch.collector.health;

import io.modelwatch.collector.catalogue.Direction;
import io.modelwatch.collector.catalogue.MetricDefinition;
import io.modelwatch.collector.catalogue.Severity;
import io.modelwatch.collector.health.HealthRules.Check;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;
import java.util.stream.Collectors;

/** Says in a sentence why a check did not pass. */
final class Reasons {

    private static final MathContext DIGITS = new MathContext(4);

    private Reasons() {}

    static String english(Check check, double threshold) {
        MetricDefinition metric = check.metric();
        return metric.description() + statistic(check, " (p95)", " (latest)") + where(check, " of ") + " is "
                + amount(check.value(), metric.unit()) + ", "
                + (metric.direction() == Direction.HIGHER_IS_WORSE ? "above" : "below") + " the "
                + (check.severity() == Severity.CRITICAL ? "critical" : "warning") + " threshold of "
                + amount(threshold, metric.unit());
    }

    static String chinese(Check check, double threshold) {
        MetricDefinition metric = check.metric();
        return metric.descriptionZh() + statistic(check, "（P95）", "（最新值）") + where(check, "，") + "为 "
                + amount(check.value(), metric.unit()) + "，"
                + (metric.direction() == Direction.HIGHER_IS_WORSE ? "高于" : "低于")
                + (check.severity() == Severity.CRITICAL ? "严重" : "警告") + "阈值 "
                + amount(threshold, metric.unit());
    }

    private static String statistic(Check check, String percentile, String latest) {
        return switch (check.statistic()) {
            case "p95" -> percentile;
            case "last" -> latest;
            default -> "";
        };
    }

    private static String where(Check check, String before) {
        Map<String, String> labels = check.labels().values();
        return labels.isEmpty()
                ? ""
                : labels.entrySet().stream()
                        .map(label -> label.getKey() + "=" + label.getValue())
                        .collect(Collectors.joining(", ", before, ""));
    }

    /** Four significant digits, without an exponent. */
    private static String amount(double value, String unit) {
        String number =
                BigDecimal.valueOf(value).round(DIGITS).stripTrailingZeros().toPlainString();
        return unit.isEmpty() ? number : unit.equals("%") ? number + "%" : number + " " + unit;
    }
}
