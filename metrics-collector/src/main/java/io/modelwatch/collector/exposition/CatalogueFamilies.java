package io.modelwatch.collector.exposition;

import io.modelwatch.collector.catalogue.Catalogue;
import io.modelwatch.collector.catalogue.MetricDefinition;
import io.modelwatch.collector.window.Labels;
import io.modelwatch.collector.window.MetricWindows;
import io.modelwatch.collector.window.Window;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The gauges and counters of the catalogue as {@code modelwatch_NAME}: of a gauge the latest value within 5 minutes, of a
 * counter the sum of all its increments. Labels outside a list are left out, and what then has the same labels is put
 * together: the worst of gauges, the sum of counters. Thread-safe.
 */
final class CatalogueFamilies implements MultiCollector {

    static final String PREFIX = "modelwatch_";

    private static final Window RECENT = Window.parse("5m");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
    private static final String TOTAL = "_total";
    private static final String MODEL = "model";

    private final MetricWindows windows;
    private final Supplier<Catalogue> catalogue;
    private final Set<String> labels;
    private final UnaryOperator<String> modelName;

    /**
     * Families of the catalogue in force at each scrape.
     *
     * @param labels those that are kept
     * @param modelName what a model is called at /metrics
     */
    CatalogueFamilies(
            MetricWindows windows, Supplier<Catalogue> catalogue, Set<String> labels, UnaryOperator<String> modelName) {
        this.windows = windows;
        this.catalogue = catalogue;
        this.labels = Set.copyOf(labels);
        this.modelName = modelName;
    }

    @Override
    public MetricSnapshots collect() {
        List<MetricSnapshot> families = new ArrayList<>();
        for (MetricDefinition metric : catalogue.get().definitions()) {
            if (NAME.matcher(metric.name()).matches()) {
                family(metric).ifPresent(families::add);
            }
        }
        return new MetricSnapshots(families);
    }

    private Optional<MetricSnapshot> family(MetricDefinition metric) {
        String help = metric.unit().isEmpty() ? metric.description() : metric.description() + ", in " + metric.unit();
        return switch (metric.type()) {
            case COUNTER -> counter(metric, help);
            case GAUGE -> gauge(metric, help);
            case HISTOGRAM, SUMMARY -> Optional.empty();
        };
    }

    private Optional<MetricSnapshot> counter(MetricDefinition metric, String help) {
        List<CounterDataPointSnapshot> points = new ArrayList<>();
        kept(windows.totals(metric.name()), Double::sum)
                .forEach((kept, value) -> points.add(new CounterDataPointSnapshot(value, kept, null, 0)));
        String name = metric.name().endsWith(TOTAL)
                ? metric.name().substring(0, metric.name().length() - TOTAL.length())
                : metric.name();
        return points.isEmpty()
                ? Optional.empty()
                : Optional.of(new CounterSnapshot(new MetricMetadata(PREFIX + name, help), points));
    }

    private Optional<MetricSnapshot> gauge(MetricDefinition metric, String help) {
        List<GaugeDataPointSnapshot> points = new ArrayList<>();
        kept(windows.latest(metric.name(), RECENT), metric.direction()::worse)
                .forEach((kept, value) -> points.add(new GaugeDataPointSnapshot(value, kept, null)));
        return points.isEmpty()
                ? Optional.empty()
                : Optional.of(new GaugeSnapshot(new MetricMetadata(PREFIX + metric.name(), help), points));
    }

    private Map<io.prometheus.metrics.model.snapshots.Labels, Double> kept(
            Map<Labels, Double> series, DoubleBinaryOperator together) {
        Map<io.prometheus.metrics.model.snapshots.Labels, Double> kept = new HashMap<>();
        series.forEach((all, value) -> kept.merge(kept(all), value, together::applyAsDouble));
        return kept;
    }

    private io.prometheus.metrics.model.snapshots.Labels kept(Labels all) {
        List<String> names = new ArrayList<>();
        List<String> values = new ArrayList<>();
        all.values().forEach((name, value) -> {
            if (labels.contains(name)) {
                names.add(name);
                values.add(name.equals(MODEL) ? modelName.apply(value) : value);
            }
        });
        return io.prometheus.metrics.model.snapshots.Labels.of(names, values);
    }
}
