package io.modelwatch.collector.health;

import io.modelwatch.collector.settings.Replica;
import io.modelwatch.collector.window.WindowQuery;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code GET /api/v1/health}: the watched system's health, not this service's. */
@Path("/api/v1/health")
@Tag(name = "health")
public class HealthResource {

    private final HealthMonitor monitor;
    private final Replica replica;

    @Inject
    HealthResource(HealthMonitor monitor, Replica replica) {
        this.monitor = monitor;
        this.replica = replica;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            summary = "Compares current values with the catalogue's thresholds",
            description =
                    "Overall, by layer and by check, with reasons and since when (in the usual window of 5m). Of a gauge the worst of its label sets' latest values in the window counts, of a histogram"
                            + " its 95th percentile. Metrics without values in the window are left out.")
    @Parameter(
            name = "window",
            in = ParameterIn.QUERY,
            description = "10s to 24h",
            schema = @Schema(type = SchemaType.STRING, defaultValue = "5m", examples = "1h"))
    @APIResponse(
            responseCode = "200",
            description = "The verdict, and every value beyond a threshold",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = HealthJson.class)))
    @APIResponse(responseCode = "400", description = "A parameter is not valid")
    public HealthJson health(@Context UriInfo uri) {
        WindowQuery query = WindowQuery.of(uri.getQueryParameters());
        return HealthJson.of(
                monitor.look(query.window()), replica.name(), query.window().text());
    }
}
