package io.modelwatch.collector.health;

import io.modelwatch.collector.catalogue.MetricLevel;
import io.modelwatch.collector.catalogue.Severity;
import io.modelwatch.collector.durable.Durable;
import io.modelwatch.collector.durable.PartReader;
import io.modelwatch.collector.durable.PartWriter;
import io.modelwatch.collector.health.HealthRules.Check;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Remembers since when each check, each layer and the whole have been as they are. A time is that of the look that saw
 * the change, so it is late by one interval between looks at most. Thread-safe.
 */
public final class HealthWatch implements Durable {

    private static final String OVERALL = "";
    private static final String LAYER = "layer/";
    private static final String CHECK = "check/";
    private static final int MOST = 100_000;

    private record State(Severity severity, Instant since) {}

    /** One check and since when it has had its severity. */
    public record Tracked(Check check, Instant since) {}

    /**
     * One layer.
     *
     * @param assessed how many of its metrics had values and a threshold
     */
    public record Layer(MetricLevel level, Severity severity, Instant since, int assessed) {}

    /**
     * All that one look saw.
     *
     * @param checks every metric that was assessed, the worst first
     */
    public record Health(Severity severity, Instant since, List<Layer> layers, List<Tracked> checks) {

        public Health {
            layers = List.copyOf(layers);
            checks = List.copyOf(checks);
        }
    }

    private final Map<String, State> states = new HashMap<>();

    /** Takes what a look saw. */
    public synchronized Health observe(List<Check> checks, Instant now) {
        Set<String> seen = new TreeSet<>();
        List<Tracked> tracked = new ArrayList<>();
        Map<MetricLevel, Severity> levels = new LinkedHashMap<>();
        Map<MetricLevel, Integer> assessed = new HashMap<>();
        for (MetricLevel level : MetricLevel.values()) {
            levels.put(level, Severity.OK);
        }
        Severity overall = Severity.OK;
        for (Check check : checks) {
            String key = CHECK + check.metric().name();
            seen.add(key);
            tracked.add(new Tracked(check, since(key, check.severity(), now)));
            levels.merge(check.metric().level(), check.severity(), HealthWatch::worse);
            assessed.merge(check.metric().level(), 1, Integer::sum);
            overall = worse(overall, check.severity());
        }
        // A metric without values is neither well nor ill: when it comes back, that is new.
        states.keySet().removeIf(key -> key.startsWith(CHECK) && !seen.contains(key));
        tracked.sort(
                Comparator.comparing((Tracked one) -> one.check().severity()).reversed());
        List<Layer> layers = new ArrayList<>();
        levels.forEach((level, severity) -> layers.add(
                new Layer(level, severity, since(LAYER + level, severity, now), assessed.getOrDefault(level, 0))));
        return new Health(overall, since(OVERALL, overall, now), layers, tracked);
    }

    private Instant since(String key, Severity severity, Instant now) {
        State known = states.get(key);
        if (known != null && known.severity() == severity) {
            return known.since();
        }
        states.put(key, new State(severity, now));
        return now;
    }

    private static Severity worse(Severity one, Severity other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    @Override
    public String name() {
        return "health";
    }

    /** Nothing to do: a few moments more or less make no difference. */
    @Override
    public void beginSnapshot() {
        // See above.
    }

    @Override
    public synchronized void writeSnapshot(PartSink sink) throws IOException {
        PartWriter out = new PartWriter();
        out.number(states.size());
        for (Map.Entry<String, State> one : states.entrySet()) {
            out.text(one.getKey());
            out.text(one.getValue().severity().name());
            out.time(one.getValue().since());
        }
        sink.part(out.toBytes());
    }

    @Override
    public synchronized void restore(PartReader part) throws IOException {
        for (int left = part.size(MOST); left > 0; left--) {
            String key = part.text();
            try {
                states.put(key, new State(Severity.valueOf(part.text()), part.time()));
            } catch (IllegalArgumentException e) {
                throw new IOException("there is no such severity", e);
            }
        }
    }

    @Override
    public void replay(PartReader change) throws IOException {
        throw new IOException("health notes no changes");
    }
}
