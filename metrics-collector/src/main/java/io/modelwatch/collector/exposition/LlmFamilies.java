package io.modelwatch.collector.exposition;

import io.modelwatch.collector.catalogue.Catalogue;
import io.modelwatch.collector.catalogue.MetricType;
import io.modelwatch.collector.request.RequestRecord;
import io.modelwatch.collector.request.Trace;
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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The families that dashboards and rules of LLM services know: their names, labels and buckets must not change.
 * Counters and histograms are fed by request records, gauges read the windows. Thread-safe.
 */
public final class LlmFamilies {

    private static final Window RECENT = Window.parse("5m");
    private static final Window ACTIVE = Window.parse("1m");
    private static final double MILLIS = 1000;
    private static final int EXEMPLAR_CHARS = 128 - "trace_idspan_id".length();

    private final Counter requests;
    private final Histogram latency;
    private final Histogram ttft;
    private final Counter tokensGenerated;
    private final CappedValues models;
    private final MetricWindows windows;
    private final Supplier<Catalogue> catalogue;

    /**
     * Registers the families.
     *
     * @param maxModels most models with a series of their own
     */
    public LlmFamilies(
            PrometheusRegistry registry, MetricWindows windows, Supplier<Catalogue> catalogue, int maxModels) {
        this.windows = windows;
        this.catalogue = catalogue;
        this.models = new CappedValues(maxModels);
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

    /** Counts one request. */
    public void count(RequestRecord request) {
        io.prometheus.metrics.model.snapshots.@Nullable Labels exemplar = exemplar(request.trace());
        CounterDataPoint counter = requests.labelValues(
                models.of(request.origin().model()), request.outcome().status().spelled());
        if (exemplar == null) {
            counter.inc();
        } else {
            counter.incWithExemplar(exemplar);
        }
        observe(latency, request.timing().latencyMs(), exemplar);
        observe(ttft, request.timing().ttftMs(), exemplar);
        tokensGenerated.inc(request.tokens().outputOrZero());
    }

    /** How many requests were counted under the model {@code other}, because there are too many models. */
    long overflows() {
        return models.overflows();
    }

    private static void observe(
            Histogram histogram,
            @Nullable Double value,
            io.prometheus.metrics.model.snapshots.@Nullable Labels exemplar) {
        if (value == null) {
            return;
        }
        if (exemplar == null) {
            histogram.observe(value);
        } else {
            histogram.observeWithExemplar(value, exemplar);
        }
    }

    /** What leads from a figure to a trace; null without a trace or with one too long for OpenMetrics. */
    private static io.prometheus.metrics.model.snapshots.@Nullable Labels exemplar(Trace trace) {
        String traceId = trace.traceId();
        String spanId = trace.spanId();
        if (traceId == null || traceId.length() + (spanId == null ? 0 : spanId.length()) > EXEMPLAR_CHARS) {
            return null;
        }
        return spanId == null
                ? io.prometheus.metrics.model.snapshots.Labels.of("trace_id", traceId)
                : io.prometheus.metrics.model.snapshots.Labels.of("trace_id", traceId, "span_id", spanId);
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
