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
import org.jspecify.annotations.Nullable;

/** What one source said at one time. Changes nothing until it is recorded, so that it can be dropped. Not thread-safe. */
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

    private record Seen(Rule rule, String name, Map<String, String> labels, double value, Kind kind, long start) {}

    private record SeriesKey(String metric, Labels labels) {}

    private record Value(double value, boolean fallback) {}

    private final String source;
    private final Labels sourceLabels;
    private final Instant at;
    private final Catalogue catalogue;
    private final List<Seen> all = new ArrayList<>();

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

    /** Whether samples of that name say something: by a name others have for it, or our own name of a gauge. */
    public boolean takes(String name) {
        return ForeignMetrics.knows(name) || isOwnGauge(name);
    }

    private boolean isOwnGauge(String name) {
        return catalogue
                .find(name)
                .filter(definition -> definition.type() == MetricType.GAUGE)
                .isPresent();
    }

    /** Takes a value of a metric under whichever name it has, see {@link #takes}. */
    public void addAny(String name, Map<String, String> labels, double value) {
        if (ForeignMetrics.knows(name)) {
            add(name, labels, value);
        } else if (isOwnGauge(name)) {
            addOwn(name, labels, value);
        }
    }

    /** How many values were taken. */
    public int size() {
        return all.size();
    }

    /** Takes a value; one that is no value, or of a metric nobody knows, says nothing. */
    public void add(String name, Map<String, String> labels, double value) {
        add(ForeignMetrics.rule(name), name, labels, value, Kind.AS_IT_IS, 0);
    }

    /** Takes the value of a gauge that has our own name for it. */
    public void addOwn(String metric, Map<String, String> labels, double value) {
        add(new Rule.Gauge(metric, 1, false), metric, labels, value, Kind.AS_IT_IS, 0);
    }

    /**
     * Takes a total.
     *
     * @param start when it began to count
     */
    public void addTotal(String name, Map<String, String> labels, double value, long start) {
        add(ForeignMetrics.rule(name), name, labels, value, Kind.AS_IT_IS, start);
    }

    /** Takes what a total grew by. */
    public void addIncrement(String name, Map<String, String> labels, double value) {
        add(ForeignMetrics.rule(name), name, labels, value, Kind.INCREMENT, 0);
    }

    private void add(
            @Nullable Rule rule, String name, Map<String, String> labels, double value, Kind kind, long start) {
        if (rule != null && Math.abs(value) < BLANK && Double.isFinite(value)) {
            all.add(new Seen(rule, name, labels, value, kind, start));
        }
    }

    /** Adds everything to the windows of the metrics that the catalogue has, and says how many values that were. */
    public int record(CounterIncrements increments, MetricWindows windows) {
        Map<SeriesKey, Value> gauges = new LinkedHashMap<>();
        Map<SeriesKey, Double> totals = new LinkedHashMap<>();
        Map<SeriesKey, Double> free = new HashMap<>();
        Map<SeriesKey, Double> whole = new LinkedHashMap<>();
        Map<SeriesKey, double[]> cpus = new LinkedHashMap<>();
        for (Seen seen : all) {
            Labels labels = ForeignMetrics.labels(seen.labels(), sourceLabels);
            switch (seen.rule()) {
                case Rule.Gauge rule ->
                    gauges.merge(
                            new SeriesKey(rule.metric(), labels),
                            new Value(seen.value() * rule.factor(), rule.fallback()),
                            ForeignReading::better);
                case Rule.Total rule ->
                    increment(increments, seen)
                            .ifPresent(grown -> totals.merge(new SeriesKey(rule.metric(), labels), grown, Double::sum));
                case Rule.CpuSeconds rule ->
                    increment(increments, seen)
                            .ifPresent(grown -> add(
                                    cpus.computeIfAbsent(new SeriesKey(rule.metric(), labels), key -> new double[2]),
                                    grown,
                                    UNUSED.contains(seen.labels().getOrDefault("mode", ""))));
                case Rule.Free rule -> free.put(new SeriesKey(rule.metric(), labels), seen.value());
                case Rule.Whole rule -> whole.put(new SeriesKey(rule.metric(), labels), seen.value());
            }
        }
        whole.forEach((key, size) -> {
            Double left = free.get(key);
            if (left != null && size > 0) {
                gauges.put(key, new Value(PERCENT * (1 - left / size), false));
            }
        });
        cpus.forEach((key, seconds) -> {
            double busy = seconds[0];
            double unused = seconds[1];
            if (busy + unused > 0) {
                gauges.put(key, new Value(PERCENT * busy / (busy + unused), false));
            }
        });
        int recorded = 0;
        for (Map.Entry<SeriesKey, Value> gauge : gauges.entrySet()) {
            recorded += record(windows, gauge.getKey(), gauge.getValue().value(), MetricType.GAUGE);
        }
        for (Map.Entry<SeriesKey, Double> total : totals.entrySet()) {
            recorded += record(windows, total.getKey(), total.getValue(), MetricType.COUNTER);
        }
        return recorded;
    }

    private OptionalDouble increment(CounterIncrements increments, Seen seen) {
        return seen.kind() == Kind.INCREMENT
                ? OptionalDouble.of(Math.max(0, seen.value()))
                : increments.increment(
                        new CounterIncrements.Key(source, seen.name(), seen.labels()), seen.value(), seen.start(), at);
    }

    private static void add(double[] busyAndUnused, double seconds, boolean unused) {
        busyAndUnused[unused ? 1 : 0] += seconds;
    }

    /** Of two values for one series a fallback steps back, else the larger one counts. */
    private static Value better(Value one, Value other) {
        if (one.fallback() != other.fallback()) {
            return one.fallback() ? other : one;
        }
        return one.value() >= other.value() ? one : other;
    }

    private int record(MetricWindows windows, SeriesKey key, double value, MetricType type) {
        @Nullable MetricDefinition definition = catalogue.find(key.metric()).orElse(null);
        if (definition == null || definition.type() != type || !(Math.abs(value) <= LARGEST)) {
            return 0;
        }
        windows.add(definition.name(), type, key.labels(), value, at);
        return 1;
    }
}
