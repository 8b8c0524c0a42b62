package io.modelwatch.collector.langfuse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.modelwatch.collector.ingest.InFlightBudget;
import io.modelwatch.collector.ingest.RecordDoor;
import io.modelwatch.collector.ingest.WholeBody;
import io.modelwatch.collector.langfuse.IngestionBatch.EventResult;
import io.modelwatch.collector.request.RecordBounds;
import io.modelwatch.collector.request.RequestParser;
import io.modelwatch.collector.settings.LimitsConfig;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/public/ingestion}: batches of Langfuse's SDKs. */
@Startup // a bad setting must stop the start
@Singleton
@Path("/api/public/ingestion")
@Tag(name = "requests")
public class LangfuseResource {

    private static final int MULTI_STATUS = 207;
    private static final long MOST_BYTES = 3_500_000;
    private static final int MOST_DEPTH = 64;
    private static final long MOST_CHARS = 32L << 20;
    private static final Set<String> TRACE = Set.of("name", "userId", "sessionId", "tags", "environment");
    private static final Set<String> CALL = Set.of(
            "id",
            "type",
            "traceId",
            "name",
            "model",
            "environment",
            "version",
            "startTime",
            "completionStartTime",
            "endTime",
            "usage",
            "usageDetails",
            "costDetails",
            "level",
            "statusMessage");
    private static final Set<String> CALL_AND_CONTENT =
            Stream.concat(CALL.stream(), Stream.of("input", "output")).collect(Collectors.toSet());
    private static final ObjectReader READER = reader();

    private final IngestionBatch batch;
    private final InFlightBudget budget;
    private final long maxBytes;
    private final int maxEvents;

    @Inject
    LangfuseResource(
            RecordDoor door,
            RequestParser parser,
            RecordBounds bounds,
            LangfuseConfig config,
            InFlightBudget budget,
            LimitsConfig limits,
            PrometheusRegistry registry,
            InstantSource clock) {
        RecentObjects open = objects(config.keepContent() ? CALL_AND_CONTENT : CALL, config, clock);
        this.batch = new IngestionBatch(
                door, new Generation(parser, bounds, config.keepContent()), open, objects(TRACE, config, clock));
        CounterWithCallback.builder()
                .name("metrics_collector_langfuse_forgotten_total")
                .help("Generations whose end did not come in time, or that had to make room: they never counted")
                .callback(counter -> counter.call((double) open.forgotten()))
                .register(registry);
        this.budget = budget;
        this.maxBytes = Math.min(MOST_BYTES, limits.maxBody().asLongValue());
        this.maxEvents = limits.maxRecords();
    }

    private static RecentObjects objects(Set<String> names, LangfuseConfig config, InstantSource clock) {
        return new RecentObjects(
                new RecentObjects.Bounds(names, config.maxOpen(), MOST_CHARS, config.openFor()), clock);
    }

    private static ObjectReader reader() {
        JsonMapper mapper = JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build();
        mapper.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MOST_DEPTH)
                        .maxNumberLength(400)
                        .build());
        return mapper.reader();
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            summary = "Takes a batch of Langfuse events",
            description = "Generations count as requests once they have an endTime, by their own id; user and session"
                    + " come from their trace. Other events are taken and left alone. Newer SDKs send OTLP to"
                    + " /api/public/otel/v1/traces instead.")
    @RequestBody(
            required = true,
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Object.class)))
    @APIResponse(responseCode = "207", description = "One success or error an event")
    @APIResponse(responseCode = "400", description = "The body is no batch")
    @APIResponse(responseCode = "413", description = "The body has more than 3.5 MB")
    @APIResponse(responseCode = "503", description = "Send all again after Retry-After seconds")
    public Response ingest(
            InputStream body, @HeaderParam(HttpHeaders.CONTENT_ENCODING) @Nullable String contentEncoding) {
        try (InFlightBudget.Share share = budget.open()) {
            JsonNode events = parse(WholeBody.read(body, contentEncoding, maxBytes, share));
            return Response.status(MULTI_STATUS)
                    .entity(Answer.of(batch.take(events)))
                    .build();
        }
    }

    private JsonNode parse(byte[] body) {
        JsonNode events;
        try {
            events = READER.readTree(body).path("batch");
        } catch (JsonProcessingException e) {
            throw Problem.of(CommonProblem.MALFORMED_BODY, "the body is not valid JSON: " + e.getOriginalMessage())
                    .asException();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!events.isArray()) {
            throw Problem.of(CommonProblem.MALFORMED_BODY, "the body must be an object whose field batch is an array")
                    .asException();
        }
        if (events.size() > maxEvents) {
            throw Problem.of(CommonProblem.BODY_TOO_LARGE, "a batch may have at most " + maxEvents + " events")
                    .asException();
        }
        return events;
    }

    /** As Langfuse answers. */
    @Schema(name = "LangfuseAnswer")
    record Answer(List<Success> successes, List<Failure> errors) {

        static Answer of(List<EventResult> results) {
            return new Answer(
                    results.stream()
                            .filter(result -> result.message() == null)
                            .map(result -> new Success(result.id(), result.status()))
                            .toList(),
                    results.stream()
                            .filter(result -> result.message() != null)
                            .map(result -> new Failure(result.id(), result.status(), result.message()))
                            .toList());
        }

        @Schema(name = "LangfuseSuccess")
        record Success(String id, int status) {}

        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Schema(name = "LangfuseError")
        record Failure(String id, int status, @Nullable String message) {}
    }
}
