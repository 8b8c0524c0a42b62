package io.modelwatch.logindexer.canary;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** The canary. */
@ConfigMapping(prefix = "log-indexer.canary")
interface CanaryConfig {

    /** Whether it runs; without a word on it, it does where {@code quarkus.rest-client.alert-router.url} is set. */
    Optional<Boolean> enabled();

    /** How often it writes or looks. */
    @WithDefault("15s")
    Duration every();

    /** How long a record may take to be found. */
    @WithDefault("2m")
    Duration within();

    /** The severity of its alert. */
    @WithDefault("critical")
    String severity();
}
