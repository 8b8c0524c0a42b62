package io.modelwatch.logindexer.stream;

import co.elastic.clients.elasticsearch.core.search.Hit;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.ProblemException;
import io.modelwatch.logindexer.parameter.Parameter;
import io.modelwatch.logindexer.search.CriteriaParameters;
import io.modelwatch.logindexer.search.FieldNames;
import io.modelwatch.logindexer.search.SearchClient;
import io.modelwatch.logindexer.search.SearchResource;
import io.quarkus.runtime.Startup;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Sends documents as they come, as server-sent events. */
@Startup // so that its figures are there from the start
@Path("/api/v1/logs/tail")
@Tag(name = "logs")
public class TailResource {

    private static final Set<String> PARAMETERS = Set.of("fields", "last");
    private static final long RECONNECT_MILLIS = 2000;

    private final SearchClient client;
    private final StreamConfig config;
    private final Stopping stopping;
    private final StreamMeters meters;
    private final ObjectMapper json;
    private final Slots slots;
    private final InstantSource clock = InstantSource.system();

    TailResource(SearchClient client, StreamConfig config, Stopping stopping, StreamMeters meters, ObjectMapper json) {
        this.client = client;
        this.config = config;
        this.stopping = stopping;
        this.meters = meters;
        this.json = json;
        this.slots = new Slots(config.maxTails(), "tails");
        meters.openTails(slots);
    }

    @GET
    @RunOnVirtualThread
    @Operation(
            summary = "Follow documents as they come (server-sent events)",
            description =
                    "The criteria are those of a search, without from and to. Events: log (a document, as a hit of a"
                            + " search), dropped ({\"count\":n}: so many were left out because more came than could be"
                            + " sent), interrupted (a problem; the tail goes on when Elasticsearch answers again). last: so"
                            + " many documents that are there already come first. With Last-Event-ID it goes on behind"
                            + " that event.")
    @APIResponse(
            responseCode = "200",
            description = "The events",
            content = @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(
            responseCode = "400",
            description = "A parameter is not valid",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "503",
            description = "Elasticsearch does not answer, or there are as many tails as may be",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response tail(
            @BeanParam CriteriaParameters criteria,
            @QueryParam("fields") @Nullable String fields,
            @QueryParam("last")
                    @Schema(implementation = Integer.class, minimum = "0", maximum = "200", defaultValue = "0")
                    @Nullable
                    String last,
            @HeaderParam("Last-Event-ID") @Nullable String lastEventId,
            @Context RoutingContext context)
            throws InterruptedException {
        int already = (int) Parameter.number("last", last, 0, 0, 200);
        TailWindow.Place from = EventId.decoded(lastEventId);
        TailWindow window = new TailWindow(
                from == null ? new TailWindow.Place(millis(clock.instant()), "") : from, config.tailOverlap());
        Tail tail = new Tail(client, criteria.toCriteriaOfAnyTime(PARAMETERS).toQuery(), FieldNames.of(fields), window);
        Slots.Slot slot = slots.take();
        context.addEndHandler(ended -> slot.close());
        try {
            Tail.News first = from == null && already > 0 ? tail.begin(already) : tail.look(config.tailEvents());
            StreamingOutput events = out -> {
                try (slot) {
                    follow(tail, first, new EventStream(out));
                } catch (InterruptedException | IOException e) {
                    throw new BrokenAnswerException(e);
                }
            };
            return Response.ok(events, MediaType.SERVER_SENT_EVENTS)
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .header("X-Accel-Buffering", "no") // proxies shall not hold events back
                    .build();
        } catch (InterruptedException | RuntimeException e) {
            slot.close();
            throw e;
        }
    }

    private void follow(Tail tail, Tail.News first, EventStream events) throws IOException, InterruptedException {
        events.retryAfter(RECONNECT_MILLIS);
        events.comment("following");
        send(first, events);
        Instant lastSign = clock.instant();
        boolean interrupted = false;
        do {
            boolean silent = true;
            try {
                silent = !send(tail.look(config.tailEvents()), events);
                interrupted = false;
            } catch (ProblemException e) {
                if (!interrupted) {
                    events.event("interrupted", null, json.writeValueAsString(e.problem()));
                    silent = false;
                }
                interrupted = true;
            }
            Instant now = clock.instant();
            if (silent && Duration.between(lastSign, now).compareTo(config.heartbeat()) >= 0) {
                events.comment("alive");
                silent = false;
            }
            lastSign = silent ? lastSign : now;
            events.flush();
        } while (!stopping.await(config.tailInterval()));
    }

    /** Whether anything was sent. */
    private boolean send(Tail.News news, EventStream events) throws IOException {
        if (news.dropped() > 0) {
            events.event("dropped", null, "{\"count\":" + news.dropped() + "}");
        }
        List<Hit<ObjectNode>> documents = news.documents();
        for (Hit<ObjectNode> document : documents) {
            events.event(
                    "log",
                    EventId.encoded(Tail.place(document)),
                    json.writeValueAsString(SearchResource.Hit.of(document)));
        }
        meters.tailed(documents.size(), news.dropped());
        return !documents.isEmpty() || news.dropped() > 0;
    }

    private static Instant millis(Instant time) {
        return Instant.ofEpochMilli(time.toEpochMilli());
    }
}
