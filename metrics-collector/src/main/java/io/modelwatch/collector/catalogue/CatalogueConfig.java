package io.modelwatch.collector.catalogue;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of the catalogue. */
@ConfigMapping(prefix = "metrics-collector.catalogue")
public interface CatalogueConfig {

    /** How often the catalogue is read again from the database, such as {@code 3s}: how soon a replica knows what was changed through another. */
    @WithDefault("3s")
    String refresh();
}
