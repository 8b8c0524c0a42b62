package io.modelwatch.collector.cost;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** Settings of prices. */
@ConfigMapping(prefix = "metrics-collector")
public interface CostConfig {

    /** A price table in LiteLLM's format; its prices go before the built-in ones. Read again when it changes. */
    Optional<Path> pricesFile();

    /** How often the file is looked at, such as {@code 5s}. */
    @WithDefault("5s")
    String pricesRefresh();

    /** Whose cost counts where both are known: {@code sender} or {@code table}. */
    @WithDefault("sender")
    CostOrder costFrom();
}
