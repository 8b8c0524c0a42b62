package io.modelwatch.quality.publish;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** What this service asks of metrics-collector. */
@RegisterRestClient(configKey = "metrics-collector")
@Path("/api/v1/samples")
interface MetricsCollector {

    /** How many samples were taken, and how many were not. */
    record Answer(int accepted, int rejected) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Retry(maxRetries = 2, delay = 250, jitter = 100)
    Answer send(List<Sample> samples);
}
