package io.modelwatch.security.http;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;

/** Asks clients for a certificate when it is set: Quarkus' own setting is fixed when a service is built. */
@ApplicationScoped
public class ClientCertificates implements HttpServerOptionsCustomizer {

    private final SecuritySettings settings;

    ClientCertificates(SecuritySettings settings) {
        this.settings = settings;
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        options.setClientAuth(
                switch (settings.clientCertificate()) {
                    case NONE -> ClientAuth.NONE;
                    case REQUEST -> ClientAuth.REQUEST;
                    case REQUIRED -> ClientAuth.REQUIRED;
                });
    }
}
