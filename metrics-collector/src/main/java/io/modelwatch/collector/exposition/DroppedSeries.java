package io.modelwatch.collector.exposition;

import io.modelwatch.collector.catalogue.Catalogue;
import io.modelwatch.collector.window.MetricWindows;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.Supplier;

/** Counts the series, and what went to the label value {@code other}, in the windows and in the families. */
final class DroppedSeries {

    private DroppedSeries() {}

    static void register(
            PrometheusRegistry registry,
            MetricWindows windows,
            Supplier<Catalogue> catalogue,
            RequestFamilies families) {
        GaugeWithCallback.builder()
                .name("metrics_collector_window_series")
                .help("Label sets of all metrics in the windows")
                .callback(gauge -> gauge.call(windows.size()))
                .register(registry);
        CounterWithCallback.builder()
                .name("metrics_collector_dropped_series_total")
                .help("Values counted under the label value other, because the metric has too many label sets")
                .labelNames("metric")
                .callback(counter -> {
                    catalogue
                            .get()
                            .definitions()
                            .forEach(metric -> counter.call((double) windows.overflows(metric.name()), metric.name()));
                    families.overflows().forEach((family, count) -> counter.call((double) count, family));
                })
                .register(registry);
    }
}
