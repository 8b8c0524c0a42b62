package io.modelwatch.collector.durable;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.quarkus.arc.All;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Brings state back before anything comes in, and keeps it from then on. */
@Singleton
final class StateBeans {

    private static final Logger LOG = Logger.getLogger(StateBeans.class);
    private static final int BEFORE_EVERYTHING = 1;
    private static final int KEEP_ASIDE = 3;

    private final Journal journal = new Journal();
    private volatile @Nullable StateKeeper keeper;

    @Produces
    @Singleton
    ChangeLog changes() {
        return journal;
    }

    void onStart(
            @Observes @Priority(BEFORE_EVERYTHING) StartupEvent event,
            StateConfig config,
            @All List<Durable> parts,
            InstantSource clock,
            PrometheusRegistry registry)
            throws IOException {
        CounterWithCallback.builder()
                .name("metrics_collector_state_failures_total")
                .help("Times that the journal of changes could not be written")
                .callback(counter -> counter.call((double) journal.failures()))
                .register(registry);
        if (config.directory().isEmpty()) {
            LOG.info("windows live in memory only, because metrics-collector.state.directory is not set");
            return;
        }
        try {
            StateKeeper opened = new StateKeeper(
                    new StateKeeper.Settings(
                            config.directory().get(),
                            config.snapshotInterval(),
                            config.maxJournal().asLongValue(),
                            KEEP_ASIDE),
                    journal,
                    parts,
                    clock);
            opened.start();
            keeper = opened;
        } catch (IOException e) {
            throw new IllegalStateException(
                    "metrics-collector.state.directory " + config.directory().get() + " cannot be used: "
                            + e.getMessage(),
                    e);
        }
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void tick() {
        StateKeeper open = keeper;
        if (open != null) {
            try {
                open.tick();
            } catch (IOException e) {
                LOG.errorf("state cannot be written cause=%s", e.toString());
            }
        }
    }

    @PreDestroy
    void stop() throws IOException {
        StateKeeper open = keeper;
        keeper = null;
        if (open != null) {
            open.close();
        }
    }
}
