package io.modelwatch.logindexer.bulk;

import io.modelwatch.intake.Limits;
import io.modelwatch.logindexer.intake.IntakeConfig;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Takes documents as Elasticsearch would. */
@Path("/")
@Consumes(MediaType.WILDCARD)
@Tag(name = "elasticsearch")
public class BulkResource {

    private static final Logger LOG = Logger.getLogger(BulkResource.class);
    private static final String NDJSON = "application/x-ndjson";
    private static final String OF_ELASTICSEARCH = "In the shape of Elasticsearch";

    private final BulkIntake intake;
    private final BulkConfig config;
    private final Limits limits;

    BulkResource(BulkIntake intake, BulkConfig config, IntakeConfig intakeConfig) {
        this.intake = intake;
        this.config = config;
        this.limits = intakeConfig.limits();
    }

    @POST
    @Path("_bulk")
    @RunOnVirtualThread
    @Operation(
            summary = "Take documents by Elasticsearch's _bulk",
            description = "create and index store a document, whose _id is unique within its _index; update and delete"
                    + " are refused. What is answered 201 is on disk and will reach Elasticsearch. When there is no room"
                    + " the request waits, and is then answered 429 or 503, or not at all.")
    @RequestBody(content = @Content(mediaType = NDJSON, schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(
            responseCode = "200",
            description = OF_ELASTICSEARCH + ": took, errors, and an item for every action",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(type = SchemaType.OBJECT)))
    @APIResponse(responseCode = "400", description = "The body is malformed; nothing of it was taken")
    @APIResponse(responseCode = "413", description = "The body is too large")
    @APIResponse(responseCode = "429", description = "There is no room; send again after Retry-After seconds")
    public Response bulk(
            InputStream body, @Context RoutingContext context, @QueryParam("filter_path") @Nullable String filterPath)
            throws InterruptedException {
        return bulk(null, body, context, filterPath);
    }

    @PUT
    @Path("_bulk")
    @RunOnVirtualThread
    @Operation(hidden = true)
    public Response putBulk(
            InputStream body, @Context RoutingContext context, @QueryParam("filter_path") @Nullable String filterPath)
            throws InterruptedException {
        return bulk(null, body, context, filterPath);
    }

    @POST
    @Path("{index}/_bulk")
    @RunOnVirtualThread
    @Operation(summary = "The same, for actions without an _index of their own")
    @RequestBody(content = @Content(mediaType = NDJSON, schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(responseCode = "200", description = OF_ELASTICSEARCH)
    public Response bulkInto(
            @PathParam("index") String index,
            InputStream body,
            @Context RoutingContext context,
            @QueryParam("filter_path") @Nullable String filterPath)
            throws InterruptedException {
        return bulk(index, body, context, filterPath);
    }

    @PUT
    @Path("{index}/_bulk")
    @RunOnVirtualThread
    @Operation(hidden = true)
    public Response putBulkInto(
            @PathParam("index") String index,
            InputStream body,
            @Context RoutingContext context,
            @QueryParam("filter_path") @Nullable String filterPath)
            throws InterruptedException {
        return bulk(index, body, context, filterPath);
    }

    @POST
    @Path("{index}/_doc")
    @RunOnVirtualThread
    @Operation(summary = "Take one document")
    @RequestBody(content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(type = SchemaType.OBJECT)))
    @APIResponse(responseCode = "201", description = OF_ELASTICSEARCH)
    public Response document(
            @PathParam("index") String index,
            InputStream body,
            @Context RoutingContext context,
            @QueryParam("filter_path") @Nullable String filterPath)
            throws InterruptedException {
        return one(BulkAction.Operation.INDEX, index, null, body, context, filterPath);
    }

    @POST
    @Path("{index}/_doc/{id}")
    @RunOnVirtualThread
    @Operation(summary = "Take one document with its identifier")
    @RequestBody(content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(type = SchemaType.OBJECT)))
    @APIResponse(responseCode = "201", description = OF_ELASTICSEARCH)
    public Response identifiedDocument(
            @PathParam("index") String index,
            @PathParam("id") String id,
            InputStream body,
            @Context RoutingContext context,
            @QueryParam("filter_path") @Nullable String filterPath)
            throws InterruptedException {
        return one(BulkAction.Operation.INDEX, index, id, body, context, filterPath);
    }

    @PUT
    @Path("{index}/_doc/{id}")
    @RunOnVirtualThread
    @Operation(hidden = true)
    public Response putIdentifiedDocument(
            @PathParam("index") String index,
            @PathParam("id") String id,
            InputStream body,
            @Context RoutingContext context,
            @QueryParam("filter_path") @Nullable String filterPath)
            throws InterruptedException {
        return one(BulkAction.Operation.INDEX, index, id, body, context, filterPath);
    }

    @PUT
    @Path("{index}/_create/{id}")
    @RunOnVirtualThread
    @Operation(summary = "The same, as shippers ask for data streams")
    @RequestBody(content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(type = SchemaType.OBJECT)))
    @APIResponse(responseCode = "201", description = OF_ELASTICSEARCH)
    public Response create(
            @PathParam("index") String index,
            @PathParam("id") String id,
            InputStream body,
            @Context RoutingContext context,
            @QueryParam("filter_path") @Nullable String filterPath)
            throws InterruptedException {
        return one(BulkAction.Operation.CREATE, index, id, body, context, filterPath);
    }

