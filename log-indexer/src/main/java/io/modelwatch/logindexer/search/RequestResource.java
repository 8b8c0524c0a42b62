package io.modelwatch.logindexer.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.modelwatch.logindexer.parameter.Parameter;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Tells all that is known of one request. */
@Path("/api/v1/requests")
@Tag(name = "logs")
public class RequestResource {

    private static final Set<String> PAGE_PARAMETERS = Set.of("size", "after", "fields");

    private final LogSearch search;

    RequestResource(LogSearch search) {
        this.search = search;
    }

    /**
     * All that is known of a request.
     *
     * @param requestId the request
     * @param traceIds the traces it was part of
     * @param total how many documents tell of it or of its traces
     * @param events those documents, the oldest first
     * @param next value of {@code after} for the next page; absent on the last one
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RequestView(
            @JsonProperty("request_id") String requestId,
            @JsonProperty("trace_ids") List<String> traceIds,
            long total,
            List<SearchResource.Hit> events,
            @Nullable String next) {

        public RequestView {
            traceIds = List.copyOf(traceIds);
            events = List.copyOf(events);
        }
    }

    @GET
    @Path("{request_id}")
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            summary = "Everything known of one request, oldest first",
            description = "All documents with its request_id, and those of the traces it was part of.")
    @APIResponse(
            responseCode = "200",
            description = "What is known",
            content = @Content(schema = @Schema(implementation = RequestView.class)))
    @APIResponse(
            responseCode = "404",
            description = "Nothing is known of it, or not yet",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "503",
            description = "Elasticsearch does not answer",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public RequestView view(
            @PathParam("request_id") String requestId,
            @QueryParam("size")
                    @Schema(implementation = Integer.class, minimum = "0", maximum = "500", defaultValue = "50")
                    @Nullable
                    String size,
            @QueryParam("after") @Nullable String after,
            @QueryParam("fields") @Nullable String fields,
            @Context UriInfo address)
            throws InterruptedException {
        Parameter.onlyKnown(address, PAGE_PARAMETERS::contains);
        PageRequest page = PageRequest.of(size, Sorting.of(null, null, false), after, fields);
        List<String> traces = search.tracesOf(requestId);
        SearchResource.Found found = search.find(SearchCriteria.ofRequest(requestId, traces), page);
        if (found.total() == 0) {
            throw Problem.of(CommonProblem.NOT_FOUND, "nothing is known of a request '" + requestId + "'")
                    .asException();
        }
        return new RequestView(requestId, traces, found.total(), found.hits(), found.next());
    }
}
