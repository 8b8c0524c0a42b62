package io.modelwatch.security.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.modelwatch.security.access.AccessReader;
import io.modelwatch.security.access.AccessTable;
import io.modelwatch.security.access.Role;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;

/** Makes the table of a service from its own list and the one that all services share. */
@Singleton
public class Tables {

    private static final String SHARED = "access-shared.txt";
    private static final String OWN = "access.txt";

    @Produces
    @Singleton
    AccessTable table(SecuritySettings settings) {
        return new AccessReader(Map.of("health", roles(settings.health()), "metrics", roles(settings.metrics())))
                .add(SHARED, text(SHARED))
                .add(OWN, text(OWN))
                .table();
    }

    private static Set<Role> roles(SecuritySettings.Reader reader) {
        return switch (reader) {
            case OPEN -> Set.of();
            case VIEWER -> Set.of(Role.VIEWER);
        };
    }

    private static String text(String resource) {
        try (InputStream in = Thread.currentThread().getContextClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the service has no " + resource);
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
