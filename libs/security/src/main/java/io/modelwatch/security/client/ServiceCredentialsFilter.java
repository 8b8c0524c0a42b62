package io.modelwatch.security.client;

import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;

/** Adds this service's credentials to what its REST clients send to the addresses that they are meant for. */
@Provider
public class ServiceCredentialsFilter implements ClientRequestFilter {

    private final ServiceCredentials credentials;

    ServiceCredentialsFilter(ServiceCredentials credentials) {
        this.credentials = credentials;
    }

    @Override
    public void filter(ClientRequestContext request) {
        credentials
                .authorization(request.getUri())
                .ifPresent(header -> request.getHeaders().putSingle(HttpHeaders.AUTHORIZATION, header));
    }
}
