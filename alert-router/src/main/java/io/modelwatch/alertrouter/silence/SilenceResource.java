package io.modelwatch.alertrouter.silence;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelwatch.alertrouter.api.ApiException;
import io.modelwatch.alertrouter.api.ApiJson;
import io.modelwatch.alertrouter.api.Parameters;
import io.modelwatch.alertrouter.db.Database;
import io.modelwatch.alertrouter.label.Matcher;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Silences in Alertmanager's API v2. */
@Path("/api/v2")
@NonBlocking
public class SilenceResource {

    private static final Comparator<Silence> BY_END = Comparator.comparing(Silence::endsAt);
    private static final Comparator<Silence> BY_START = Comparator.comparing(Silence::startsAt);

    private final SilenceStore store;
    private final SilenceBook book;
    private final SilenceSettings settings;
    private final SilenceLimits limits;
    private final AffectedAlerts affected;
    private final InstantSource clock;

    public SilenceResource(
            SilenceStore store,
            SilenceBook book,
            SilenceSettings settings,
            AffectedAlerts affected,
            InstantSource clock) {
        this.store = store;
        this.book = book;
        this.settings = settings;
        this.limits = new SilenceLimits(settings);
        this.affected = affected;
        this.clock = clock;
    }

    @GET
    @Path("/silences")
    @Operation(summary = "List silences: active ones by end, pending ones by start, expired ones last")
    public Uni<Response> list(
            @QueryParam("filter") List<String> filter,
            @QueryParam("active") @Nullable String active,
            @QueryParam("expired") @Nullable String expired,
            @QueryParam("pending") @Nullable String pending) {
        List<Matcher> wanted = Parameters.filter(filter).list();
        Instant now = clock.instant();
        return store.readAll()
                .onFailure()
                .transform(Database::translated)
                .map(silences -> ApiJson.ok(silences.stream()
                        .filter(silence -> silence.matchers().list().containsAll(wanted))
                        .filter(silence -> switch (silence.state(now)) {
                            case ACTIVE -> Parameters.flag(active);
                            case PENDING -> Parameters.flag(pending);
                            case EXPIRED -> Parameters.flag(expired);
                        })
                        .sorted(order(now))
                        .map(silence -> SilenceJson.of(silence, now))
                        .toList()));
    }

    private static Comparator<Silence> order(Instant now) {
        return Comparator.comparing((Silence silence) -> silence.state(now))
                .thenComparing((a, b) -> switch (a.state(now)) {
                    case ACTIVE -> BY_END.compare(a, b);
                    case PENDING -> BY_START.compare(a, b);
                    case EXPIRED -> BY_END.compare(b, a);
                });
    }

    @POST
    @Path("/silences")
    @Operation(summary = "Create a silence, or change the one whose id is given")
    public Uni<Response> post(byte @Nullable [] body) {
        JsonNode json = ApiJson.read(body, "silence");
        if (json.isNull()) {
            throw ApiException.required("silence");
        }
        if (settings.maxSilenceSizeBytes() > 0 && body != null && body.length > settings.maxSilenceSizeBytes()) {
            throw ApiException.refused("silence exceeded maximum size: " + body.length + " bytes (limit: "
                    + settings.maxSilenceSizeBytes() + " bytes)");
        }
        Instant now = clock.instant();
        SilenceDraft draft = SilenceReader.draft(json, now);
        limits.complaint(draft, () -> affected.count(draft.matchers())).ifPresent(complaint -> {
            throw ApiException.refused(complaint);
        });
        String id = SilenceReader.id(json);
        Uni<List<Silence>> written =
                id == null || id.isEmpty() ? create(draft, now) : store.change(uuid(id), draft, now);
        return written.onFailure().transform(Database::translated).map(silences -> {
            if (silences.isEmpty()) {
                throw ApiException.notFound("silence not found");
            }
            silences.forEach(book::apply);
            return ApiJson.ok(Map.of("silenceID", silences.getLast().id().toString()));
        });
    }

    private Uni<List<Silence>> create(SilenceDraft draft, Instant now) {
        if (settings.maxSilences() == 0) {
            return store.create(draft, now);
        }
        return store.unexpired(now).flatMap(count -> {
            if (count >= settings.maxSilences()) {
                throw ApiException.refused(
                        "exceeded maximum number of silences: " + count + " (limit: " + settings.maxSilences() + ")");
            }
            return store.create(draft, now);
        });
    }

    /** Any text may stand as an id in a body; one that is no UUID names no silence. */
    private static UUID uuid(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw ApiException.notFound("silence not found");
        }
    }

    @GET
    @Path("/silence/{id}")
    @Operation(summary = "Read one silence")
    public Uni<Response> get(@PathParam("id") String id) {
        return store.read(pathId(id))
                .onFailure()
                .transform(Database::translated)
                .map(found -> ApiJson.ok(SilenceJson.of(found.orElseThrow(ApiException::notFound), clock.instant())));
    }

    @DELETE
    @Path("/silence/{id}")
    @Operation(summary = "Expire a silence")
    public Uni<Response> expire(@PathParam("id") String id) {
        return store.expire(pathId(id), clock.instant())
                .onFailure()
                .transform(Database::translated)
                .map(found -> {
                    book.apply(found.orElseThrow(() -> ApiException.notFound("silence not found")));
                    return Response.ok().build();
                });
    }

    private static UUID pathId(String id) {
        try {
            UUID uuid = UUID.fromString(id);
            if (uuid.toString().equalsIgnoreCase(id)) {
                return uuid;
            }
        } catch (IllegalArgumentException e) {
            // The complaint below says it.
        }
        throw ApiException.type("silenceID", "path", "uuid", id);
    }
}
