package io.modelwatch.alertrouter.silence;

import io.modelwatch.alertrouter.api.RequestBody;
import io.modelwatch.alertrouter.db.Database;
import io.modelwatch.alertrouter.label.Matcher;
import io.modelwatch.alertrouter.label.Matchers;
import io.modelwatch.alertrouter.time.Durations;
import io.modelwatch.alertrouter.time.Rfc3339;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Silences that come again and again. */
@Path("/api/v1/recurring-silences")
@RunOnVirtualThread
public class RecurringSilenceResource {

    private static final int MAX_TEXT = 2000;
    private static final int MAX_MATCHERS = 50;
    private static final int SHOWN = 3;
    private static final Duration FORESEEN = Duration.ofDays(366);
    private static final Duration LONGEST = Duration.ofDays(31);

    private final RecurringSilences silences;
    private final InstantSource clock;

    public RecurringSilenceResource(Database database, InstantSource clock) {
        this.silences = new RecurringSilences(database);
        this.clock = clock;
    }

    @GET
    @Operation(summary = "List recurring silences with when they come next")
    public RecurringSilenceList list() {
        Instant now = clock.instant();
        return new RecurringSilenceList(
                silences.all().stream().map(each -> json(each, now)).toList());
    }

    @POST
    @Operation(summary = "Create a recurring silence from matchers, a cron expression with its zone, and a length")
    public RecurringSilenceJson create(byte @Nullable [] body) {
        RequestBody request = RequestBody.of(body);
        Matchers matchers = request.matchers("matchers", MAX_MATCHERS);
        if (matchers.list().stream().allMatch(Matcher::acceptsEmpty)) {
            throw RequestBody.invalid("matchers", "must have one that does not match the empty string");
        }
        request.required("cron", MAX_TEXT);
        String cron = request.find("cron", RecurringSilence::checked);
        ZoneId zone = request.find("zone", RecurringSilence::zone);
        Duration length = request.duration("duration");
        if (cron == null || length == null || length.isZero() || length.compareTo(LONGEST) > 0) {
            throw RequestBody.invalid("duration", "must be there and be between 1s and 31d");
        }
        RecurringSilence silence = new RecurringSilence(
                UUID.randomUUID(),
                matchers,
                cron,
                zone == null ? ZoneOffset.UTC : zone,
                length,
                request.required("created_by", MAX_TEXT),
                request.text("comment", MAX_TEXT));
        Instant now = clock.instant();
        if (silence.occurrences(now, now.plus(FORESEEN), 1).isEmpty()) {
            throw RequestBody.invalid("cron", "does not come within a year");
        }
        silences.add(silence, now);
        return json(silence, now);
    }

    @DELETE
    @Path("/{id}")
    @Operation(summary = "Delete a recurring silence; silences that came of it end")
    public Response delete(@PathParam("id") String id) {
        try {
            if (silences.remove(UUID.fromString(id), clock.instant())) {
                return Response.noContent().build();
            }
        } catch (IllegalArgumentException e) {
            // No silence has such an identity.
        }
        throw Problem.of(CommonProblem.NOT_FOUND, "there is no such recurring silence")
                .asException();
    }

    private static RecurringSilenceJson json(RecurringSilence silence, Instant now) {
        return new RecurringSilenceJson(
                silence.id().toString(),
                silence.matchers().list().stream().map(Matcher::toString).toList(),
                silence.cron(),
                silence.zone().getId(),
                Durations.format(silence.length()),
                silence.createdBy(),
                silence.comment(),
                silence.occurrences(now, now.plus(FORESEEN), SHOWN).stream()
                        .map(start -> new Occurrence(
                                Rfc3339.millis(start),
                                Rfc3339.millis(start.plus(silence.length())),
                                silence.idOf(start).toString()))
                        .toList());
    }

    /** The answer. */
    public record RecurringSilenceList(List<RecurringSilenceJson> recurring_silences) {}

    /** A recurring silence. */
    public record RecurringSilenceJson(
            String id,
            List<String> matchers,
            String cron,
            String zone,
            String duration,
            String created_by,
            String comment,
            List<Occurrence> next) {}

    /** One of its times, and the silence that it is. */
    public record Occurrence(String starts_at, String ends_at, String silence_id) {}
}
