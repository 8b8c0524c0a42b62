package io.modelwatch.alertrouter.rule;

import io.modelwatch.alertrouter.label.LabelSet;
import io.modelwatch.alertrouter.label.Matchers;
import io.modelwatch.alertrouter.template.RuleTemplate;
import io.modelwatch.alertrouter.time.Durations;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A dead-man switch: an alert that is raised while another one is missing which always fires, such as Prometheus'
 * Watchdog. So the way of all alerts is watched from end to end.
 *
 * @param heartbeat what the expected alert matches
 * @param within how long ago it must have been received at most
 * @param holdFor how long it must be missing, which spares the first minutes after a start
 */
record HeartbeatRule(
        String alert,
        Matchers heartbeat,
        Duration within,
        Duration holdFor,
        Map<String, RuleTemplate> labels,
        Map<String, RuleTemplate> annotations)
        implements AlertingRule {

    HeartbeatRule {
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
    }

    @Override
    public Duration keepFiringFor() {
        return Duration.ZERO;
    }

    @Override
    public String query() {
        return "missing(" + heartbeat + "[" + Durations.format(within) + "])";
    }

    @Override
    public Map<String, String> annotationsFor(
            LabelSet series, LabelSet alertLabels, double value, Rendering rendering) {
        return annotations(rendering.context(alertLabels, value));
    }
}
