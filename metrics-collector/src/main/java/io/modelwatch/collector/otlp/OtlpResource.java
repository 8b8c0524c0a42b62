package io.modelwatch.collector.otlp;

import com.google.protobuf.Message;
import io.modelwatch.collector.catalogue.CatalogueStore;
import io.modelwatch.collector.foreign.CounterIncrements;
import io.modelwatch.collector.ingest.InFlightBudget;
import io.modelwatch.collector.ingest.RecordDoor;
import io.modelwatch.collector.ingest.WholeBody;
import io.modelwatch.collector.request.RecordBounds;
import io.modelwatch.collector.request.RequestParser;
import io.modelwatch.collector.request.RequestRecord;
import io.modelwatch.collector.settings.LimitsConfig;
import io.modelwatch.collector.window.MetricWindows;
import io.modelwatch.intake.BatchResult;
import io.modelwatch.intake.ProblemException;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.quarkus.runtime.Startup;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** OTLP over HTTP: {@code POST /v1/traces}, {@code /v1/metrics} and {@code /v1/logs}, and the path that clients of Langfuse send traces to. */
@Startup // a bad setting must stop the start
@Path("")
@Tag(name = "otlp")
public class OtlpResource {

    private static final String PROTOBUF = "application/x-protobuf";
    private static final int OVERLOADED = 503;
    private static final int MOST_TOTALS = 100_000;

    private final RecordDoor door;
    private final InFlightBudget budget;
    private final long maxBytes;
    private final OtlpRecords records;
    private final OtlpMetrics metrics;

    @Inject
    OtlpResource(
            RecordDoor door,
            InFlightBudget budget,
            LimitsConfig limits,
            RequestParser parser,
            RecordBounds bounds,
            OtlpConfig config,
            CatalogueStore catalogue,
            MetricWindows windows,
            InstantSource clock) {
        this.door = door;
        this.budget = budget;
        this.maxBytes = limits.maxBody().asLongValue();
        this.records = new OtlpRecords(
                new ModelCalls(parser, bounds, config.keepContent()), config.countEvents(), limits.maxRecords());
        this.metrics = new OtlpMetrics(new CounterIncrements(MOST_TOTALS), catalogue, windows, clock);
    }