    @POST
    @Path("{index}/_create/{id}")
    @RunOnVirtualThread
    @Operation(hidden = true)
    public Response postCreate(
            @PathParam("index") String index,
            @PathParam("id") String id,
            InputStream body,
            @Context RoutingContext context,
            @QueryParam("filter_path") @Nullable String filterPath)
            throws InterruptedException {
        return one(BulkAction.Operation.CREATE, index, id, body, context, filterPath);
    }

    private interface Taking {
        BulkOutcome from(BulkLines lines, BulkIntake.Patience patience) throws InterruptedException;
    }

    private Response bulk(@Nullable String index, InputStream body, RoutingContext context, @Nullable String filterPath)
            throws InterruptedException {
        long begun = System.nanoTime();
        return answer(body, context, (lines, patience) -> intake.take(lines, index, patience), items -> {
            long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
            return ElasticAnswers.of(200, BulkReply.of(items, took, FilterPath.of(filterPath)), accept(context));
        });
    }

    private Response one(
            BulkAction.Operation operation,
            String index,
            @Nullable String id,
            InputStream body,
            RoutingContext context,
            @Nullable String filterPath)
            throws InterruptedException {
        return answer(
                body,
                context,
                (lines, patience) -> intake.takeOne(lines, operation, index, id, patience),
                items -> switch (items.getFirst()) {
                    case BulkItem.Taken taken ->
                        ElasticAnswers.of(201, BulkReply.ofOne(taken, FilterPath.of(filterPath)), accept(context));
                    case BulkItem.Refused refused -> ElasticAnswers.of(refused.error(), accept(context));
                });
    }

    private interface Answering {
        Response to(List<BulkItem> items);
    }

    private Response answer(InputStream body, RoutingContext context, Taking taking, Answering answering)
            throws InterruptedException {
        BulkIntake.Patience patience = intake.patience();
        BulkOutcome.Overloaded full = intake.awaitRoom(declaredBytes(context.request()), patience);
        if (full != null) {
            return refuse(full, context);
        }
        String encoding = context.request().getHeader(HttpHeaders.CONTENT_ENCODING);
        try (BulkLines lines = BulkLines.open(body, encoding, limits.maxBodyBytes(), limits.maxRecordBytes())) {
            return switch (taking.from(lines, patience)) {
                case BulkOutcome.Done done -> answering.to(done.items());
                case BulkOutcome.Overloaded overloaded -> refuse(overloaded, context);
            };
        } catch (ElasticException e) {
            return ElasticAnswers.of(e.error(), accept(context));
        }
    }

    private static long declaredBytes(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length != null && length.matches("[0-9]{1,18}") ? Long.parseLong(length) : 0;
    }

    private Response refuse(BulkOutcome.Overloaded overloaded, RoutingContext context) throws InterruptedException {
        HttpServerRequest request = context.request();
        return switch (OverloadAnswer.of(config.overloadAnswer(), request.getHeader(HttpHeaders.USER_AGENT))) {
            case TOO_MANY_REQUESTS -> refusal(429, overloaded, request);
            case UNAVAILABLE -> refusal(503, overloaded, request);
            case CLOSE -> {
                close(request.connection());
                yield refusal(503, overloaded, request); // nobody will see it
            }
        };
    }

    /** Closes a connection and waits until it is: an answer that is written meanwhile would still get out. */
    private static void close(HttpConnection connection) throws InterruptedException {
        try {
            connection.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debugf(e, "connection could not be closed");
        }
    }

    private static Response refusal(int status, BulkOutcome.Overloaded overloaded, HttpServerRequest request) {
        ElasticError error = new ElasticError(status, "es_rejected_execution_exception", overloaded.reason());
        Response.ResponseBuilder answer = Response.fromResponse(
                        ElasticAnswers.of(error, request.getHeader(HttpHeaders.ACCEPT)))
                .header(HttpHeaders.RETRY_AFTER, 1);
        if (request.version() != HttpVersion.HTTP_2) {
            answer.header("Connection", "keep-alive");
        }
        return answer.build();
    }

    private static @Nullable String accept(RoutingContext context) {
        return context.request().getHeader(HttpHeaders.ACCEPT);
    }
}
