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
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
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
    private volatile ConfigTexts texts;
    private volatile RouterConfig current;

    /** Loads the configuration; one that cannot be used stops the start. */
    public CurrentConfig(RouterSettings settings, RouterMetrics metrics, InstantSource clock) {
        this.settings = settings;
        this.metrics = metrics;
        this.clock = clock;
        this.texts = files(settings);
        this.current = check(settings, texts);
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
            ConfigTexts read = files();
            loaded = check(read);
            texts = read;
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
        if (settings.configFile().isEmpty()) {
            config.receivers().values().stream()
                    .filter(receiver -> receiver.integrations().isEmpty())
                    .forEach(receiver -> LOG.warnf(
                            "no alert-router.config-file is set, and a shipped receiver tells nobody receiver=%s",
                            receiver.name()));
        }
    }

    /** The texts of the files as they stand now. */
    public ConfigTexts files() {
        return files(settings);
    }

    private static ConfigTexts files(RouterSettings settings) {
        return new ConfigTexts(
                settings.configFile().map(CurrentConfig::text).orElseGet(CurrentConfig::shipped),
                settings.channelsFile().map(CurrentConfig::text));
    }

    /** The texts of the configuration in use. */
    public ConfigTexts texts() {
        return texts;
    }

    /**
     * Reads texts without using them; file names in them are relative to the directories of the files.
     *
     * @throws ConfigException when they cannot be used
     */
    public RouterConfig check(ConfigTexts read) {
        return check(settings, read);
    }

    private static RouterConfig check(RouterSettings settings, ConfigTexts read) {
        RouterConfig config =
                read(settings.configFile(), () -> ConfigReader.read(read.config(), directory(settings.configFile())));
        return read.channels()
                .map(channels -> read(
                        settings.channelsFile(),
                        () -> ConfigReader.withChannels(config, channels, directory(settings.channelsFile()))))
                .orElse(config);
    }

    /**
     * Uses other texts than those of the files, until the next reload.
     *
     * @throws ConfigException when they cannot be used; the configuration then stays as it was
     */
    public synchronized void use(ConfigTexts others) {
        RouterConfig checked = check(others);
        texts = others;
        current = checked;
        loaded(checked);
        listeners.forEach(listener -> listener.accept(checked));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new ConfigException("cannot read " + file + ": " + e, e);
        }
    }

    private static Path directory(Optional<Path> file) {
        Path parent = file.map(Path::toAbsolutePath).map(Path::getParent).orElse(Path.of(""));
        return parent == null ? Path.of("") : parent;
    }

    /** Complaints name the file. */
    private static RouterConfig read(Optional<Path> file, Supplier<RouterConfig> read) {
        try {
            return read.get();
        } catch (ConfigException e) {
            throw file.map(path -> new ConfigException(path + ": " + e.reason(), e))
                    .orElse(e);
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
