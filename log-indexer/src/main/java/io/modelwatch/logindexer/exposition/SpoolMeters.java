package io.modelwatch.logindexer.exposition;

import io.modelwatch.logindexer.elasticsearch.ElasticsearchState;
import io.modelwatch.logindexer.spool.Spool;
import io.modelwatch.logindexer.spool.SpoolStatus;
import io.modelwatch.logindexer.spool.Tally;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;

/**
 * Shows the spool's own counts, which outlive a restart. All of one scrape are of one instant, so {@code accepted =
 * indexed + duplicate + dead + spooled} holds in each.
 */
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
        MultiCollector collector = this::collect;
        registry.register(collector);
    }

    private MetricSnapshots collect() {
        SpoolStatus status = spool.status();
        Tally done = status.done();
        return MetricSnapshots.of(
                counter("log_indexer_accepted", "Records acknowledged since the spool began", status.accepted()),
                counter("log_indexer_indexed", "Records stored by Elasticsearch", done.indexed()),
                counter("log_indexer_duplicate", "Records that Elasticsearch knew already", done.duplicate()),
                counter(
                        "log_indexer_dead",
                        "Records refused by Elasticsearch for good or damaged on disk",
                        done.dead()),
                counter("log_indexer_damaged", "Records damaged on disk; they are among the dead", done.damaged()),
                gauge("log_indexer_spooled_records", "Records on their way", (double) status.spooled()),
                gauge("log_indexer_spool_bytes", "Bytes of the spool's files", (double) status.bytes()),
                gauge("log_indexer_spool_segments", "Files of the spool", status.segments()),
                gauge(
                        "log_indexer_oldest_record_age_seconds",
                        "Time since the oldest record on its way was accepted",
                        ageSeconds(status)),
                gauge(
                        "log_indexer_spool_writable",
                        "1 when the disk took records last time",
                        status.failure() == null ? 1 : 0),
                gauge(
                        "log_indexer_elasticsearch_up",
                        "1 when Elasticsearch answered last time",
                        elasticsearch.state().reachable() ? 1 : 0));
    }

    private static double ageSeconds(SpoolStatus status) {
        Instant oldest = status.oldest();
        return oldest == null ? 0 : Duration.between(oldest, Instant.now()).toMillis() / MILLIS_A_SECOND;
    }

    private static CounterSnapshot counter(String name, String help, long value) {
        return CounterSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                        .value((double) value)
                        .build())
                .build();
    }

    private static GaugeSnapshot gauge(String name, String help, double value) {
        return GaugeSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                        .value(value)
                        .build())
                .build();
    }
}
