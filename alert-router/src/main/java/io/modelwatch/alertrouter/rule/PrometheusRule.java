package io.modelwatch.alertrouter.rule;

import io.modelwatch.alertrouter.label.LabelSet;
import io.modelwatch.alertrouter.template.RuleTemplate;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An alerting rule of a Prometheus rule file.
 *
 * @param query PromQL; every series of its answer is an alert
 */
record PrometheusRule(
        String alert,
        String query,
        Duration holdFor,
        Duration keepFiringFor,
        Map<String, RuleTemplate> labels,
        Map<String, RuleTemplate> annotations)
        implements AlertingRule {

    PrometheusRule {
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
    }

    @Override
    public Map<String, String> annotationsFor(
            LabelSet series, LabelSet alertLabels, double value, Rendering rendering) {
        return annotations(rendering.context(series, value));
    }
}
