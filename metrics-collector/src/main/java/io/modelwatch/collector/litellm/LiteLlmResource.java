package io.modelwatch.collector.litellm;

import io.modelwatch.collector.ingest.RecordDoor;
import io.modelwatch.collector.request.RecordBounds;
import io.modelwatch.collector.request.RequestParser;
import io.modelwatch.intake.BatchResult;
import io.modelwatch.intake.http.Answers;
import io.quarkus.runtime.Startup;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
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
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/v1/ingest/litellm}: the endpoint to name in LiteLLM's {@code generic_api} callback. */
@Startup // a bad setting must stop the start
@Path("/api/v1/ingest/litellm")
@Tag(name = "requests")
public class LiteLlmResource {

    private final RecordDoor door;
    private final LiteLlmMapping mapping;

    @Inject
    LiteLlmResource(RecordDoor door, RequestParser parser, RecordBounds bounds, LiteLlmConfig config) {
        this.door = door;
        this.mapping = new LiteLlmMapping(parser, bounds, config.keepContent());
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            summary = "Takes what LiteLLM's generic_api callback sends",
            description = "Standard logging payloads: json_array, ndjson or single, told apart by the body itself. The"
                    + " id makes a repeat harmless. Messages and responses are dropped unless a setting keeps them.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(type = SchemaType.ARRAY, implementation = Object.class)))
    @APIResponse(
            responseCode = "200",
            description = "All taken, or known already",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = BatchResult.class)))
    @APIResponse(responseCode = "207", description = "Some taken, see the results")
    @APIResponse(responseCode = "400", description = "None taken: the problem names record and field")
    @APIResponse(responseCode = "413", description = "The body or a record is too large")
    @APIResponse(responseCode = "503", description = "A required destination did not take the records")
    public Response post(
            InputStream body,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            @HeaderParam(HttpHeaders.CONTENT_ENCODING) @Nullable String contentEncoding) {
        return Answers.of(door.takeBody(body, contentType, contentEncoding, mapping));
    }
}
