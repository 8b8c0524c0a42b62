package io.modelwatch.alertrouter.rule;

import io.modelwatch.alertrouter.label.LabelSet;
import io.modelwatch.alertrouter.template.RuleTemplate;
import io.modelwatch.alertrouter.time.Durations;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An alert that is raised while a figure of a metric's window is beyond a threshold.
 *
 * @param alert the alert's name
 * @param metric as metrics-collector's catalogue names it
 * @param window how far back the figure reaches
 * @param by labels of the metric by which figures, and so alerts, are told apart
 * @param where values that labels of the metric must have
 * @param dividedBy the metric whose same figure divides this one, or null
 * @param holdFor how long the condition must hold before the alert fires
 * @param labels of the alert, besides its name and the labels of {@code by}
 * @param annotations texts for people
 */
record ThresholdRule(
        String alert,
        String metric,
        Statistic statistic,
        Duration window,
        List<String> by,
        Map<String, String> where,
        @Nullable String dividedBy,
        Comparison comparison,
        double threshold,
        Duration holdFor,
        Map<String, RuleTemplate> labels,
        Map<String, RuleTemplate> annotations)
        implements AlertingRule {

    ThresholdRule {
        by = List.copyOf(by);
        where = Collections.unmodifiableMap(new LinkedHashMap<>(where));
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
    }

    @Override
    public Duration keepFiringFor() {
        return Duration.ZERO;
    }

    /** Those of the figures for which the condition holds. */
    Map<LabelSet, Double> holding(Map<LabelSet, Double> figures) {
        Map<LabelSet, Double> holding = new LinkedHashMap<>(figures);
        holding.values().removeIf(value -> !comparison.holds(value, threshold));
        return holding;
    }

    /** The texts see all labels of the alert. */
    @Override
    public Map<String, String> annotationsFor(
            LabelSet series, LabelSet alertLabels, double value, Rendering rendering) {
        return annotations(rendering.context(alertLabels, value));
    }

    @Override
    public String query() {
        String selector = where.isEmpty() ? "" : LabelSet.of(where).toString();
        String range = selector + "[" + Durations.format(window) + "]";
        String grouping = by.isEmpty() ? "" : " by (" + String.join(", ", by) + ")";
        String left = statistic.text() + "(" + metric + range + ")" + grouping;
        String right = dividedBy == null ? "" : " / " + statistic.text() + "(" + dividedBy + range + ")" + grouping;
        return left + right + " " + comparison + " " + plain(threshold);
    }

    /** Without an exponent and without trailing zeros. */
    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
