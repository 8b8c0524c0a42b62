package io.modelwatch.alertrouter.rule;

import io.modelwatch.alertrouter.label.LabelSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one evaluation of a rule comes to.
 *
 * @param active the conditions that hold now, and alerts that are kept firing
 * @param resolved alerts that fired and do not any more
 */
record Evaluation(List<ActiveAlert> active, List<ActiveAlert> resolved) {

    /** After a pause of this length what was pending starts anew, as in Prometheus. */
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    Evaluation {
        active = List.copyOf(active);
        resolved = List.copyOf(resolved);
    }

    /**
     * Evaluates a rule, given what was active before.
     *
     * @param key what identifies the rule within its group
     * @param holding the series for which the condition holds, with their values
     * @throws IllegalArgumentException when two series become the same alert
     */
    static Evaluation of(
            String key,
            AlertingRule rule,
            Map<LabelSet, Double> holding,
            Collection<ActiveAlert> before,
            Rendering rendering) {
        Instant at = rendering.at();
        Map<LabelSet, ActiveAlert> known = new LinkedHashMap<>();
        before.forEach(each -> known.put(each.labels(), each));
        Map<LabelSet, ActiveAlert> active = new LinkedHashMap<>();
        holding.forEach((series, value) -> {
            LabelSet labels = rule.labelsFor(series, value, rendering);
            Map<String, String> annotations = rule.annotationsFor(series, labels, value, rendering);
            ActiveAlert next = next(key, rule, labels, annotations, value, known.get(labels), at);
            if (active.put(labels, next) != null) {
                throw new IllegalArgumentException(
                        "vector contains metrics with the same labelset after applying alert labels");
            }
        });
        List<ActiveAlert> resolved = new ArrayList<>();
        known.forEach((labels, alert) -> {
            if (active.containsKey(labels) || alert.firedAt() == null) {
                return;
            }
            Instant since = alert.keepFiringSince() == null ? at : alert.keepFiringSince();
            if (since.plus(rule.keepFiringFor()).isAfter(at)) {
                active.put(labels, alert.keptFiring(since));
            } else {
                resolved.add(alert);
            }
        });
        return new Evaluation(List.copyOf(active.values()), resolved);
    }

    private static ActiveAlert next(
            String key,
            AlertingRule rule,
            LabelSet labels,
            Map<String, String> annotations,
            double value,
            @Nullable ActiveAlert known,
            Instant at) {
        Instant activeAt = known == null ? at : known.activeAt();
        Instant firedAt = known == null ? null : known.firedAt();
        if (firedAt == null && !activeAt.plus(rule.holdFor()).isAfter(at)) {
            firedAt = at;
        }
        return new ActiveAlert(
                key, labels, annotations, activeAt, firedAt, known == null ? null : known.sentAt(), null, value);
    }

    /**
     * What is known after a pause in which nobody evaluated: the time that nobody looked does not count for what was
     * pending, and after an hour that starts anew. What fired fires on.
     *
     * @param ranAt the evaluation before the pause, null for none
     */
    static List<ActiveAlert> afterPause(
            List<ActiveAlert> before, @Nullable Instant ranAt, Instant at, Duration interval) {
        if (ranAt == null || !ranAt.plus(interval.multipliedBy(2)).isBefore(at)) {
            return before;
        }
        Duration pause = Duration.between(ranAt, at);
        List<ActiveAlert> after = new ArrayList<>();
        for (ActiveAlert each : before) {
            if (each.firedAt() != null) {
                after.add(each);
            } else if (pause.compareTo(LONGEST_PAUSE) <= 0) {
                after.add(each.later(pause.minus(interval)));
            }
        }
        return after;
    }

    /**
     * The figures that a rule compares: of its metric, divided by those of another where it says so. A series of the
     * divisor that the metric lacks counts as 0 of the metric; where the divisor is 0 or missing there is no figure.
     */
    static Map<LabelSet, Double> figures(ThresholdRule rule, MetricWindow metric, @Nullable MetricWindow divisor) {
        Map<LabelSet, Double> values = values(rule, metric);
        if (divisor == null) {
            return values;
        }
        Map<LabelSet, Double> ratios = new LinkedHashMap<>();
        values(rule, divisor).forEach((labels, by) -> {
            if (by != 0) {
                ratios.put(labels, values.getOrDefault(labels, 0.0) / by);
            }
        });
        return ratios;
    }

    private static Map<LabelSet, Double> values(ThresholdRule rule, MetricWindow window) {
        Map<LabelSet, Double> values = new LinkedHashMap<>();
        List<MetricWindow.Series> series = window.series();
        for (MetricWindow.Series each : series == null ? List.<MetricWindow.Series>of() : series) {
            Double value = rule.statistic().of(each);
            Map<String, String> labels = each.labels();
            if (value != null && Double.isFinite(value)) {
                values.put(labels == null ? LabelSet.EMPTY : LabelSet.of(labels), value);
            }
        }
        return values;
    }
}
