package io.modelwatch.logindexer.exposition;

import io.modelwatch.logindexer.delivery.BulkAnswer;
import io.modelwatch.logindexer.delivery.DeliveryObserver;
import io.modelwatch.logindexer.spool.LogObserver;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Counts and times what happens. */
@Singleton
public class Meters implements LogObserver, DeliveryObserver {

    private final PrometheusRegistry registry = new PrometheusRegistry();

    private final Counter rejected = counter("log_indexer_rejected", "Records that were not valid");
    private final Counter refused = counter("log_indexer_refused_bodies", "Bodies that were answered with 503");
    private final Counter retried =
            counter("log_indexer_retried", "Records that were sent to Elasticsearch again", "cause");
    private final Counter bulks = counter("log_indexer_bulk_requests", "Bulk requests", "outcome");
    private final Histogram bulkSeconds = histogram(
            "log_indexer_bulk_duration_seconds",
            "Time until a bulk request was answered",
            0.005,
            0.025,
            0.1,
            0.25,
            0.5,
            1,
            2.5,
            5,
            10,
            30);
    private final Histogram forceSeconds = histogram(
            "log_indexer_fsync_duration_seconds",
            "Time until a group of records was on disk",
            0.0005,
            0.001,
            0.0025,
            0.005,
            0.01,
            0.025,
            0.05,
            0.1,
            0.25,
            1,
            5);
    private final Histogram groupRecords = histogram(
            "log_indexer_fsync_records", "Records forced to disk together", 1, 2, 5, 10, 50, 100, 500, 1000, 5000);
    private final Counter diskFailures = counter("log_indexer_disk_failures", "Failures of the spool's disk");
    private final Counter damagedBytes =
            counter("log_indexer_damaged_bytes", "Bytes of the spool that could not be read back");

    /** Where other packages add what they count themselves. */
    public PrometheusRegistry registry() {
        return registry;
    }

    private Counter counter(String name, String help, String... labels) {
        return Counter.builder().name(name).help(help).labelNames(labels).register(registry);
    }

    private Histogram histogram(String name, String help, double... bounds) {
        Histogram.Builder builder = Histogram.builder().name(name).help(help).classicUpperBounds(bounds);
        return (name.endsWith("_seconds") ? builder.unit(Unit.SECONDS) : builder).register(registry);
    }

    /** A record was not valid. */
    public void rejected(int records) {
        rejected.inc(records);
    }

    /** A body was answered with 503. */
    public void refused() {
        refused.inc();
    }

    @Override
    public void committed(int records, long bytes, Duration force) {
        forceSeconds.observe(Unit.nanosToSeconds(force.toNanos()));
        groupRecords.observe(records);
    }

    @Override
    public void failed(Exception cause) {
        diskFailures.inc();
    }

    @Override
    public void damaged(String file, long bytes) {
        damagedBytes.inc(bytes);
    }

    @Override
    public void sent(int records, Duration took, BulkAnswer answer) {
        bulkSeconds.observe(Unit.nanosToSeconds(took.toNanos()));
        bulks.labelValues(outcome(answer)).inc();
    }

    private static String outcome(BulkAnswer answer) {
        return switch (answer) {
            case BulkAnswer.Items items -> "answered";
            case BulkAnswer.Refused refusal -> String.valueOf(refusal.status());
            case BulkAnswer.Unanswered unanswered -> "unanswered";
        };
    }

    @Override
    public void retrying(int records, String cause) {
        retried.labelValues(cause).inc(records);
    }
}
