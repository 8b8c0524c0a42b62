package io.modelwatch.logindexer.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelwatch.intake.Problem;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Searches documents. */
@Path("/api/v1/logs")
@Tag(name = "logs")
public class SearchResource {

    private static final Set<String> PAGE_PARAMETERS = Set.of("size", "sort", "order", "after", "fields");

    private final LogSearch search;

    SearchResource(LogSearch search) {
        this.search = search;
    }

    /**
     * What was found.
     *
     * @param total how many documents fit
     * @param hits the first of them
     * @param next value of {@code after} for the next page; absent on the last one
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Found(
            long total, List<Hit> hits, @Nullable String next) {

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
            ObjectNode document) {

        /** The document that Elasticsearch found. */
        public static Hit of(co.elastic.clients.elasticsearch.core.search.Hit<ObjectNode> found) {
            ObjectNode document = found.source();
            String id = found.id();
            return new Hit(
                    id == null ? "" : id,
                    found.index(),
                    document == null ? JsonNodeFactory.instance.objectNode() : document);
        }
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            summary = "Find documents, newest first where nothing else is asked for",
            description =
                    "All criteria must fit; those that are given several times fit with any of their values. q: words and \"phrases\" that must all occur in message, prompt,"
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
            @BeanParam CriteriaParameters criteria,
            @QueryParam("size")
                    @Schema(implementation = Integer.class, minimum = "0", maximum = "500", defaultValue = "50")
                    @Nullable
                    String size,
            @QueryParam("sort")
                    @Parameter(
                            description =
                                    "time (where absent), latency_ms, ttft_ms, queue_ms, cost_usd, input_tokens or"
                                            + " output_tokens; documents without that measure are left out")
                    @Nullable
                    String sort,
            @QueryParam("order") @Parameter(description = "asc or desc; desc where absent") @Nullable String order,
            @QueryParam("after") @Parameter(description = "next of the page before") @Nullable String after,
            @QueryParam("fields")
                    @Parameter(description = "fields of the documents, separated by commas, with * for any characters")
                    @Nullable
                    String fields)
            throws InterruptedException {
        return search.find(
                criteria.toCriteria(PAGE_PARAMETERS).toQuery(),
                PageRequest.of(size, Sorting.of(sort, order, true), after, fields));
    }
}
