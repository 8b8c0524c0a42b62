package io.modelwatch.collector.exposition;

import io.modelwatch.collector.catalogue.Catalogue;
import io.modelwatch.collector.catalogue.MetricType;
import io.modelwatch.collector.request.RequestRecord;
import io.modelwatch.collector.request.Status;
import io.modelwatch.collector.window.Labels;
import io.modelwatch.collector.window.MetricWindows;
import io.modelwatch.collector.window.Selected;
import io.modelwatch.collector.window.Selection;
import io.modelwatch.collector.window.Statistics;
import io.modelwatch.collector.window.Window;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The families that dashboards and rules of LLM services know: their names, labels and buckets must not change.
 * Counters and histograms are fed by request records, gauges read the windows. Thread-safe.
 */
public final class LlmFamilies implements RequestFamilies {

    private static final Window RECENT = Window.parse("5m");
    private static final Window ACTIVE = Window.parse("1m");
    private static final double MILLIS = 1000;

    private final Counter requests;
    private final Histogram latency;
    private final Histogram ttft;
    private final Counter tokensGenerated;
    private final ModelNames names;
    private final SeriesCap models;
    private final InstantSource clock;
    private final MetricWindows windows;
    private final Supplier<Catalogue> catalogue;

    /** Registers the families. */
    public LlmFamilies(
            PrometheusRegistry registry,
            MetricWindows windows,
            Supplier<Catalogue> catalogue,
            SeriesBounds bounds,
            InstantSource clock) {
        this(registry, windows, catalogue, new ModelNames(bounds, clock), bounds, clock);
    }

    /** Registers the families, whose models are called like those of other families. */
    LlmFamilies(
            PrometheusRegistry registry,
            MetricWindows windows,
            Supplier<Catalogue> catalogue,
            ModelNames names,
            SeriesBounds bounds,
            InstantSource clock) {
        this.names = names;
        this.windows = windows;
        this.catalogue = catalogue;
        this.models = new SeriesCap(bounds);
        this.clock = clock;
        requests = Counter.builder()
                .name("llm_requests_total")
                .help("Total LLM requests")
                .labelNames("model", "status")
                .register(registry);
        latency = Histogram.builder()
                .name("llm_request_latency_ms")
                .help("Request latency in milliseconds")
                .classicUpperBounds(50, 100, 200, 500, 1000, 2000, 5000, 10_000)
                .register(registry);
        ttft = Histogram.builder()
                .name("llm_ttft_ms")
                .help("Time to first token in milliseconds")
                .classicUpperBounds(20, 50, 100, 200, 500, 1000)
                .register(registry);
        tokensGenerated = Counter.builder()
                .name("llm_tokens_generated_total")
                .help("Total tokens generated")
                .register(registry);
        gauge(
                registry,
                "llm_active_requests",
                "Currently active requests: their mean number over the last minute",
                this::active);
        catalogueGauge(registry, "llm_gpu_utilization_percent", "GPU utilization percentage", "gpu_utilization");
        catalogueGauge(registry, "llm_gpu_memory_used_gb", "GPU memory used in GB", "gpu_memory_used");
        catalogueGauge(registry, "llm_model_accuracy_percent", "Model accuracy percentage", "model_accuracy");
        catalogueGauge(registry, "llm_data_drift_psi", "Data drift as population stability index", "data_drift_score");
    }

    private void catalogueGauge(PrometheusRegistry registry, String family, String help, String metric) {
        gauge(registry, family, help + ", the worst of the latest values", () -> worst(metric));
    }

    private static void gauge(PrometheusRegistry registry, String family, String help, Supplier<Double> value) {
        GaugeWithCallback.builder()
                .name(family)
                .help(help)
                .callback(gauge -> gauge.call(value.get()))
                .register(registry);
    }

    @Override
    public void count(RequestRecord request) {
        io.prometheus.metrics.model.snapshots.@Nullable Labels exemplar = Exemplars.of(request.trace());
        String model = models.of(List.of(names.of(request)), clock.instant()).getFirst();
        CounterDataPoint counter =
                requests.labelValues(model, request.outcome().status().spelled());
        if (exemplar == null) {
            counter.inc();
        } else {
            counter.incWithExemplar(exemplar);
        }
        Exemplars.observe(latency, request.timing().latencyMs(), exemplar);
        Exemplars.observe(ttft, request.timing().ttftMs(), exemplar);
        tokensGenerated.inc(request.tokens().outputOrZero());
    }

    @Override
    public void expire(Instant now) {
        names.expire(now);
        models.expire(now, model -> {
            for (Status status : Status.values()) {
                requests.remove(model.getFirst(), status.spelled());
            }
        });
    }

    @Override
    public Map<String, Long> overflows() {
        return Map.of("llm_requests_total", models.overflows());
    }

    /**
     * Records come when a request has ended, so those in flight are not seen. Their mean number over the last minute is
     * exact all the same, by Little's law: the time spent in requests divided by the time that passed.
     */
    private double active() {
        Selected<Statistics> latencies =
                windows.select("request_latency_ms", MetricType.HISTOGRAM, Selection.ALL_TOGETHER, ACTIVE);
        Statistics all = latencies.series().get(Labels.NONE);
        return all == null ? 0 : all.sum() / MILLIS / latencies.seconds();
    }

    /** Not a number while there are no values, so that no alert rule takes silence for health. */
    private double worst(String metric) {
        return catalogue
                .get()
                .find(metric)
                .flatMap(definition -> windows.worst(definition, RECENT))
                .map(MetricWindows.Current::value)
                .orElse(Double.NaN);
    }
}
