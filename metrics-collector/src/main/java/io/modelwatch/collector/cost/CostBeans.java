package io.modelwatch.collector.cost;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.jboss.logging.Logger;

/** Reads the price tables at start, and the operator's again when it has changed. */
@Startup // a bad setting must stop the start
@Singleton
final class CostBeans {

    private static final Logger LOG = Logger.getLogger(CostBeans.class);
    private static final String BUILT_IN = "/prices.json";

    private final CurrentPrices prices;
    private final Gauge models;
    private final Counter failures;

    @Inject
    CostBeans(CostConfig config, PrometheusRegistry registry) {
        prices = new CurrentPrices(builtIn(), config.pricesFile().orElse(null), config.costFrom());
        models = Gauge.builder()
                .name("metrics_collector_priced_models")
                .help("Models that the price tables have")
                .register(registry);
        models.set(prices.table().size());
        failures = Counter.builder()
                .name("metrics_collector_prices_read_failures_total")
                .help("Times the operator's price table had changed and could not be read: the one before stays")
                .register(registry);
        config.pricesFile()
                .ifPresent(file -> LOG.infof(
                        "prices read file=%s models=%d", file, prices.table().size()));
    }

    @Produces
    @Singleton
    Pricing pricing() {
        return prices;
    }

    private static PriceTable builtIn() {
        try (InputStream json = Objects.requireNonNull(CostBeans.class.getResourceAsStream(BUILT_IN))) {
            return PriceTable.read(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** On the scheduler's worker thread. */
    @Scheduled(
            every = "{metrics-collector.prices-refresh}",
            delayed = "{metrics-collector.prices-refresh}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void look() {
        switch (prices.look()) {
            case CurrentPrices.Look.Unchanged unchanged -> {}
            case CurrentPrices.Look.Read read -> {
                models.set(prices.table().size());
                LOG.infof("prices read again models=%d", read.models());
            }
            case CurrentPrices.Look.Failed failed -> {
                failures.inc();
                LOG.warnf("prices could not be read again, those before stay cause=%s", failed.cause());
            }
        }
    }
}
