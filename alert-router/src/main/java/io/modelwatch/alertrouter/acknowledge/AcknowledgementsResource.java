package io.modelwatch.alertrouter.acknowledge;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.modelwatch.alertrouter.alert.Alert;
import io.modelwatch.alertrouter.alert.AlertBook;
import io.modelwatch.alertrouter.alert.StoredAlert;
import io.modelwatch.alertrouter.api.RequestBody;
import io.modelwatch.alertrouter.label.Fingerprint;
import io.modelwatch.alertrouter.label.Matchers;
import io.modelwatch.alertrouter.time.Rfc3339;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.ProblemException;
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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Taking alerts on, and giving them back. */
@Path("/api/v1/acknowledgements")
@RunOnVirtualThread
public class AcknowledgementsResource {

    private static final int MAX_TEXT = 2000;
    private static final int MAX_MATCHERS = 50;

    private final AcknowledgementBook book;
    private final AlertBook alerts;
    private final AcknowledgeSettings settings;
    private final InstantSource clock;

    public AcknowledgementsResource(
            AcknowledgementBook book, AlertBook alerts, AcknowledgeSettings settings, InstantSource clock) {
        this.book = book;
        this.alerts = alerts;
        this.settings = settings;
        this.clock = clock;
    }

    @GET
    @Operation(summary = "List the acknowledgements of alerts that fire, the newest first")
    public Acknowledgements list() {
        Instant now = clock.instant();
        return new Acknowledgements(book.all().stream()
                .filter(each -> counts(each, now))
                .sorted(Comparator.comparing(Acknowledgement::at).reversed())
                .map(AcknowledgementsResource::json)
                .toList());
    }

    private boolean counts(Acknowledgement acknowledgement, Instant now) {
        StoredAlert alert = alerts.get(acknowledgement.fingerprint());
        return alert != null
                && !alert.alert().resolvedAt(now)
                && acknowledgement.holds(alert.alert().startsAt().toInstant(), now);
    }

    /** Takes on every alert that fires and has the fingerprint, or matches all matchers. */
    @POST
    @Operation(summary = "Acknowledge alerts by fingerprint or by matchers, with an owner and maybe a timeout")
    public Acknowledgements acknowledge(byte @Nullable [] body) {
        RequestBody request = RequestBody.of(body);
        String owner = request.required("owner", MAX_TEXT);
        String comment = request.text("comment", MAX_TEXT);
        Duration given = request.duration("timeout");
        Duration timeout = given == null ? settings.timeout() : given;
        Fingerprint fingerprint = request.find("fingerprint", AcknowledgementsResource::fingerprint);
        Matchers matchers = request.matchers("matchers", MAX_MATCHERS);
        if ((fingerprint == null) == matchers.isEmpty()) {
            throw RequestBody.invalid("fingerprint", "or matchers must be there, and not both");
        }
        Instant now = clock.instant();
        List<Acknowledgement> taken = alerts.all().stream()
                .map(StoredAlert::alert)
                .filter(alert -> !alert.resolvedAt(now))
                .filter(alert -> fingerprint == null
                        ? matchers.matches(alert.labels())
                        : alert.fingerprint().equals(fingerprint))
                .sorted(Comparator.comparing(Alert::fingerprint))
                .map(alert -> Acknowledgement.of(alert, owner, comment, now, timeout))
                .toList();
        if (taken.isEmpty()) {
            throw notFound("no alert that fires is meant");
        }
        book.write(taken);
        return new Acknowledgements(
                taken.stream().map(AcknowledgementsResource::json).toList());
    }

    @DELETE
    @Path("/{fingerprint}")
    @Operation(summary = "Give an alert back: it is repeated and escalated again")
    public Response giveBack(@PathParam("fingerprint") String text) {
        Instant now = clock.instant();
        Acknowledgement known;
        try {
            known = book.find(fingerprint(text))
                    .filter(each -> counts(each, now))
                    .orElseThrow(() -> notFound("the alert is not acknowledged"));
        } catch (IllegalArgumentException e) {
            throw notFound(String.valueOf(e.getMessage()));
        }
        book.write(List.of(known.endedAt(now)));
        return Response.noContent().build();
    }

    private static Fingerprint fingerprint(String text) {
        try {
            return new Fingerprint(Long.parseUnsignedLong(text, 16));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a fingerprint has 16 hexadecimal digits", e);
        }
    }

    private static ProblemException notFound(String detail) {
        return Problem.of(CommonProblem.NOT_FOUND, detail).asException();
    }

    private static AcknowledgementJson json(Acknowledgement acknowledgement) {
        Instant until = acknowledgement.until();
        return new AcknowledgementJson(
                acknowledgement.fingerprint().toString(),
                acknowledgement.labels().asMap(),
                acknowledgement.owner(),
                acknowledgement.comment(),
                Rfc3339.millis(acknowledgement.at()),
                until == null ? null : Rfc3339.millis(until));
    }

    /** The answer. */
    public record Acknowledgements(List<AcknowledgementJson> acknowledgements) {}

    /** Who has taken on what. */
    public record AcknowledgementJson(
            String fingerprint,
            Map<String, String> labels,
            String owner,
            String comment,
            String acknowledged_at,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String until) {}
}
