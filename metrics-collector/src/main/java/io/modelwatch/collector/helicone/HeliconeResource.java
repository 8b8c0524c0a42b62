package io.modelwatch.collector.helicone;

import io.modelwatch.collector.ingest.RecordDoor;
import io.modelwatch.collector.request.RecordBounds;
import io.modelwatch.collector.request.RequestParser;
import io.modelwatch.intake.BatchResult;
import io.modelwatch.intake.http.Answers;
import io.quarkus.runtime.Startup;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code POST /custom/v1/log}: Helicone's log of a call to a custom model. */
@Startup // a bad setting must stop the start
@Singleton
@Path("/custom/v1/log")
@Tag(name = "requests")
public class HeliconeResource {

    private final RecordDoor door;
    private final HeliconeMapping mapping;

    @Inject
    HeliconeResource(RecordDoor door, RequestParser parser, RecordBounds bounds, HeliconeConfig config) {
        this.door = door;
        this.mapping = new HeliconeMapping(parser, bounds, config.keepContent());
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            summary = "Takes what Helicone's clients log",
            description = "providerRequest, providerResponse and timing. Messages and responses are dropped unless a"
                    + " setting keeps them.")
    @RequestBody(
            required = true,
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Object.class)))
    @APIResponse(
            responseCode = "200",
            description = "Taken, or known already",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = BatchResult.class)))
    @APIResponse(responseCode = "400", description = "Not taken: the problem names the field")
    @APIResponse(responseCode = "503", description = "A required destination did not take it")
    public Response post(
            InputStream body,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            @HeaderParam(HttpHeaders.CONTENT_ENCODING) @Nullable String contentEncoding) {
        return Answers.of(door.takeBody(body, contentType, contentEncoding, mapping));
    }
}
