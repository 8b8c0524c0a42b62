package io.modelwatch.logindexer.otlp;

import com.google.protobuf.Message;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.ProblemException;
import io.modelwatch.intake.WholeBody;
import io.modelwatch.logindexer.intake.Admission;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.quarkus.runtime.Startup;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** OTLP over HTTP: {@code POST /v1/logs} and {@code /v1/traces}. */
@Startup // so that bad configuration is found out at start
@Path("/v1")
@Tag(name = "otlp")
public class OtlpResource {

    private static final String PROTOBUF = "application/x-protobuf";
    private static final int UNAVAILABLE = 503;

    private final Admission admission;
    private final OtlpIntake intake;
    private final long maxBodyBytes;
    private final Semaphore room;

    OtlpResource(Admission admission, OtlpIntake intake, OtlpConfig config) {
        this.admission = admission;
        this.intake = intake;
        this.maxBodyBytes = config.maxBodyBytes().asLongValue();
        try {
            this.room = new Semaphore(Math.toIntExact(config.maxWaitingBytes().asLongValue()));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("log-indexer.otlp.max-waiting-bytes must be less than 2G", e);
        }
    }

    @POST
    @Path("logs")
    @Consumes({PROTOBUF, MediaType.APPLICATION_JSON})
    @RunOnVirtualThread
    @Operation(
            summary = "Take log records (OTLP)",
            description = "ExportLogsServiceRequest as protobuf or JSON, plain or gzip. What is answered 200 and not"
                    + " counted in partialSuccess is on disk and will reach Elasticsearch.")
    @RequestBody(
            required = true,
            content = {
                @Content(mediaType = PROTOBUF, schema = @Schema(implementation = Object.class)),
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Object.class))
            })
    @APIResponse(responseCode = "200", description = "Taken; partialSuccess says how many were not and never will be")
    @APIResponse(responseCode = "400", description = "The body is no such message: a google.rpc.Status")
    @APIResponse(responseCode = "413", description = "The body is too large: a google.rpc.Status")
    @APIResponse(responseCode = "503", description = "Send again after Retry-After seconds: a google.rpc.Status")
    public Response logs(
            InputStream body,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            @HeaderParam(HttpHeaders.CONTENT_ENCODING) @Nullable String contentEncoding)
            throws InterruptedException {
        return answer(
                body,
                OtlpEncoding.of(contentType),
                contentEncoding,
                ExportLogsServiceRequest.newBuilder(),
                "rejectedLogRecords",
                intake::logs);
    }

    @POST
    @Path("traces")
    @Consumes({PROTOBUF, MediaType.APPLICATION_JSON})
    @RunOnVirtualThread
    @Operation(
            summary = "Take spans (OTLP)",
            description = "ExportTraceServiceRequest as protobuf or JSON, plain or gzip. Each span becomes a document"
                    + " that is found by its trace; one that is sent again is stored once.")
    @RequestBody(
            required = true,
            content = {
                @Content(mediaType = PROTOBUF, schema = @Schema(implementation = Object.class)),
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Object.class))
            })
    @APIResponse(responseCode = "200", description = "Taken; partialSuccess says how many were not and never will be")
    @APIResponse(responseCode = "400", description = "The body is no such message: a google.rpc.Status")
    @APIResponse(responseCode = "413", description = "The body is too large: a google.rpc.Status")
    @APIResponse(responseCode = "503", description = "Send again after Retry-After seconds: a google.rpc.Status")
    public Response traces(
            InputStream body,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            @HeaderParam(HttpHeaders.CONTENT_ENCODING) @Nullable String contentEncoding)
            throws InterruptedException {
        return answer(
                body,
                OtlpEncoding.of(contentType),
                contentEncoding,
                ExportTraceServiceRequest.newBuilder(),
                "rejectedSpans",
                intake::spans);
    }

    private interface Taking {
        OtlpIntake.Rejected from(byte[] message) throws InterruptedException;
    }

    private Response answer(
            InputStream body,
            OtlpEncoding encoding,
            @Nullable String contentEncoding,
            Message.Builder empty,
            String counter,
            Taking taking)
            throws InterruptedException {
        Share share = new Share();
        try {
            admission.checkRoom();
            byte[] bytes = WholeBody.read(body, contentEncoding, maxBodyBytes, share::grow);
            OtlpIntake.Rejected rejected = taking.from(encoding.message(bytes, empty));
            return Response.ok(encoding.answer(counter, rejected.count(), rejected.reason()), encoding.mediaType())
                    .build();
        } catch (ProblemException e) {
            int status = e.problem().status();
            Response.ResponseBuilder answer = Response.status(status)
                    .type(encoding.mediaType())
                    .entity(encoding.failure(status, String.valueOf(e.getMessage())));
            return (status == UNAVAILABLE ? answer.header(HttpHeaders.RETRY_AFTER, 1) : answer).build();
        } finally {
            room.release(share.bytes);
        }
    }

    /** What one request has of the room for bodies. */
    private final class Share {

        private int bytes;

        void grow(int more) {
            if (!room.tryAcquire(more)) {
                throw admission.refused(CommonProblem.OVERLOADED, "too many bodies wait");
            }
            bytes += more;
        }
    }
}
