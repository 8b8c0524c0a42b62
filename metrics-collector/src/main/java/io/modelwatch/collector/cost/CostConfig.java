package io.modelwatch.collector.cost;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** Settings of prices. */
@ConfigMapping(prefix = "metrics-collector")
public interface CostConfig {

    /** A price table in LiteLLM's format; its prices go before the built-in ones. */
    Optional<Path> pricesFile();
}
