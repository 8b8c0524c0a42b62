package io.modelwatch.collector.query;

import io.modelwatch.collector.window.Labels;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whoever can answer questions about metrics. Waits on the calling thread. Thread-safe. */
public interface MetricSource {

    /**
     * Answers; no series where there are no values.
     *
     * @throws io.modelwatch.intake.ProblemException 400 when it cannot be asked that, 503 when it does not answer
     */
    MetricAnswer answer(Question question);

    /** Answers several questions about one metric that differ only in their statistic; at least one. */
    default Overview overview(Question question, List<Statistic> statistics) {
        Map<Labels, Map<String, Double>> series = new HashMap<>();
        MetricAnswer last = null;
        for (Statistic statistic : statistics) {
            last = answer(question.about(question.metric(), statistic));
            for (MetricAnswer.Series one : last.series()) {
                Double value = one.value();
                if (value != null) {
                    series.computeIfAbsent(one.labels(), labels -> new HashMap<>())
                            .put(statistic.text(), value);
                }
            }
        }
        if (last == null) {
            throw new IllegalArgumentException("at least one statistic is needed");
        }
        return new Overview(last.from(), last.to(), series);
    }
}
