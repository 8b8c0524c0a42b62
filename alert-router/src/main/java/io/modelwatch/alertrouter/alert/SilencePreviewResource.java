package io.modelwatch.alertrouter.alert;

import io.modelwatch.alertrouter.label.MatcherSyntax;
import io.modelwatch.alertrouter.label.Matchers;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What a silence would hit, before there is one. */
@Path("/api/v1/silence-preview")
@RunOnVirtualThread
public class SilencePreviewResource {

    private static final int MOST = 100;

    private final AlertBook book;
    private final Suppression suppression;
    private final InstantSource clock;

    public SilencePreviewResource(AlertBook book, Suppression suppression, InstantSource clock) {
        this.book = book;
        this.suppression = suppression;
        this.clock = clock;
    }

    @GET
    @Operation(summary = "List the alerts that fire now and that a silence with these matchers would mute")
    public Preview preview(@QueryParam("filter") List<String> filter) {
        Matchers matchers;
        try {
            matchers = new Matchers(filter.stream().map(MatcherSyntax.ANY::one).toList());
        } catch (IllegalArgumentException e) {
            throw Problem.of(CommonProblem.INVALID_PARAMETER, "filter: " + e.getMessage())
                    .asException();
        }
        if (matchers.isEmpty()) {
            throw Problem.of(CommonProblem.INVALID_PARAMETER, "filter: give a matcher such as alertname=\"X\"")
                    .asException();
        }
        Instant now = clock.instant();
        List<Alert> firing = book.all().stream()
                .map(StoredAlert::alert)
                .filter(alert -> !alert.resolvedAt(now))
                .sorted(Comparator.comparing(Alert::fingerprint))
                .toList();
        List<Alert> hit = firing.stream()
                .filter(alert -> matchers.matches(alert.labels()))
                .toList();
        long silenced = hit.stream()
                .filter(alert -> !suppression.silencing(alert.labels(), now).isEmpty())
                .count();
        return new Preview(
                firing.size(),
                hit.size(),
                silenced,
                hit.stream()
                        .limit(MOST)
                        .map(alert -> AlertJson.of(alert, suppression.status(alert, now), List.of(), List.of()))
                        .toList());
    }

    /**
     * The answer.
     *
     * @param firing how many alerts fire now
     * @param matched how many of them would be muted
     * @param already_silenced how many of those are silenced anyway
     * @param alerts the first 100 of those that would be muted
     */
    public record Preview(int firing, int matched, long already_silenced, List<AlertJson> alerts) {}
}
