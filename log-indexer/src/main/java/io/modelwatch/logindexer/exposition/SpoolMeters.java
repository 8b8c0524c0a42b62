package io.modelwatch.logindexer.exposition;

import io.modelwatch.logindexer.elasticsearch.ElasticsearchState;
import io.modelwatch.logindexer.spool.Spool;
import io.modelwatch.logindexer.spool.SpoolStatus;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.function.ToDoubleFunction;

/** Shows the spool's own counts, which outlive a restart. */
@Singleton
class SpoolMeters {

    private static final double MILLIS_A_SECOND = 1000;

    private final Spool spool;
    private final ElasticsearchState elasticsearch;
    private final PrometheusRegistry registry;

    SpoolMeters(Spool spool, ElasticsearchState elasticsearch, Meters meters) {
        this.spool = spool;
        this.elasticsearch = elasticsearch;
        this.registry = meters.registry();
    }

    void register(@Observes StartupEvent event) {
        counter("log_indexer_accepted", "Records acknowledged since the spool began", SpoolStatus::accepted);
        counter(
                "log_indexer_indexed",
                "Records stored by Elasticsearch",
                status -> status.done().indexed());
        counter(
                "log_indexer_duplicate",
                "Records that Elasticsearch knew already",
                status -> status.done().duplicate());
        counter(
                "log_indexer_dead",
                "Records refused by Elasticsearch for good or damaged on disk",
                status -> status.done().dead());
        counter(
                "log_indexer_damaged",
                "Records damaged on disk; they are among the dead",
                status -> status.done().damaged());
        gauge("log_indexer_spooled_records", "Records on their way", SpoolStatus::spooled);
        gauge("log_indexer_spool_bytes", "Bytes of the spool's files", SpoolStatus::bytes);
        gauge("log_indexer_spool_segments", "Files of the spool", SpoolStatus::segments);
        gauge(
                "log_indexer_oldest_record_age_seconds",
                "Time since the oldest record on its way was accepted",
                SpoolMeters::ageSeconds);
        gauge(
                "log_indexer_spool_writable",
                "1 when the disk took records last time",
                status -> status.failure() == null ? 1 : 0);
        gauge(
                "log_indexer_elasticsearch_up",
                "1 when Elasticsearch answered last time",
                status -> elasticsearch.state().reachable() ? 1 : 0);
    }

    private static double ageSeconds(SpoolStatus status) {
        Instant oldest = status.oldest();
        return oldest == null ? 0 : Duration.between(oldest, Instant.now()).toMillis() / MILLIS_A_SECOND;
    }

    private void counter(String name, String help, ToDoubleFunction<SpoolStatus> value) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call(value.applyAsDouble(spool.status())))
                .register(registry);
    }

    private void gauge(String name, String help, ToDoubleFunction<SpoolStatus> value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call(value.applyAsDouble(spool.status())))
                .register(registry);
    }
}
