package io.modelwatch.alertrouter.rule;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestQuery;

/** metrics-collector, as far as this service asks it. */
@Path("/api/v1/metrics")
@RegisterRestClient(configKey = "metrics-collector")
public interface MetricsCollector {

    /**
     * The figures of a metric's window.
     *
     * @param by labels by which series are told apart
     * @param where {@code label.NAME} to the value that the label must have
     */
    @GET
    @Path("/{name}")
    Uni<MetricWindow> window(
            @PathParam("name") String name,
            @QueryParam("window") String window,
            @QueryParam("by") List<String> by,
            @RestQuery Map<String, String> where);
}
