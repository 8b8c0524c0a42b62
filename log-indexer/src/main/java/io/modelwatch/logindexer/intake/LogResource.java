package io.modelwatch.logindexer.intake;

import io.modelwatch.intake.BatchResult;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Limits;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.RecordReader;
import io.modelwatch.intake.http.Answers;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Takes log records. */
@Path("/api/v1/logs")
@Tag(name = "logs")
public class LogResource {

    private final LogIntake intake;
    private final Limits limits;

    LogResource(LogIntake intake, IntakeConfig config) {
        this.intake = intake;
        this.limits = config.limits();
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            summary = "Take log records: one object, an array or NDJSON, plain or gzip",
            description = "What is accepted is on disk when the answer is sent, and will reach Elasticsearch.")
    @RequestBody(
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(type = SchemaType.OBJECT)),
                @Content(mediaType = "application/x-ndjson", schema = @Schema(type = SchemaType.STRING))
            })
    @APIResponse(
            responseCode = "200",
            description = "All records were taken",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = BatchResult.class)))
    @APIResponse(
            responseCode = "207",
            description = "Some records were taken; the result of each other one holds its problem",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = BatchResult.class)))
    @APIResponse(
            responseCode = "400",
            description = "No record is valid, or the body cannot be read",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "413",
            description = "The body or its only record is too large",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "503",
            description = "The spool is full or its disk fails; send again after Retry-After seconds",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response take(
            InputStream body,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            @HeaderParam(HttpHeaders.CONTENT_ENCODING) @Nullable String contentEncoding)
            throws InterruptedException {
        intake.checkRoom();
        try (RecordReader records = RecordReader.open(body, contentType, contentEncoding, limits)) {
            return Answers.of(intake.take(records));
        } catch (UncheckedIOException e) {
            throw Problem.of(CommonProblem.MALFORMED_BODY, "the body could not be read to its end")
                    .asException();
        }
    }
}
