package io.modelwatch.alertrouter.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Settings of the service as a whole. */
@ConfigMapping(prefix = "alert-router")
public interface RouterSettings {

    /** The alertmanager.yml to use; without it the shipped levels, whose receivers are empty. */
    Optional<Path> configFile();

    /** A file with the channels that Alertmanager does not have, by the receivers of alertmanager.yml. */
    Optional<Path> channelsFile();

    /** Where people reach this service; links in notifications begin with it. */
    @WithDefault("http://localhost:9093")
    URI externalUrl();

    /** The Alertmanager version that the status and the metrics report, because clients decide by it. */
    @WithDefault("0.34.0")
    String reportedVersion();
}
