package io.modelwatch.collector.usage;

import io.modelwatch.collector.window.WindowQuery;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.Explode;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterStyle;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code GET /api/v1/usage}: requests, tokens and cost in a window. */
@Path("/api/v1/usage")
@Tag(name = "usage")
public class UsageResource {

    private static final List<String> BY_MODEL = List.of("model");

    private final UsageWindows usage;

    @Inject
    UsageResource(UsageWindows usage) {
        this.usage = usage;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Requests, tokens and cost in the window that ends now",
            description = "One entry for each combination of the labels named by `by` (model, service, provider,"
                    + " environment), of the requests whose labels have the values given as `label.NAME=VALUE`.")
    @Parameter(
            name = "window",
            in = ParameterIn.QUERY,
            description = "10s to 24h",
            schema = @Schema(type = SchemaType.STRING, defaultValue = "5m", examples = "1h"))
    @Parameter(
            name = "by",
            in = ParameterIn.QUERY,
            description = "label to tell apart, may repeat; model where it is missing",
            style = ParameterStyle.FORM,
            explode = Explode.TRUE,
            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
    @APIResponse(
            responseCode = "200",
            description = "The usage",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = UsageJson.class)))
    @APIResponse(responseCode = "400", description = "A parameter is not valid")
    public UsageJson usage(@Context UriInfo uri) {
        WindowQuery query = WindowQuery.of(uri.getQueryParameters(), BY_MODEL);
        return UsageJson.of(query.window(), usage.select(query.selection(), query.window()));
    }
}
