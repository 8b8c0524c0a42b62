package io.modelwatch.collector.stream;

import io.modelwatch.collector.query.KnownMetrics;
import io.modelwatch.collector.query.Question;
import io.modelwatch.collector.query.QuestionParser;
import io.modelwatch.collector.window.Window;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.ProblemException;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.Explode;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterStyle;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code GET /api/v1/stream}: values as they change. */
@Startup // a bad setting must stop the start
@Path("/api/v1/stream")
@Tag(name = "metrics")
public class StreamResource {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final QuestionParser parser;
    private final StreamHub hub;

    @Inject
    StreamResource(KnownMetrics known, StreamHub hub) {
        this.parser = new QuestionParser(known);
        this.hub = hub;
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            summary = "Health and values of metrics as server-sent events",
            description = "Events `update`; the metrics and their statistics are asked for as in GET /api/v1/query. A"
                    + " reader that does not keep up misses updates, never gets old ones.")
    @Parameter(
            name = "metric",
            in = ParameterIn.QUERY,
            style = ParameterStyle.FORM,
            explode = Explode.TRUE,
            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
    @Parameter(
            name = "interval",
            in = ParameterIn.QUERY,
            description = "1s to 5m",
            schema = @Schema(type = SchemaType.STRING, defaultValue = "5s"))
    @Parameter(
            name = "window",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.STRING, defaultValue = "5m", examples = "1h"))
    @Parameter(name = "step", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.STRING, examples = "30s"))
    @APIResponse(
            responseCode = "200",
            description = "Events",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = StreamJson.class)))
    @APIResponse(responseCode = "400", description = "A parameter is not valid")
    @APIResponse(responseCode = "503", description = "There are too many readers already")
    public Multi<OutboundSseEvent> stream(@Context UriInfo uri, @Context Sse sse) {
        List<Question> questions = parser.parse(uri.getQueryParameters());
        Duration interval = interval(uri.getQueryParameters().getOrDefault("interval", List.of("5s")));
        // The place is taken now, so that a full house is answered 503 and not with an empty stream.
        SseClient reader = new SseClient(sse);
        StreamHub.Subscription place = hub.subscribe(questions, interval, reader);
        return Multi.createFrom()
                .<OutboundSseEvent>emitter(
                        emitter -> {
                            emitter.onTermination(place::close);
                            reader.connected(emitter);
                        },
                        BackPressureStrategy.DROP);
    }

    private static Duration interval(List<String> values) {
        Duration interval = null;
        try {
            interval = Window.duration(String.join(",", values));
        } catch (IllegalArgumentException e) {
            throw invalid("interval " + e.getMessage());
        }
        if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
            throw invalid("interval must lie between 1s and 5m, was '" + values.getFirst() + "'");
        }
        return interval;
    }

    private static ProblemException invalid(String detail) {
        return Problem.of(CommonProblem.INVALID_PARAMETER, detail).asException();
    }
}
