package io.modelwatch.alertrouter.rule;

import io.modelwatch.alertrouter.label.LabelSet;
import io.modelwatch.alertrouter.template.RuleTemplate;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** A rule that raises alerts, one for each series for which its condition holds. */
sealed interface AlertingRule permits ThresholdRule, PrometheusRule, HeartbeatRule {

    String ALERT_NAME = "alertname";

    /** The alert's name. */
    String alert();

    /** How long the condition must hold before the alert fires. */
    Duration holdFor();

    /** How long the alert fires on when the condition does not hold any more. */
    Duration keepFiringFor();

    /** Texts of labels, besides those of the series. */
    Map<String, RuleTemplate> labels();

    /** Texts for people. */
    Map<String, RuleTemplate> annotations();

    /** The condition as text. */
    String query();

    /** The labels of the alert for a series. */
    default LabelSet labelsFor(LabelSet series, double value, Rendering rendering) {
        Map<String, String> all = new LinkedHashMap<>(series.asMap());
        all.remove("__name__");
        RuleTemplate.Context context = rendering.context(series, value);
        labels().forEach((name, template) -> all.put(name, template.render(context)));
        all.put(ALERT_NAME, alert());
        return LabelSet.of(all);
    }

    /** The annotations of the alert for a series. */
    Map<String, String> annotationsFor(LabelSet series, LabelSet alertLabels, double value, Rendering rendering);

    /** Every text rendered. */
    default Map<String, String> annotations(RuleTemplate.Context context) {
        Map<String, String> texts = new LinkedHashMap<>();
        annotations().forEach((name, template) -> texts.put(name, template.render(context)));
        return texts;
    }
}
