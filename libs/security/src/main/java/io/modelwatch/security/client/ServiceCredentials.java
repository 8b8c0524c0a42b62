package io.modelwatch.security.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.modelwatch.security.http.SecuritySettings;
import io.modelwatch.security.http.WatchedFile;
import io.modelwatch.security.origin.Loopback;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/** What this service shows to others, from files that are read again when they change. Thread-safe. */
@Singleton
public class ServiceCredentials {

    private static final Logger LOG = Logger.getLogger(ServiceCredentials.class);

    private final Map<Destination, String> headers = new ConcurrentHashMap<>();

    void start(@Observes StartupEvent event, SecuritySettings settings, Config config, Vertx vertx) {
        settings.client().forEach((name, credentials) -> {
            Destination destination = destination(name, config);
            String key = "modelwatch.security.client." + name;
            Optional<Path> token = credentials.tokenFile();
            Optional<Path> basic = credentials.basicFile();
            if (token.isPresent() == basic.isPresent()) {
                throw new ConfigurationException(key + " needs either token-file or basic-file");
            }
            WatchedFile file = token.isPresent()
                    ? new WatchedFile(key + ".token-file", token.get(), text -> headers.put(destination, bearer(text)))
                    : new WatchedFile(
                            key + ".basic-file", basic.orElseThrow(), text -> headers.put(destination, basic(text)));
            try {
                file.watch(vertx, settings.reload());
            } catch (IllegalArgumentException e) {
                throw new ConfigurationException(e.getMessage(), e);
            }
            if (!destination.encrypted() && !Loopback.isAddress(destination.host())) {
                LOG.warnf("credentials for %s travel unencrypted: its address is no https", name);
            }
        });
    }

    private static Destination destination(String name, Config config) {
        return config.getOptionalValue("quarkus.rest-client." + name + ".url", String.class)
                .or(() -> config.getOptionalValue("quarkus.rest-client.\"" + name + "\".url", String.class))
                .map(url -> Destination.of(URI.create(url)))
                .orElseThrow(() -> new ConfigurationException("modelwatch.security.client." + name
                        + " is for nothing: there is no quarkus.rest-client." + name + ".url"));
    }

    private static String bearer(String text) {
        String token = text.strip();
        if (token.isEmpty() || token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new IllegalArgumentException("expected a token and nothing else");
        }
        return "Bearer " + token;
    }

    private static String basic(String text) {
        String pair = text.strip();
        if (pair.indexOf(':') <= 0) {
            throw new IllegalArgumentException("expected name:password");
        }
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
    }

    /** The Authorization header for an address; nothing for one that no setting names. */
    Optional<String> authorization(URI uri) {
        return headers.isEmpty() ? Optional.empty() : Optional.ofNullable(headers.get(Destination.of(uri)));
    }
}
