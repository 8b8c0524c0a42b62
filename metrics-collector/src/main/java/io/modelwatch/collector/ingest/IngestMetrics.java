package io.modelwatch.collector.ingest;

import io.modelwatch.intake.BatchResult;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** Counts what became of records. */
final class IngestMetrics {

    private final Counter records;
    private final Counter late;
    private final Counter unpriced;

    IngestMetrics(PrometheusRegistry registry) {
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
