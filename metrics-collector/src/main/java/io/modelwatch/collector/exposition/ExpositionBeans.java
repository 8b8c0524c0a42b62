package io.modelwatch.collector.exposition;

import io.modelwatch.collector.catalogue.CatalogueStore;
import io.modelwatch.collector.window.MetricWindows;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the registry of domain metrics and the families in it. */
@Singleton
final class ExpositionBeans {

    @Produces
    @Singleton
    PrometheusRegistry registry() {
        return new PrometheusRegistry();
    }

    @Produces
    @Singleton
    LlmFamilies families(
            PrometheusRegistry registry, MetricWindows windows, CatalogueStore catalogue, ExpositionConfig config) {
        LlmFamilies families = new LlmFamilies(registry, windows, catalogue, config.maxModels());
        DroppedSeries.register(registry, windows, catalogue, families);
        return families;
    }
}
