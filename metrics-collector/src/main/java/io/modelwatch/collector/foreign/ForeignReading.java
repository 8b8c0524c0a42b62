package io.modelwatch.collector.foreign;

import io.modelwatch.collector.catalogue.Catalogue;
import io.modelwatch.collector.catalogue.MetricDefinition;
import io.modelwatch.collector.catalogue.MetricType;
import io.modelwatch.collector.window.Labels;
import io.modelwatch.collector.window.MetricWindows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What one source said at one time. Changes nothing until it is recorded, so that it can be dropped. A name counts as the
 * catalogue's definitions say, else as {@link ForeignMetrics} does. Not thread-safe.
 */
public final class ForeignReading {

    /** DCGM's codes for "not supported" and "no value"; as a double the least of them is this. */
    private static final double BLANK = 9.2e18;

    private static final double LARGEST = 1e15;
    private static final double PERCENT = 100;
    private static final Set<String> UNUSED = Set.of("idle", "iowait");

    /** How a value is to be read. */
    private enum Kind {
        AS_IT_IS,
        INCREMENT
    }

    private record Seen(
            List<Rule> rules, String name, Map<String, String> labels, double value, Kind kind, long start) {}

    private record SeriesKey(String metric, Labels labels) {}

    private record Value(double value, boolean fallback) {}

    private final String source;
    private final Labels sourceLabels;
    private final Instant at;
    private final Catalogue catalogue;
    private final List<Seen> all = new ArrayList<>();
    private final Map<SeriesKey, Value> gauges = new LinkedHashMap<>();
    private final Map<SeriesKey, Double> totals = new LinkedHashMap<>();
    private final Map<SeriesKey, Double> free = new HashMap<>();
    private final Map<SeriesKey, Double> whole = new LinkedHashMap<>();
    private final Map<SeriesKey, double[]> cpus = new LinkedHashMap<>();
    private final Map<SeriesKey, double[]> means = new LinkedHashMap<>();
    private String lastName = "";
    private List<Rule> lastRules = List.of();

    /**
     * Nothing said yet.
     *
     * @param source tells totals of different sources apart
     * @param sourceLabels go before labels of the same name
     * @param catalogue says which metrics there are
     */
    public ForeignReading(String source, Labels sourceLabels, Instant at, Catalogue catalogue) {
        this.source = source;
        this.sourceLabels = sourceLabels;
        this.at = at;
        this.catalogue = catalogue;
    }

    /** Whether samples of that name say something about a metric of the catalogue. */
    public boolean knows(String name) {
        return !rules(name).isEmpty();
    }

    /** Whether the name is that of a total. */
    public boolean knowsTotal(String name) {
        List<Rule> rules = rules(name);
        return !rules.isEmpty() && rules.getFirst().isTotal();
    }

    /** The same for a name that may also be our own name of a gauge. */
    public boolean takes(String name) {
        return knows(name) || isOwnGauge(name);
    }

    /** Samples of a name come in a row, so the last answer is kept. */
    private List<Rule> rules(String name) {
        if (!name.equals(lastName)) {
            lastName = name;
            lastRules = lookUp(name);
        }
        return lastRules;
    }

    private List<Rule> lookUp(String name) {
        return catalogue
                .findForeign(name)
                .map(own -> List.of(
                        own.metric().type() == MetricType.COUNTER
                                ? new Rule.Total(own.metric().name(), own.factor(), Map.of())
                                : ForeignMetrics.gauge(own.metric().name(), own.factor())))
                .orElseGet(() -> ForeignMetrics.rules(name));
    }

    private boolean isOwnGauge(String name) {
        return catalogue
                .find(name)
                .filter(definition -> definition.type() == MetricType.GAUGE)
                .isPresent();
    }

    /** Takes a value; one that is no value, or of a metric nobody knows, says nothing. */
    public void add(String name, Map<String, String> labels, double value) {
        add(rules(name), name, labels, value, Kind.AS_IT_IS, 0);
    }

    /** Takes the value of a gauge that has our own name for it. */
    public void addOwn(String metric, Map<String, String> labels, double value) {
        add(List.of(ForeignMetrics.gauge(metric, 1)), metric, labels, value, Kind.AS_IT_IS, 0);
    }

    /** Takes a value of a metric under whichever name it has, see {@link #takes}. */
    public void addAny(String name, Map<String, String> labels, double value) {
        if (knows(name)) {
            add(name, labels, value);
        } else if (isOwnGauge(name)) {
            addOwn(name, labels, value);
        }
    }

    /**
     * Takes a total.
     *
     * @param start when it began to count
     */
    public void addTotal(String name, Map<String, String> labels, double value, long start) {
        add(rules(name), name, labels, value, Kind.AS_IT_IS, start);
    }

    /** Takes what a total grew by. */
    public void addIncrement(String name, Map<String, String> labels, double value) {
        add(rules(name), name, labels, value, Kind.INCREMENT, 0);
    }

