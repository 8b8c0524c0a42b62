package io.modelwatch.collector.stream;

import io.modelwatch.collector.health.HealthJson;
import io.modelwatch.collector.health.HealthMonitor;
import io.modelwatch.collector.query.Scope;
import io.modelwatch.collector.query.Sources;
import io.modelwatch.collector.settings.Replica;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Makes the hub and lets it tick. */
@Singleton
final class StreamBeans {

    private final Provider<StreamHub> hub;

    @Inject
    StreamBeans(Provider<StreamHub> hub) {
        this.hub = hub;
    }

    @Produces
    @Singleton
    StreamHub hub(
            StreamConfig config,
            Sources sources,
            HealthMonitor monitor,
            Replica replica,
            InstantSource clock,
            PrometheusRegistry registry) {
        StreamHub made = new StreamHub(
                new StreamHub.Bounds(config.maxReaders(), config.heartbeat(), config.patience()),
                sources.of(Scope.REPLICA),
                () -> HealthJson.of(monitor.look(HealthMonitor.USUAL), replica.name(), HealthMonitor.USUAL.text()),
                clock);
        GaugeWithCallback.builder()
                .name("metrics_collector_stream_readers")
                .help("Readers of streams of server-sent events")
                .callback(gauge -> gauge.call(made.readers()))
                .register(registry);
        CounterWithCallback.builder()
                .name("metrics_collector_stream_slow_readers_total")
                .help("Readers of streams that were let go because they did not read")
                .callback(counter -> counter.call((double) made.slow()))
                .register(registry);
        return made;
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void tick() {
        hub.get().tick();
    }
}
