package io.modelwatch.logindexer.intake;

import io.modelwatch.logindexer.exposition.Meters;
import io.modelwatch.logindexer.redaction.Findings;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.inject.Singleton;
import java.util.function.Consumer;

/** Counts what is taken out of documents. */
@Singleton
class RedactionMeters implements Consumer<Findings> {

    private final Counter documents;
    private final Counter values;
    private final Counter fields;

    RedactionMeters(Meters meters) {
        PrometheusRegistry registry = meters.registry();
        documents = Counter.builder()
                .name("log_indexer_redacted_documents")
                .help("Documents that something was taken out of")
                .register(registry);
        values = Counter.builder()
                .name("log_indexer_redacted_values")
                .help("Personal data and secrets that were taken out of documents")
                .labelNames("type")
                .register(registry);
        fields = Counter.builder()
                .name("log_indexer_redacted_fields")
                .help("Whole fields that were taken out of documents")
                .labelNames("action")
                .register(registry);
        fields.initLabelValues("hash");
        fields.initLabelValues("drop");
    }

    @Override
    public void accept(Findings findings) {
        if (findings.isEmpty()) {
            return;
        }
        documents.inc();
        findings.values()
                .forEach((type, count) -> values.labelValues(type.name()).inc(count));
        fields.labelValues("hash").inc(findings.hashed());
        fields.labelValues("drop").inc(findings.dropped());
    }
}
