package io.modelwatch.alertrouter.dispatch;

import io.modelwatch.alertrouter.alert.Alert;
import io.modelwatch.alertrouter.alert.AlertBook;
import io.modelwatch.alertrouter.alert.StoredAlert;
import io.modelwatch.alertrouter.label.MatcherSyntax;
import io.modelwatch.alertrouter.label.Matchers;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Why alerts did or did not notify. */
@Path("/api/v1/explain")
@RunOnVirtualThread
public class ExplainResource {

    private static final int MOST = 20;

    private final AlertBook alerts;
    private final Explainer explainer;
    private final InstantSource clock;

    public ExplainResource(AlertBook alerts, Explainer explainer, InstantSource clock) {
        this.alerts = alerts;
        this.explainer = explainer;
        this.clock = clock;
    }

    @GET
    @Operation(summary = "Explain alerts by fingerprint or by matchers: routes, groups, suppression, sends")
    public Explanations explain(
            @QueryParam("fingerprint") @Nullable String fingerprint, @QueryParam("filter") List<String> filter) {
        boolean byMatchers = fingerprint == null || fingerprint.isEmpty();
        if (byMatchers == filter.isEmpty()) {
            throw invalid("give either fingerprint, or filter with a matcher such as alertname=\"X\" once or more");
        }
        Matchers matchers;
        try {
            matchers = new Matchers(filter.stream().map(MatcherSyntax.ANY::one).toList());
        } catch (IllegalArgumentException e) {
            throw invalid("filter: " + e.getMessage());
        }
        List<Alert> meant = alerts.all().stream()
                .map(StoredAlert::alert)
                .filter(alert -> byMatchers
                        ? matchers.matches(alert.labels())
                        : alert.fingerprint().toString().equals(fingerprint))
                .sorted(Comparator.comparing(Alert::fingerprint))
                .toList();
        if (meant.isEmpty()) {
            throw Problem.of(CommonProblem.NOT_FOUND, "no alert is known that is meant")
                    .asException();
        }
        Instant now = clock.instant();
        return new Explanations(
                meant.size(),
                meant.stream()
                        .limit(MOST)
                        .map(alert -> explainer.explain(alert, now))
                        .toList());
    }

    private static ProblemException invalid(String detail) {
        return Problem.of(CommonProblem.INVALID_PARAMETER, detail).asException();
    }

    /**
     * The answer.
     *
     * @param matched how many alerts are meant; the first 20 are explained
     */
    public record Explanations(int matched, List<Explanation> alerts) {}
}
