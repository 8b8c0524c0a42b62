package io.modelwatch.collector.window;

import io.modelwatch.collector.catalogue.CatalogueStore;
import io.modelwatch.collector.catalogue.MetricDefinition;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.Explode;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterStyle;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code GET /api/v1/metrics/{name}}: what a metric was like in a window. */
@Path("/api/v1/metrics/{name}")
@Tag(name = "metrics")
public class WindowResource {

    private final CatalogueStore catalogue;
    private final MetricWindows windows;

    @Inject
    WindowResource(CatalogueStore catalogue, MetricWindows windows) {
        this.catalogue = catalogue;
        this.windows = windows;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Statistics of a metric in the window that ends now",
            description = "One series for each combination of the labels named by `by`, of the series whose labels have"
                    + " the values given as `label.NAME=VALUE`.")
    @Parameter(
            name = "window",
            in = ParameterIn.QUERY,
            description = "10s to 24h",
            schema = @Schema(type = SchemaType.STRING, defaultValue = "5m", examples = "1h"))
    @Parameter(
            name = "by",
            in = ParameterIn.QUERY,
            description = "label to tell apart, may repeat",
            style = ParameterStyle.FORM,
            explode = Explode.TRUE,
            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
    @APIResponse(
            responseCode = "200",
            description = "The statistics",
            content =
                    @org.eclipse.microprofile.openapi.annotations.media.Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = MetricWindowJson.class)))
    @APIResponse(responseCode = "400", description = "A parameter is not valid")
    @APIResponse(responseCode = "404", description = "The catalogue has no such metric")
    public MetricWindowJson window(@PathParam("name") String name, @Context UriInfo uri) {
        MetricDefinition metric = catalogue
                .get()
                .find(name)
                .orElseThrow(() -> Problem.of(
                                CommonProblem.NOT_FOUND,
                                "the catalogue has no metric '" + name + "'; GET /api/v1/metrics lists all")
                        .asException());
        WindowQuery query = WindowQuery.of(uri.getQueryParameters());
        return MetricWindowJson.of(
                metric, query.window(), windows.select(name, metric.type(), query.selection(), query.window()));
    }
}
