package io.modelwatch.alertrouter.rule;

import io.modelwatch.alertrouter.label.LabelSet;
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
 * @param active the conditions that hold now
 * @param resolved alerts that fired and do not any more
 */
record Evaluation(List<ActiveAlert> active, List<ActiveAlert> resolved) {

    Evaluation {
        active = List.copyOf(active);
        resolved = List.copyOf(resolved);
    }

    /** Evaluates a rule on the figures of now, given what was active before. */
    static Evaluation of(
            ThresholdRule rule, Map<LabelSet, Double> figures, Collection<ActiveAlert> before, Instant now) {
        Map<LabelSet, ActiveAlert> known = new LinkedHashMap<>();
        before.forEach(each -> known.put(each.labels(), each));
        List<ActiveAlert> active = new ArrayList<>();
        figures.forEach((series, value) -> {
            if (rule.comparison().holds(value, rule.threshold())) {
                LabelSet labels = rule.labelsFor(series, value);
                active.add(next(rule, labels, value, known.remove(labels), now));
            }
        });
        return new Evaluation(
                active,
                known.values().stream().filter(each -> each.firedAt() != null).toList());
    }

    private static ActiveAlert next(
            ThresholdRule rule, LabelSet labels, double value, @Nullable ActiveAlert known, Instant now) {
        Instant activeAt = known == null ? now : known.activeAt();
        Instant firedAt = known == null ? null : known.firedAt();
        if (firedAt == null && !activeAt.plus(rule.holdFor()).isAfter(now)) {
            firedAt = now;
        }
        return new ActiveAlert(rule.alert(), labels, activeAt, firedAt, known == null ? null : known.sentAt(), value);
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
