package io.modelwatch.collector.exposition;

import io.modelwatch.collector.catalogue.CatalogueStore;
import io.modelwatch.collector.window.MetricWindows;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

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
    RequestFamilies families(
            PrometheusRegistry registry,
            MetricWindows windows,
            CatalogueStore catalogue,
            ExpositionConfig config,
            InstantSource clock) {
        SeriesBounds bounds = new SeriesBounds(config.maxModels(), config.idleAfter());
        ModelNames models = new ModelNames(bounds, clock);
        List<RequestFamilies> parts = new ArrayList<>();
        parts.add(models);
        if (config.names().seed()) {
            parts.add(new LlmFamilies(registry, windows, catalogue, models, bounds, clock));
        }
        if (config.names().otel()) {
            parts.add(new GenAiFamilies(registry, models, bounds, clock));
            parts.add(new CostFamily(registry, models, bounds, clock));
        }
        if (config.catalogue()) {
            registry.register(new CatalogueFamilies(windows, catalogue, Set.copyOf(config.labels()), models::of));
        }
        RequestFamilies families = RequestFamilies.of(parts);
        DroppedSeries.register(registry, windows, catalogue, families);
        return families;
    }
}
