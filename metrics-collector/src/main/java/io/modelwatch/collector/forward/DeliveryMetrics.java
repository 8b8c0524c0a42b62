package io.modelwatch.collector.forward;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;

/** Counts what became of records on their way to the destinations. */
final class DeliveryMetrics {

    /** Why a record was dropped. */
    static final String BUFFER_FULL = "buffer-full";

    static final String GAVE_UP = "gave-up";
    static final String SHUTDOWN = "shutdown";

    private static final String DESTINATION = "destination";

    private final Counter forwarded;
    private final Counter refused;
    private final Counter dropped;
    private final Counter failures;
    private final Counter notTried;
    private final Map<String, DoubleSupplier> buffers = new ConcurrentHashMap<>();
    private final Map<String, BooleanSupplier> circuits = new ConcurrentHashMap<>();

    DeliveryMetrics(PrometheusRegistry registry) {
        forwarded = Counter.builder()
                .name("metrics_collector_forwarded_records_total")
                .help("Records that a destination has acknowledged")
                .labelNames(DESTINATION)
                .register(registry);
        refused = Counter.builder()
                .name("metrics_collector_refused_records_total")
                .help("Records that a destination called invalid")
                .labelNames(DESTINATION)
                .register(registry);
        dropped = Counter.builder()
                .name("metrics_collector_dropped_records_total")
                .help("Records that never reached a best-effort destination")
                .labelNames(DESTINATION, "reason")
                .register(registry);
        failures = Counter.builder()
                .name("metrics_collector_forward_failures_total")
                .help("Attempts to send a batch that failed")
                .labelNames(DESTINATION)
                .register(registry);
        notTried = Counter.builder()
                .name("metrics_collector_circuit_refusals_total")
                .help("Deliveries to a required destination that were not tried, because it had failed again and again")
                .labelNames(DESTINATION)
                .register(registry);
        GaugeWithCallback.builder()
                .name("metrics_collector_circuit_open")
                .help("1 while a required destination is left alone, else 0")
                .labelNames(DESTINATION)
                .callback(gauge ->
                        circuits.forEach((destination, open) -> gauge.call(open.getAsBoolean() ? 1 : 0, destination)))
                .register(registry);
        GaugeWithCallback.builder()
                .name("metrics_collector_buffered_records")
                .help("Records that wait for a best-effort destination")
                .labelNames(DESTINATION)
                .callback(gauge -> buffers.forEach((destination, size) -> gauge.call(size.getAsDouble(), destination)))
                .register(registry);
    }

    /** Shows the destination's counters at 0, so that the first increment is seen as one. */
    void expect(String destination) {
        forwarded.initLabelValues(destination);
        refused.initLabelValues(destination);
        failures.initLabelValues(destination);
    }

    void forwarded(String destination, int records) {
        forwarded.labelValues(destination).inc(records);
    }

    void refused(String destination, int records) {
        refused.labelValues(destination).inc(records);
    }

    void dropped(String destination, String reason, int records) {
        dropped.labelValues(destination, reason).inc(records);
    }

    void notTried(String destination) {
        notTried.labelValues(destination).inc();
    }

    /** The same, and what a required destination has besides. */
    void expect(String destination, BooleanSupplier circuitOpen) {
        expect(destination);
        notTried.initLabelValues(destination);
        circuits.put(destination, circuitOpen);
    }

    void failed(String destination) {
        failures.labelValues(destination).inc();
    }

    /** The same, and what a best-effort destination has besides. */
    void expect(String destination, DoubleSupplier size) {
        expect(destination);
        for (String reason : new String[] {BUFFER_FULL, GAVE_UP, SHUTDOWN}) {
            dropped.initLabelValues(destination, reason);
        }
        buffers.put(destination, size);
    }
}
