package io.modelwatch.collector.forward;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestResponse;

/** What we use of log-indexer. */
@Path("/api/v1/logs")
@RegisterRestClient(configKey = "log-indexer")
interface LogIndexerApi {

    @POST
    @Consumes("application/x-ndjson")
    @Produces(MediaType.APPLICATION_JSON)
    RestResponse<String> post(byte[] lines);
}
