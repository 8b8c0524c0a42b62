package io.modelwatch.logindexer.stream;

import io.modelwatch.intake.Problem;
import io.modelwatch.logindexer.parameter.Parameter;
import io.modelwatch.logindexer.search.CriteriaParameters;
import io.modelwatch.logindexer.search.FieldNames;
import io.modelwatch.logindexer.search.SearchClient;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Sends all documents that fit, one a line. */
@Path("/api/v1/logs/export")
@Tag(name = "logs")
public class ExportResource {

    private static final Set<String> PARAMETERS = Set.of("fields", "order", "limit");
    private static final String NDJSON = "application/x-ndjson";
    private static final int BUFFER = 64 * 1024;

    private final SearchClient client;
    private final StreamConfig config;
    private final StreamMeters meters;
    private final Slots slots;

    ExportResource(SearchClient client, StreamConfig config, StreamMeters meters) {
        this.client = client;
        this.config = config;
        this.meters = meters;
        this.slots = new Slots(config.maxExports(), "exports");
    }

    @GET
    @RunOnVirtualThread
    @Operation(
            summary = "All documents that fit, as NDJSON",
            description =
                    "The criteria are those of a search. One line for each document that there was when the export began,"
                            + " shaped as a hit of a search, oldest first where order is not desc. An export that breaks"
                            + " ends with a line {\"error\":problem,\"exported\":n}, and its connection is closed without"
                            + " the end that HTTP has for a whole body. Sent as gzip to those who accept it.")
    @APIResponse(
            responseCode = "200",
            description = "The documents",
            content = @Content(mediaType = NDJSON, schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(
            responseCode = "400",
            description = "A parameter is not valid",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "503",
            description = "Elasticsearch does not answer, or there are as many exports as may be",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response export(
            @BeanParam CriteriaParameters criteria,
            @QueryParam("fields") @Nullable String fields,
            @QueryParam("order") @Nullable String order,
            @QueryParam("limit") @Schema(implementation = Long.class, minimum = "1") @Nullable String limit,
            @HeaderParam(HttpHeaders.ACCEPT_ENCODING) @Nullable String acceptEncoding,
            @Context RoutingContext context)
            throws InterruptedException {
        Export.Wanted wanted = new Export.Wanted(
                criteria.toCriteria(PARAMETERS).toQuery(),
                FieldNames.of(fields),
                Parameter.descending(order, false),
                Parameter.number("limit", limit, Long.MAX_VALUE, 1, Long.MAX_VALUE));
        Slots.Slot slot = slots.take();
        context.addEndHandler(ended -> slot.close());
        try {
            Export export = Export.begin(client, wanted, config.exportKeepAlive());
            boolean gzip = acceptsGzip(acceptEncoding);
            StreamingOutput lines = out -> {
                try (slot) {
                    write(export, gzip ? new GZIPOutputStream(out, BUFFER, true) : out);
                } catch (InterruptedException | IOException e) {
                    // Else the answer would end as a whole one does; on this virtual thread it may be waited for.
                    context.request()
                            .connection()
                            .close()
                            .toCompletionStage()
                            .toCompletableFuture()
                            .join();
                    throw new BrokenAnswerException(e);
                }
            };
            Response.ResponseBuilder answer = Response.ok(lines, NDJSON)
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
                    .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"logs.ndjson\"");
            return gzip ? answer.header(HttpHeaders.CONTENT_ENCODING, "gzip").build() : answer.build();
        } catch (InterruptedException | RuntimeException e) {
            slot.close();
            throw e;
        }
    }

    private static boolean acceptsGzip(@Nullable String acceptEncoding) {
        return acceptEncoding != null
                && acceptEncoding.matches(
                        "(?i)(.*,)?\\s*(x-)?gzip\\s*(;\\s*q=(0?\\.0*[1-9][0-9]*|1(\\.0*)?)\\s*)?(,.*)?");
    }

    private void write(Export export, OutputStream out) throws IOException, InterruptedException {
        boolean whole = false;
        try {
            export.writeTo(out);
            if (out instanceof GZIPOutputStream gzip) {
                gzip.finish();
            }
            whole = true;
        } finally {
            export.close();
            meters.exported(export.exported());
            if (!whole) {
                meters.exportBroke();
            }
        }
    }
}
