package io.modelwatch.alertrouter.rule;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings of threshold rules. */
@ConfigMapping(prefix = "alert-router")
public interface RuleSettings {

    /** Files of threshold rules, separated by commas. */
    Optional<List<Path>> ruleFiles();

    /** How rules are run. */
    Rules rules();

    /** How rules are run. */
    interface Rules {

        /** How often a firing alert is passed on again. */
        @WithDefault("30s")
        Duration resendDelay();

        /** How long a replica that does not answer any more keeps its groups of rules. */
        @WithDefault("10s")
        Duration lease();

        /** How long one question to metrics-collector may take. */
        @WithDefault("5s")
        Duration queryTimeout();
    }
}
