package io.modelwatch.alertrouter.rule;

import io.modelwatch.alertrouter.label.LabelSet;
import io.modelwatch.alertrouter.time.Durations;
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
        Map<String, Template> labels,
        Map<String, Template> annotations) {

    static final String ALERT_NAME = "alertname";

    ThresholdRule {
        by = List.copyOf(by);
        where = Collections.unmodifiableMap(new LinkedHashMap<>(where));
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
    }

    /** The labels of the alert for a series with the given labels. */
    LabelSet labelsFor(LabelSet series, double value) {
        Map<String, String> all = new LinkedHashMap<>(series.asMap());
        labels.forEach((name, template) -> all.put(name, template.render(series, value)));
        all.put(ALERT_NAME, alert);
        return LabelSet.of(all);
    }

    /** The annotations of an alert with the given labels. */
    Map<String, String> annotationsFor(LabelSet alertLabels, double value) {
        Map<String, String> texts = new LinkedHashMap<>();
        annotations.forEach((name, template) -> texts.put(name, template.render(alertLabels, value)));
        return texts;
    }

    /** The condition as text. */
    String query() {
        String selector = where.isEmpty() ? "" : LabelSet.of(where).toString();
        String range = selector + "[" + Durations.format(window) + "]";
        String grouping = by.isEmpty() ? "" : " by (" + String.join(", ", by) + ")";
        String left = statistic.text() + "(" + metric + range + ")" + grouping;
        String right = dividedBy == null ? "" : " / " + statistic.text() + "(" + dividedBy + range + ")" + grouping;
        return left + right + " " + comparison + " " + Template.plain(threshold);
    }
}
