package io.modelwatch.logindexer.trace;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.modelwatch.logindexer.parameter.Parameter;
import io.modelwatch.logindexer.search.LogSearch;
import io.modelwatch.logindexer.search.SearchCriteria;
import io.modelwatch.logindexer.search.SearchResource;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Tells all that is known of one trace. */
@Path("/api/v1/traces")
@Tag(name = "logs")
public class TraceResource {

    private static final int MAX_DOCUMENTS = 2000;
    private static final double NANOS_A_MILLI = 1e6;

    private final LogSearch search;

    TraceResource(LogSearch search) {
        this.search = search;
    }

    /**
     * All that is known of a trace.
     *
     * @param traceId the trace
     * @param start when its first span or record began
     * @param durationMs from there to the end of the last one
     * @param services the services that took part
     * @param spanCount how many spans are in the tree
     * @param errorCount how many of them failed
     * @param spans the spans that nobody in the trace called, with those they called
     * @param logs the log records, the oldest first
     * @param total how many documents the trace has
     * @param complete whether all of them are in this answer
     */
    public record TraceView(
            @JsonProperty("trace_id") String traceId,
            Instant start,
            @JsonProperty("duration_ms") double durationMs,
            List<String> services,
            @JsonProperty("span_count") int spanCount,
            @JsonProperty("error_count") long errorCount,
            List<SpanView> spans,
            List<SearchResource.Hit> logs,
            long total,
            boolean complete) {

        public TraceView {
            services = List.copyOf(services);
            spans = List.copyOf(spans);
            logs = List.copyOf(logs);
        }
    }

    /**
     * A span and what it called.
     *
     * @param spanId the span
     * @param parentId the span it names as its caller
     * @param orphan whether that caller is not there
     * @param name what was done
     * @param kind server, client, internal, producer or consumer
     * @param service where
     * @param outcome success, failure or unknown
     * @param start when it began
     * @param offsetMs the time from the begin of the trace to that of the span
     * @param durationMs how long it took
     * @param selfMs how much of it none of its children took
     * @param document what is stored of it
     * @param children the spans it called, in the order of time
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SpanView(
            @JsonProperty("span_id") String spanId,
            @JsonProperty("parent_id") @Nullable String parentId,
            boolean orphan,
            String name,
            String kind,
            String service,
            String outcome,
            Instant start,
            @JsonProperty("offset_ms") double offsetMs,
            @JsonProperty("duration_ms") double durationMs,
            @JsonProperty("self_ms") double selfMs,

            @Schema(type = SchemaType.OBJECT, implementation = Object.class)
            ObjectNode document,

            List<SpanView> children) {

        public SpanView {
            children = List.copyOf(children);
        }

        static SpanView of(SpanTree.Node node, Instant begin) {
            Span span = node.span();
            return new SpanView(
                    span.id(),
                    span.parentId(),
                    node.orphan(),
                    span.text("span.name"),
                    span.text("span.kind"),
                    span.text("service.name"),
                    span.text("event.outcome"),
                    span.start(),
                    millis(Duration.between(begin, span.start())),
                    millis(span.duration()),
                    millis(node.self()),
                    span.document(),
                    node.children().stream().map(child -> of(child, begin)).toList());
        }
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / NANOS_A_MILLI;
    }

    @GET
    @Path("{trace_id}")
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            summary = "One trace: its spans as a tree, and its log records in order",
            description = "Prompts, responses and other texts of requests are left out; /api/v1/requests has them."
                    + " Of a trace with more than 2000 documents the oldest are told.")
    @APIResponse(
            responseCode = "200",
            description = "What is known",
            content = @Content(schema = @Schema(implementation = TraceView.class)))
    @APIResponse(
            responseCode = "404",
            description = "Nothing is known of it, or not yet",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "503",
            description = "Elasticsearch does not answer",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public TraceView view(@PathParam("trace_id") String traceId, @Context UriInfo address) throws InterruptedException {
        Parameter.onlyKnown(address, none -> false);
        SearchCriteria criteria = new SearchCriteria(null, traceId, null, null, null, Map.of());
        SearchResource.Found found = search.oldest(criteria.toQuery(), MAX_DOCUMENTS);
        if (found.hits().isEmpty()) {
            throw Problem.of(CommonProblem.NOT_FOUND, "nothing is known of a trace '" + traceId + "'")
                    .asException();
        }
        return view(traceId, found);
    }

    private static TraceView view(String traceId, SearchResource.Found found) {
        List<Span> spans = new ArrayList<>();
        List<SearchResource.Hit> logs = new ArrayList<>();
        List<Instant> times = new ArrayList<>();
        for (SearchResource.Hit hit : found.hits()) {
            Span.of(hit.document()).ifPresentOrElse(spans::add, () -> logs.add(hit));
            Span.time(hit.document()).ifPresent(times::add);
        }
        spans.forEach(span -> times.add(span.end()));
        Instant begin = times.stream().min(Comparator.naturalOrder()).orElse(Instant.EPOCH);
        Instant end = times.stream().max(Comparator.naturalOrder()).orElse(begin);
        return new TraceView(
                traceId,
                begin,
                millis(Duration.between(begin, end)),
                found.hits().stream()
                        .map(hit -> Span.text(hit.document(), "service.name"))
                        .filter(service -> !service.isEmpty())
                        .distinct()
                        .sorted()
                        .toList(),
                spans.size(),
                spans.stream().filter(Span::failed).count(),
                SpanTree.of(spans).stream()
                        .map(node -> SpanView.of(node, begin))
                        .toList(),
                logs,
                found.total(),
                found.next() == null);
    }
}
