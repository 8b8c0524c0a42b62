package io.modelwatch.collector.dashboard;

import io.modelwatch.collector.health.HealthJson;
import io.modelwatch.collector.health.HealthMonitor;
import io.modelwatch.collector.query.KnownMetrics;
import io.modelwatch.collector.query.Scope;
import io.modelwatch.collector.query.Sources;
import io.modelwatch.collector.settings.Replica;
import io.modelwatch.collector.window.Window;
import io.modelwatch.collector.window.WindowQuery;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.InstantSource;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code GET /api/v1/dashboard}: everything at a glance. */
@Path("/api/v1/dashboard")
@Tag(name = "health")
public class DashboardResource {

    private static final String TEXT = "text/plain; charset=UTF-8";

    private final KnownMetrics known;
    private final Sources sources;
    private final HealthMonitor monitor;
    private final Replica replica;
    private final InstantSource clock;

    @Inject
    DashboardResource(
            KnownMetrics known, Sources sources, HealthMonitor monitor, Replica replica, InstantSource clock) {
        this.known = known;
        this.sources = sources;
        this.monitor = monitor;
        this.replica = replica;
        this.clock = clock;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            summary = "The four layers with current values and health",
            description = "As JSON, or with `Accept: text/plain` as text: in Chinese, or in English where"
                    + " Accept-Language prefers it.")
    @Parameter(
            name = "window",
            in = ParameterIn.QUERY,
            description = "10s to 24h",
            schema = @Schema(type = SchemaType.STRING, defaultValue = "5m", examples = "1h"))
    @APIResponse(responseCode = "200", description = "The dashboard")
    @APIResponse(responseCode = "400", description = "A parameter is not valid")
    public DashboardJson json(@Context UriInfo uri) {
        Window window = WindowQuery.of(uri.getQueryParameters()).window();
        return Dashboard.of(
                known,
                sources.of(Scope.REPLICA),
                HealthJson.of(monitor.look(window), replica.name(), window.text()),
                window,
                clock.instant());
    }

    @GET
    @Produces(TEXT)
    @RunOnVirtualThread
    @Operation(hidden = true)
    public String text(@Context UriInfo uri, @Context HttpHeaders headers) {
        Locale preferred = headers.getAcceptableLanguages().getFirst();
        return DashboardText.of(json(uri), !preferred.getLanguage().equals("en"));
    }
}
