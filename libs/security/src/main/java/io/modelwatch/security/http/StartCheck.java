package io.modelwatch.security.http;

import io.modelwatch.security.access.AccessTable;
import io.modelwatch.security.origin.Loopback;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/** Stops the start of a service that would be open to everybody, or closed to everybody. */
@ApplicationScoped
public class StartCheck {

    private static final Logger LOG = Logger.getLogger(StartCheck.class);
    private static final String KEY = "mp.jwt.verify.publickey";
    private static final String KEY_LOCATION = "mp.jwt.verify.publickey.location";
    private static final int FIRST = 1;

    private final SecuritySettings settings;
    private final CurrentUsers users;
    private final Config config;
    private final Vertx vertx;
    private final boolean off;
    private final boolean tokens;

    StartCheck(SecuritySettings settings, CurrentUsers users, Config config, Vertx vertx) {
        this.settings = settings;
        this.users = users;
        this.config = config;
        this.vertx = vertx;
        this.off = settings.mode() == SecuritySettings.Mode.OFF;
        this.tokens = text(KEY).isPresent() || text(KEY_LOCATION).isPresent();
    }

    /** Whether everybody may do everything. */
    boolean off() {
        return off;
    }

    /** Whether bearer tokens can be checked. */
    boolean tokens() {
        return tokens;
    }

    void start(@Observes @Priority(FIRST) StartupEvent event, AccessTable table) {
        String host = text("quarkus.http.host").orElse("0.0.0.0");
        if (off) {
            if (!Loopback.isAddress(host)) {
                throw new ConfigurationException("modelwatch.security=off is allowed on loopback only, but "
                        + "quarkus.http.host=" + host + ": set quarkus.http.host=127.0.0.1, or leave security on and"
                        + " name modelwatch.security.users-file");
            }
            LOG.infof("security is off, which loopback allows host=%s", host);
            return;
        }
        if (settings.usersFile().isEmpty() && !tokens) {
            throw new ConfigurationException("modelwatch.security is on, but nobody could get in: name"
                    + " modelwatch.security.users-file (made by deploy/bin/user) or " + KEY_LOCATION
                    + " (made by deploy/bin/token); or, on loopback only, set modelwatch.security=off");
        }
        text(KEY_LOCATION).ifPresent(StartCheck::checkKey);
        try {
            users.watch(settings, vertx);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(e.getMessage(), e);
        }
        if (!Loopback.isAddress(host)
                && text("quarkus.http.tls-configuration-name").isEmpty()) {
            LOG.warnf(
                    "credentials travel unencrypted unless something in front ends TLS; set"
                            + " quarkus.http.tls-configuration-name host=%s",
                    host);
        }
    }

    private static void checkKey(String location) {
        boolean elsewhere = location.startsWith("http") || location.startsWith("classpath:");
        String file = location.startsWith("file:") ? location.substring("file:".length()) : location;
        if (!elsewhere && !Files.isReadable(Path.of(file))) {
            throw new ConfigurationException(KEY_LOCATION + "=" + location + " cannot be read");
        }
    }

    private Optional<String> text(String key) {
        return config.getOptionalValue(key, String.class).filter(value -> !value.isBlank());
    }
}