    @POST
    @Path("/v1/traces")
    @Consumes({PROTOBUF, MediaType.APPLICATION_JSON})
    @RunOnVirtualThread
    @Operation(
            summary = "Takes spans (OTLP)",
            description = "ExportTraceServiceRequest as protobuf or JSON, gzip is fine. Spans of model calls count as"
                    + " requests, once by trace id and span id; other spans are taken and left alone.")
    @RequestBody(
            required = true,
            content = {
                @Content(mediaType = PROTOBUF, schema = @Schema(implementation = Object.class)),
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Object.class))
            })
    @APIResponse(responseCode = "200", description = "All taken, or partialSuccess says how many were not")
    @APIResponse(responseCode = "400", description = "The body is no such message: a google.rpc.Status")
    @APIResponse(responseCode = "413", description = "The body is too large")
    @APIResponse(responseCode = "503", description = "Send again after Retry-After seconds")
    public Response traces(
            InputStream body,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            @HeaderParam(HttpHeaders.CONTENT_ENCODING) @Nullable String contentEncoding) {
        return answer(body, contentType, contentEncoding, this::takeTraces);
    }

    @POST
    @Path("/api/public/otel/v1/traces")
    @Consumes({PROTOBUF, MediaType.APPLICATION_JSON})
    @RunOnVirtualThread
    @Operation(summary = "Takes spans (OTLP) where clients of Langfuse send them", description = "As /v1/traces.")
    @RequestBody(
            required = true,
            content = {
                @Content(mediaType = PROTOBUF, schema = @Schema(implementation = Object.class)),
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Object.class))
            })
    @APIResponse(responseCode = "200", description = "As /v1/traces")
    public Response langfuseTraces(
            InputStream body,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            @HeaderParam(HttpHeaders.CONTENT_ENCODING) @Nullable String contentEncoding) {
        return answer(body, contentType, contentEncoding, this::takeTraces);
    }

    @POST
    @Path("/v1/logs")
    @Consumes({PROTOBUF, MediaType.APPLICATION_JSON})
    @RunOnVirtualThread
    @Operation(
            summary = "Takes log records (OTLP)",
            description = "Events of model calls count as requests where metrics-collector.otlp.count-events says so;"
                    + " other log records are taken and left alone.")
    @RequestBody(
            required = true,
            content = {
                @Content(mediaType = PROTOBUF, schema = @Schema(implementation = Object.class)),
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Object.class))
            })
    @APIResponse(responseCode = "200", description = "All taken, or partialSuccess says how many were not")
    public Response logs(
            InputStream body,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            @HeaderParam(HttpHeaders.CONTENT_ENCODING) @Nullable String contentEncoding) {
        return answer(body, contentType, contentEncoding, this::takeLogs);
    }

    @POST
    @Path("/v1/metrics")
    @Consumes({PROTOBUF, MediaType.APPLICATION_JSON})
    @RunOnVirtualThread
    @Operation(
            summary = "Takes metrics (OTLP)",
            description =
                    "Data points of metrics that the catalogue has by their own name or that of an engine, a GPU or"
                            + " a machine; the others are counted in partialSuccess.")
    @RequestBody(
            required = true,
            content = {
                @Content(mediaType = PROTOBUF, schema = @Schema(implementation = Object.class)),
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Object.class))
            })
    @APIResponse(responseCode = "200", description = "All taken, or partialSuccess says how many were not")
    public Response metrics(
            InputStream body,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            @HeaderParam(HttpHeaders.CONTENT_ENCODING) @Nullable String contentEncoding) {
        return answer(body, contentType, contentEncoding, this::takeMetrics);
    }

    private Refused takeMetrics(Function<Message.Builder, Message> decoded) {
        return metrics.take((ExportMetricsServiceRequest) decoded.apply(ExportMetricsServiceRequest.newBuilder()));
    }

    private Refused takeTraces(Function<Message.Builder, Message> decoded) {
        ExportTraceServiceRequest request =
                (ExportTraceServiceRequest) decoded.apply(ExportTraceServiceRequest.newBuilder());
        return take(records.ofSpans(request), "rejectedSpans");
    }

    private Refused takeLogs(Function<Message.Builder, Message> decoded) {
        ExportLogsServiceRequest request =
                (ExportLogsServiceRequest) decoded.apply(ExportLogsServiceRequest.newBuilder());
        return take(records.ofEvents(request), "rejectedLogRecords");
    }

    private Refused take(List<Supplier<RequestRecord>> calls, String counter) {
        BatchResult result = calls.isEmpty() ? new BatchResult() : door.takeAll(calls);
        return Refused.of(result, counter);
    }

    private Response answer(
            InputStream body,
            @Nullable String contentType,
            @Nullable String contentEncoding,
            Function<Function<Message.Builder, Message>, Refused> take) {
        OtlpEncoding encoding = OtlpEncoding.of(contentType);
        try (InFlightBudget.Share share = budget.open()) {
            byte[] bytes = WholeBody.read(body, contentEncoding, maxBytes, share);
            Refused refused = take.apply(builder -> {
                encoding.decode(bytes, builder);
                return builder.build();
            });
            return Response.ok(refused.encoded(encoding), encoding.mediaType()).build();
        } catch (ProblemException e) {
            return failure(e, encoding);
        }
    }

    private static Response failure(ProblemException e, OtlpEncoding encoding) {
        int status = e.problem().status();
        Response.ResponseBuilder answer = Response.status(status)
                .type(encoding.mediaType())
                .entity(encoding.status(Refused.rpcCode(status), String.valueOf(e.getMessage())));
        if (status == OVERLOADED) {
            answer.header("Retry-After", 1);
        }
        return answer.build();
    }
}
