package io.modelwatch.security.http;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** The service as another one sees it. */
@RegisterRestClient(configKey = "self")
interface SelfApi {

    @GET
    @Path("/api/v1/things")
    String things();
}
