package io.modelwatch.collector.cost;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jboss.logging.Logger;

/** Reads the price tables at start. */
@Singleton
final class CostBeans {

    private static final Logger LOG = Logger.getLogger(CostBeans.class);
    private static final String BUILT_IN = "/prices.json";

    @Produces
    @Singleton
    PriceTable prices(CostConfig config) {
        try {
            PriceTable builtIn = builtIn();
            if (config.pricesFile().isEmpty()) {
                return builtIn;
            }
            PriceTable own = read(config.pricesFile().get());
            LOG.infof("prices read file=%s models=%d", config.pricesFile().get(), own.size());
            return builtIn.overriddenBy(own);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PriceTable builtIn() throws IOException {
        try (InputStream json = Objects.requireNonNull(CostBeans.class.getResourceAsStream(BUILT_IN))) {
            return PriceTable.read(json);
        }
    }

    private static PriceTable read(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException("metrics-collector.prices-file: cannot read " + file);
        }
        try (InputStream json = Files.newInputStream(file)) {
            return PriceTable.read(json);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("metrics-collector.prices-file " + file + ": " + e.getMessage(), e);
        }
    }
}