    private void add(List<Rule> rules, String name, Map<String, String> labels, double value, Kind kind, long start) {
        if (!rules.isEmpty() && Math.abs(value) < BLANK && Double.isFinite(value)) {
            all.add(new Seen(rules, name, labels, value, kind, start));
        }
    }

    /** How many values were taken. */
    public int size() {
        return all.size();
    }

    /** Adds everything to the windows of the metrics that the catalogue has, and says how many values that were. */
    public int record(CounterIncrements increments, MetricWindows windows) {
        AtomicInteger recorded = new AtomicInteger();
        windows.together(() -> recorded.set(recordAll(increments, windows)));
        return recorded.get();
    }

    private int recordAll(CounterIncrements increments, MetricWindows windows) {
        for (Seen seen : all) {
            OptionalDouble grown =
                    seen.rules().getFirst().isTotal() ? increment(increments, seen) : OptionalDouble.empty();
            for (Rule rule : seen.rules()) {
                collect(rule, seen, grown);
            }
        }
        shares();
        int recorded = 0;
        for (Map.Entry<SeriesKey, Value> gauge : gauges.entrySet()) {
            recorded += record(windows, gauge.getKey(), gauge.getValue().value(), MetricType.GAUGE);
        }
        for (Map.Entry<SeriesKey, Double> total : totals.entrySet()) {
            recorded += record(windows, total.getKey(), total.getValue(), MetricType.COUNTER);
        }
        return recorded;
    }

    private void collect(Rule rule, Seen seen, OptionalDouble grown) {
        SeriesKey key = new SeriesKey(rule.metric(), labels(rule.metric(), seen));
        switch (rule) {
            case Rule.Gauge gauge -> {
                if (has(seen, gauge.where())) {
                    gauges.merge(
                            key, new Value(seen.value() * gauge.factor(), gauge.fallback()), ForeignReading::better);
                }
            }
            case Rule.Total total -> {
                if (total.except().isEmpty() || !has(seen, total.except())) {
                    grown.ifPresent(by -> totals.merge(key, by * total.factor(), Double::sum));
                }
            }
            case Rule.MeanSum sum -> grown.ifPresent(by -> pair(means, key)[0] += by * sum.factor());
            case Rule.MeanCount count -> grown.ifPresent(by -> pair(means, key)[1] += by);
            case Rule.CpuSeconds seconds -> {
                boolean unused = UNUSED.contains(seen.labels().getOrDefault("mode", ""));
                grown.ifPresent(by -> pair(cpus, key)[unused ? 1 : 0] += by);
            }
            case Rule.Free part -> free.put(key, seen.value());
            case Rule.Whole size -> whole.put(key, seen.value());
        }
    }

    private Labels labels(String metric, Seen seen) {
        List<String> own = catalogue.find(metric).map(MetricDefinition::labels).orElse(List.of());
        return ForeignMetrics.labels(seen.labels(), sourceLabels, own);
    }

    private static boolean has(Seen seen, Map<String, String> wanted) {
        return seen.labels().entrySet().containsAll(wanted.entrySet());
    }

    private static double[] pair(Map<SeriesKey, double[]> pairs, SeriesKey key) {
        return pairs.computeIfAbsent(key, any -> new double[2]);
    }

    /** What follows from two values each: used of a whole, busy of the time, sum by count. */
    private void shares() {
        whole.forEach((key, size) -> {
            Double left = free.get(key);
            if (left != null && size > 0) {
                gauges.put(key, new Value(PERCENT * (1 - left / size), false));
            }
        });
        cpus.forEach((key, seconds) -> {
            double time = seconds[0] + seconds[1];
            if (time > 0) {
                gauges.put(key, new Value(PERCENT * seconds[0] / time, false));
            }
        });
        means.forEach((key, sumAndCount) -> {
            if (sumAndCount[1] > 0) {
                gauges.put(key, new Value(sumAndCount[0] / sumAndCount[1], false));
            }
        });
    }

    private OptionalDouble increment(CounterIncrements increments, Seen seen) {
        return seen.kind() == Kind.INCREMENT
                ? OptionalDouble.of(Math.max(0, seen.value()))
                : increments.increment(
                        new CounterIncrements.Key(source, seen.name(), seen.labels()), seen.value(), seen.start(), at);
    }

    /** Of two values for one series a fallback steps back, else the larger one counts. */
    private static Value better(Value one, Value other) {
        if (one.fallback() != other.fallback()) {
            return one.fallback() ? other : one;
        }
        return one.value() >= other.value() ? one : other;
    }

    private int record(MetricWindows windows, SeriesKey key, double value, MetricType type) {
        MetricDefinition definition = catalogue.find(key.metric()).orElse(null);
        if (definition == null || definition.type() != type || !(Math.abs(value) <= LARGEST)) {
            return 0;
        }
        windows.add(definition.name(), type, key.labels(), value, at);
        return 1;
    }
}
