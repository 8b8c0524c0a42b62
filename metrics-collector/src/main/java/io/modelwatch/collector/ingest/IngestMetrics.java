package io.modelwatch.collector.ingest;

import io.modelwatch.intake.BatchResult;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.LongSupplier;

/** Counts what became of records. */
final class IngestMetrics {

    private final Counter records;
    private final Counter late;
    private final Counter unpriced;

    private final PrometheusRegistry registry;

    IngestMetrics(PrometheusRegistry registry) {
        this.registry = registry;
        records = Counter.builder()
                .name("metrics_collector_records_total")
                .help("Request records by what became of them")
                .labelNames("result")
                .register(registry);
        for (String result : new String[] {"accepted", "duplicate", "rejected"}) {
            records.initLabelValues(result);
        }
        late = Counter.builder()
                .name("metrics_collector_late_records_total")
                .help("Request records older than the longest window: counted in totals, not in windows")
                .register(registry);
        unpriced = Counter.builder()
                .name("metrics_collector_unpriced_requests_total")
                .help("Requests with tokens whose model has no price")
                .register(registry);
    }

    /** Shows how many requests went to the model {@code other}. */
    void unknownModels(LongSupplier count) {
        CounterWithCallback.builder()
                .name("metrics_collector_unknown_models_total")
                .help("Failed requests counted under the model other: one that never worked and has no price")
                .callback(counter -> counter.call((double) count.getAsLong()))
                .register(registry);
    }

    void results(BatchResult result) {
        records.labelValues("accepted").inc(result.accepted());
        records.labelValues("duplicate").inc(result.duplicates());
        records.labelValues("rejected").inc(result.rejected());
    }

    void late() {
        late.inc();
    }

    void unpriced() {
        unpriced.inc();
    }
}
