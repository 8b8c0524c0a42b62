package io.modelwatch.security.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What an operator decides about security; the same keys in every service. */
@ConfigMapping(prefix = "modelwatch.security")
public interface SecuritySettings {

    /** Whether anybody has to say who they are. {@code off} is refused when the service listens beyond loopback. */
    @WithParentName
    @WithDefault("on")
    Mode mode();

    /** Users of HTTP Basic, a line each: {@code name:hash:role,role}. Made by {@code deploy/bin/user}. */
    Optional<Path> usersFile();

    /** How often the files named here are looked at for changes. */
    @WithDefault("10s")
    Duration reload();

    /** Who may read {@code /q/health}. */
    @WithDefault("open")
    Reader health();

    /** Who may read {@code /metrics} and {@code /q/metrics}. */
    @WithDefault("viewer")
    Reader metrics();

    /** Further origins whose pages may change things, such as {@code https://karma.example.org}. */
    Optional<Set<String>> trustedOrigins();

    /** The Content-Security-Policy of every answer. */
    @WithDefault("default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self';"
            + " frame-ancestors 'none'")
    String contentSecurityPolicy();

    /** Whether clients show a certificate; see the TLS settings for the authorities that are trusted. */
    @WithDefault("none")
    ClientCertificate clientCertificate();

    /** How often somebody may ask. Nothing of it applies while security is off. */
    RateLimits rateLimit();

    /** Credentials for other services, by the name of their {@code quarkus.rest-client}. */
    Map<String, Credentials> client();

    /** Whether the gate asks. */
    enum Mode {
        ON,
        OFF
    }

    /** Who may read something that is no secret and no record. */
    enum Reader {
        OPEN,
        VIEWER
    }

    /** What a client shows in the TLS handshake. */
    enum ClientCertificate {
        NONE,
        REQUEST,
        REQUIRED
    }

    /** How often somebody may ask. */
    interface RateLimits {

        /** Requests a second for each principal that do not bring records in; 0 for no limit. */
        @WithDefault("200")
        double requestsPerSecond();

        /** Requests a second for each principal that bring records in; 0 for no limit. */
        @WithDefault("0")
        double ingestPerSecond();

        /** Seconds' worth of requests that may come at once. */
        @WithDefault("5")
        int burstSeconds();

        /** Wrong passwords a minute from one address before more are refused unseen; 0 for no limit. */
        @WithDefault("30")
        double failuresPerMinute();
    }

    /** What is shown to one other service; one of the two. */
    interface Credentials {

        /** A file with a bearer token. */
        Optional<Path> tokenFile();

        /** A file with a user and a password, {@code name:password}. */
        Optional<Path> basicFile();
    }
}
