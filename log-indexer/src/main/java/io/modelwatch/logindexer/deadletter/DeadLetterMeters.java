package io.modelwatch.logindexer.deadletter;

import io.modelwatch.logindexer.exposition.Meters;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Shows what became of dead letters. */
@Singleton
class DeadLetterMeters {

    private final DeadLetterLog log;
    private final Meters meters;

    DeadLetterMeters(DeadLetterLog log, Meters meters) {
        this.log = log;
        this.meters = meters;
    }

    void register(@Observes StartupEvent event) {
        GaugeWithCallback.builder()
                .name("log_indexer_open_dead_letters")
                .help("Dead letters that wait to be replayed or dropped")
                .callback(callback -> callback.call((double) log.counts().open()))
                .register(meters.registry());
        CounterWithCallback.builder()
                .name("log_indexer_settled_dead_letters")
                .help("Dead letters that were replayed or dropped, or that went because there were too many")
                .labelNames("fate")
                .callback(callback -> {
                    DeadLetterLog.Counts counts = log.counts();
                    callback.call((double) counts.replayed(), "replayed");
                    callback.call((double) counts.dropped(), "dropped");
                    callback.call((double) counts.expired(), "expired");
                })
                .register(meters.registry());
    }
}
