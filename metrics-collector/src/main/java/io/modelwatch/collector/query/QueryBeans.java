package io.modelwatch.collector.query;

import io.modelwatch.collector.catalogue.CatalogueStore;
import io.modelwatch.collector.window.MetricWindows;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Puts together who answers. */
@Singleton
final class QueryBeans {

    @Produces
    @Singleton
    KnownMetrics known(CatalogueStore catalogue) {
        return new KnownMetrics(catalogue);
    }

    @Produces
    @Singleton
    Sources sources(MetricWindows windows, Cluster cluster) {
        return new Sources(new WindowSource(windows), cluster);
    }
}
