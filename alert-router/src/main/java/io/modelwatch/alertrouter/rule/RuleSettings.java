package io.modelwatch.alertrouter.rule;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settings of rules. */
@ConfigMapping(prefix = "alert-router")
public interface RuleSettings {

    /** Files of threshold rules, separated by commas. */
    Optional<List<Path>> ruleFiles();

    /** How rules are run. */
    Rules rules();

    /** Rules of Prometheus. */
    Prometheus prometheus();

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

        /** Most questions at once, to whomever. */
        @WithDefault("8")
        @Min(1)
        int maxConcurrentQueries();
    }

    /** Rules of Prometheus, evaluated here by PromQL. */
    interface Prometheus {

        /** Where a Prometheus, or what speaks its query API, is: what comes before /api/v1/query. */
        Optional<URI> url();

        /** Rule files, separated by commas; the last part of a path may have stars. */
        Optional<List<String>> ruleFiles();

        /** How often groups are evaluated that do not say. */
        @WithDefault("1m")
        Duration evaluationInterval();

        /** How long one query may take. */
        @WithDefault("30s")
        Duration queryTimeout();

        /** Labels that every alert gets, unless it has them. */
        Map<String, String> externalLabels();

        /** Headers of every query, such as Authorization or X-Scope-OrgID. */
        Map<String, String> headers();

        /** Where people see the expression of an alert; its link begins with it. The URL itself when it is not set. */
        Optional<URI> linkUrl();
    }
}
