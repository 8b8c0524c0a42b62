package io.modelwatch.logindexer.stream;

import io.modelwatch.logindexer.exposition.Meters;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.inject.Singleton;

/** Counts what tails and exports send. */
@Singleton
class StreamMeters {

    private final PrometheusRegistry registry;
    private final Counter tailed;
    private final Counter dropped;
    private final Counter exported;
    private final Counter broken;

    StreamMeters(Meters meters) {
        this.registry = meters.registry();
        this.tailed = counter("log_indexer_tailed_documents", "Documents sent to tails");
        this.dropped = counter(
                "log_indexer_tail_dropped_documents", "Documents that tails left out because readers were slow");
        this.exported = counter("log_indexer_exported_documents", "Documents sent to exports");
        this.broken = counter("log_indexer_broken_exports", "Exports that ended before their last document");
    }

    private Counter counter(String name, String help) {
        return Counter.builder().name(name).help(help).register(registry);
    }

    void openTails(Slots tails) {
        GaugeWithCallback.builder()
                .name("log_indexer_open_tails")
                .help("Tails that are being read")
                .callback(callback -> callback.call((double) tails.taken()))
                .register(registry);
    }

    void tailed(long sent, long leftOut) {
        tailed.inc(sent);
        dropped.inc(leftOut);
    }

    void exported(long documents) {
        exported.inc(documents);
    }

    void exportBroke() {
        broken.inc();
    }
}
