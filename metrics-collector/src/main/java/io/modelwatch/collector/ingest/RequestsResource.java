package io.modelwatch.collector.ingest;

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
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/v1/requests}: records of LLM requests. */
@Startup // a bad setting must stop the start, and every family be there from the start
@Path("/api/v1/requests")
@Tag(name = "requests")
public class RequestsResource {

    private final RecordDoor door;
    private final RequestParser parser;

    @Inject
    RequestsResource(RecordDoor door, RequestParser parser) {
        this.door = door;
        this.parser = parser;
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            summary = "Takes records of LLM requests",
            description = "One object, an array or NDJSON; gzip is fine. A record whose request_id is known already is"
                    + " answered as a duplicate and not counted again. A 2xx means that every required destination"
                    + " has the accepted records.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = RequestRecordJson.class)))
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
    @APIResponse(
            responseCode = "503",
            description = "A required destination did not take the records; send all again after Retry-After seconds")
    public Response post(
            InputStream body,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            @HeaderParam(HttpHeaders.CONTENT_ENCODING) @Nullable String contentEncoding) {
        return Answers.of(door.takeBody(body, contentType, contentEncoding, parser::parse));
    }
}
