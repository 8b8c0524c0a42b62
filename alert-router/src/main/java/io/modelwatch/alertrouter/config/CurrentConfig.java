package io.modelwatch.alertrouter.config;

import io.modelwatch.alertrouter.exposition.RouterMetrics;
import io.modelwatch.alertrouter.yaml.ConfigException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** The configuration in use. A reload that fails leaves it as it was. */
@ApplicationScoped
public class CurrentConfig {

    private static final Logger LOG = Logger.getLogger(CurrentConfig.class);
    private static final String SHIPPED = "/alertmanager-default.yml";

    private final RouterSettings settings;
    private final RouterMetrics metrics;
    private final InstantSource clock;
    private final List<Consumer<RouterConfig>> listeners = new CopyOnWriteArrayList<>();
    private volatile RouterConfig current;

    /** Loads the configuration; one that cannot be used stops the start. */
    public CurrentConfig(RouterSettings settings, RouterMetrics metrics, InstantSource clock) {
        this.settings = settings;
        this.metrics = metrics;
        this.clock = clock;
        this.current = load();
        loaded(current);
    }

    public RouterConfig get() {
        return current;
    }

    /** Tells about every configuration that replaces another. */
    public void onChange(Consumer<RouterConfig> listener) {
        listeners.add(listener);
    }

    /**
     * Reads the file again.
     *
     * @throws ConfigException when it cannot be used; the configuration then stays as it was
     */
    public synchronized void reload() {
        RouterConfig loaded;
        try {
            loaded = load();
        } catch (ConfigException e) {
            metrics.configLastReloadSuccessful.set(0);
            LOG.errorf("configuration refused, the old one stays reason=\"%s\"", e.getMessage());
            throw e;
        }
        current = loaded;
        loaded(loaded);
        listeners.forEach(listener -> listener.accept(loaded));
        LOG.infof(
                "configuration reloaded file=%s",
                settings.configFile().map(Path::toString).orElse("shipped"));
    }

    private void loaded(RouterConfig config) {
        metrics.configHash.set((double) config.hash());
        metrics.configLastReloadSuccessful.set(1);
        metrics.configLastReloadSuccess.set(clock.millis() / 1e3);
        metrics.receivers.set(config.receivers().size());
        metrics.inhibitionRules.set(config.inhibitRules().size());
    }

    private RouterConfig load() {
        Path file = settings.configFile().orElse(null);
        RouterConfig config = file == null ? ConfigReader.read(shipped(), Path.of("")) : read(file, ConfigReader::read);
        RouterConfig all = settings.channelsFile()
                .map(channels ->
                        read(channels, (text, directory) -> ConfigReader.withChannels(config, text, directory)))
                .orElse(config);
        if (file == null) {
            all.receivers().values().stream()
                    .filter(receiver -> receiver.integrations().isEmpty())
                    .forEach(receiver -> LOG.warnf(
                            "no alert-router.config-file is set, and a shipped receiver tells nobody receiver=%s",
                            receiver.name()));
        }
        return all;
    }

    /** Reads a file by its text and its directory; complaints name the file. */
    private static RouterConfig read(Path file, BiFunction<String, Path, RouterConfig> read) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new ConfigException("cannot read " + file + ": " + e, e);
        }
        try {
            Path directory = file.toAbsolutePath().getParent();
            return read.apply(text, directory == null ? file.toAbsolutePath() : directory);
        } catch (ConfigException e) {
            throw new ConfigException(file + ": " + e.reason(), e);
        }
    }

    private static String shipped() {
        try (InputStream in = CurrentConfig.class.getResourceAsStream(SHIPPED)) {
            if (in == null) {
                throw new ConfigException("the service lacks its default configuration");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ConfigException("cannot read the default configuration", e);
        }
    }
}
