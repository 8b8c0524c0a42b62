package io.modelwatch.logindexer.search;

import io.modelwatch.logindexer.parameter.Parameter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is counted.
 *
 * @param interval the steps of time
 * @param top names of the fields whose most frequent values are wanted
 * @param topSize how many values of each
 * @param measures names of the fields whose distribution is wanted
 * @param perStep whether values and distributions are wanted for each step too
 */
record Aggregation(Interval interval, List<String> top, int topSize, List<String> measures, boolean perStep) {

    private static final int MAX_FIGURES = 20_000;
    private static final int FIGURES_A_MEASURE = 9;

    static final Map<String, String> MEASURES = new TreeMap<>(Map.of(
            "latency_ms", "llm.latency_ms",
            "ttft_ms", "llm.ttft_ms",
            "queue_ms", "llm.queue_ms",
            "cost_usd", "llm.cost_usd",
            "input_tokens", "gen_ai.usage.input_tokens",
            "output_tokens", "gen_ai.usage.output_tokens"));

    Aggregation {
        top = known("top", top, Groups.FIELDS);
        measures = known("percentiles", measures, MEASURES);
    }

    /** Throws a 400 when the steps between two times would have too many figures in all. */
    void checkSize(Instant from, Instant to) {
        long steps = 1 + Duration.between(from, to).dividedBy(interval.step());
        long figures = steps * ((long) top.size() * topSize + (long) measures.size() * FIGURES_A_MEASURE);
        if (perStep && figures > MAX_FIGURES) {
            throw Parameter.invalid("per_step makes " + figures + " figures in " + steps + " steps, more than "
                    + MAX_FIGURES + "; use a longer interval, a smaller top_size, or fewer of top and percentiles");
        }
    }

    private static List<String> known(String parameter, List<String> names, Map<String, String> fields) {
        List<String> known = new ArrayList<>();
        for (String name : names) {
            if (!fields.containsKey(name)) {
                throw Parameter.invalid(
                        parameter + " must be one of " + String.join(", ", fields.keySet()) + ", was '" + name + "'");
            }
            if (!known.contains(name)) {
                known.add(name);
            }
        }
        return List.copyOf(known);
    }
}
