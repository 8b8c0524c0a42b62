package io.modelwatch.logindexer.search;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelwatch.intake.Problem;
import io.modelwatch.logindexer.parameter.Parameter;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Searches documents. */
@Path("/api/v1/logs")
@Tag(name = "logs")
public class SearchResource {

    private static final int MAX_SIZE = 500;

    private final LogSearch search;

    SearchResource(LogSearch search) {
        this.search = search;
    }

    /**
     * What was found.
     *
     * @param total how many documents fit
     * @param hits the newest of them, newest first
     */
    public record Found(long total, List<Hit> hits) {

        public Found {
            hits = List.copyOf(hits);
        }
    }

    /**
     * A document.
     *
     * @param id its {@code _id}
     * @param index the index it lies in
     * @param document its content
     */
    public record Hit(
            String id,
            String index,

            @Schema(type = SchemaType.OBJECT, implementation = Object.class)
            ObjectNode document) {}

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            summary = "Find documents, newest first",
            description = "All criteria must fit. q: words and \"phrases\" that must all occur in message, prompt,"
                    + " response or error; | means or, - means not. A document can be found some seconds after its"
                    + " record was taken.")
    @APIResponse(
            responseCode = "200",
            description = "What was found",
            content = @Content(schema = @Schema(implementation = Found.class)))
    @APIResponse(
            responseCode = "400",
            description = "A parameter is not valid",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "503",
            description = "Elasticsearch does not answer",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Found find(
            @QueryParam("request_id") @Nullable String requestId,
            @QueryParam("trace_id") @Nullable String traceId,
            @QueryParam("from") @Schema(implementation = Instant.class) @Nullable String from,
            @QueryParam("to") @Schema(implementation = Instant.class) @Nullable String to,
            @QueryParam("q") @Nullable String text,
            @QueryParam("model") @Nullable String model,
            @QueryParam("level") @Nullable String level,
            @QueryParam("size")
                    @Schema(implementation = Integer.class, minimum = "0", maximum = "500", defaultValue = "50")
                    @Nullable
                    String size)
            throws InterruptedException {
        return search.find(
                new SearchCriteria(
                        requestId, traceId, Parameter.time("from", from), Parameter.time("to", to), text, model, level),
                (int) Parameter.number("size", size, 50, 0, MAX_SIZE));
    }
}
