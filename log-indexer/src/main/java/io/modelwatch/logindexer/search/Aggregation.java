package io.modelwatch.logindexer.search;

import io.modelwatch.logindexer.parameter.Parameter;
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
 */
record Aggregation(Interval interval, List<String> top, int topSize, List<String> measures) {

    static final Map<String, String> GROUPS = new TreeMap<>(Map.ofEntries(
            Map.entry("model", "gen_ai.request.model"),
            Map.entry("provider", "gen_ai.provider.name"),
            Map.entry("operation", "gen_ai.operation.name"),
            Map.entry("service", "service.name"),
            Map.entry("environment", "service.environment"),
            Map.entry("user_id", "user.id"),
            Map.entry("status", "llm.status"),
            Map.entry("outcome", "event.outcome"),
            Map.entry("level", "log.level"),
            Map.entry("event", "event.action"),
            Map.entry("error_type", "error.type"),
            Map.entry("dataset", "event.dataset")));
    static final Map<String, String> MEASURES = new TreeMap<>(Map.of(
            "latency_ms", "llm.latency_ms",
            "ttft_ms", "llm.ttft_ms",
            "queue_ms", "llm.queue_ms",
            "cost_usd", "llm.cost_usd",
            "input_tokens", "gen_ai.usage.input_tokens",
            "output_tokens", "gen_ai.usage.output_tokens"));

    Aggregation {
        top = known("top", top, GROUPS);
        measures = known("percentiles", measures, MEASURES);
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
