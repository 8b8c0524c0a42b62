package io.modelwatch.collector.derive;

import io.modelwatch.collector.catalogue.CatalogueStore;
import io.modelwatch.collector.window.MetricWindows;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/** Computes derived metrics as often as configured. */
@Singleton
final class DeriveBeans {

    private static final Logger LOG = Logger.getLogger(DeriveBeans.class);

    private final CatalogueStore catalogue;
    private final MetricWindows windows;
    private final InstantSource clock;

    @Inject
    DeriveBeans(DeriveConfig config, CatalogueStore catalogue, MetricWindows windows, InstantSource clock) {
        LOG.debugf("derived metrics are computed every=%s", config.every());
        this.catalogue = catalogue;
        this.windows = windows;
        this.clock = clock;
    }

    /** On the scheduler's worker thread. */
    @Scheduled(
            every = "{metrics-collector.derive.every}",
            delayed = "{metrics-collector.derive.every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void compute() {
        DerivedMetrics.compute(catalogue.get(), windows, clock.instant());
    }
}
