package io.modelwatch.alertrouter.alert;

import com.google.re2j.Pattern;
import io.modelwatch.alertrouter.api.ApiException;
import io.modelwatch.alertrouter.api.ApiJson;
import io.modelwatch.alertrouter.api.Parameters;
import io.modelwatch.alertrouter.config.CurrentConfig;
import io.modelwatch.alertrouter.config.RouterConfig;
import io.modelwatch.alertrouter.exposition.RouterMetrics;
import io.modelwatch.alertrouter.route.Route;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Alerts in Alertmanager's API v2. */
@Path("/api/v2/alerts")
@RunOnVirtualThread
public class AlertsResource {

    private final AlertStore store;
    private final AlertBook book;
    private final Suppression suppression;
    private final CurrentConfig config;
    private final AlertSettings settings;
    private final RouterMetrics metrics;
    private final InstantSource clock;

    public AlertsResource(
            AlertStore store,
            AlertBook book,
            Suppression suppression,
            CurrentConfig config,
            AlertSettings settings,
            RouterMetrics metrics,
            InstantSource clock) {
        this.store = store;
        this.book = book;
        this.suppression = suppression;
        this.config = config;
        this.settings = settings;
        this.metrics = metrics;
        this.clock = clock;
    }

    @POST
    @Operation(summary = "Take alerts; 200 means that every valid one is committed")
    public Response post(byte @Nullable [] body) {
        Instant now = clock.instant();
        List<PostedAlert> posted = AlertReader.read(body);
        if (posted.size() > settings.maxPerRequest()) {
            throw ApiException.refused(
                    "a request may have at most " + settings.maxPerRequest() + " alerts, this has " + posted.size());
        }
        List<Alert> valid = new ArrayList<>(posted.size());
        List<String> complaints = new ArrayList<>();
        for (PostedAlert each : posted) {
            try {
                Alert alert = each.received(now, config.get().resolveTimeout());
                metrics.alertsReceived
                        .labelValues(alert.resolvedAt(now) ? "resolved" : "firing", "v2")
                        .inc();
                valid.add(alert);
            } catch (IllegalArgumentException e) {
                metrics.alertsInvalid.labelValues("v2").inc();
                complaints.add(String.valueOf(e.getMessage()));
            }
        }
        store.take(valid);
        if (!complaints.isEmpty()) {
            throw ApiException.refused(String.join("\n", complaints));
        }
        return Response.ok().build();
    }

    @GET
    @Operation(summary = "List alerts that are not resolved, by fingerprint")
    public Response list(
            @QueryParam("active") @Nullable String active,
            @QueryParam("silenced") @Nullable String silenced,
            @QueryParam("inhibited") @Nullable String inhibited,
            @QueryParam("unprocessed") @Nullable String unprocessed,
            @QueryParam("filter") List<String> filter,
            @QueryParam("receiver") @Nullable String receiver,
            @QueryParam("receiver_matchers") List<String> receiverMatchers) {
        AlertFilter wanted = new AlertFilter(
                Parameters.flag(active),
                Parameters.flag(silenced),
                Parameters.flag(inhibited),
                Parameters.filter(filter));
        Pattern receivers = Parameters.receiver(receiver);
        Predicate<String> labelled = Parameters.receiverMatchers(receiverMatchers);
        RouterConfig current = config.get();
        Instant now = clock.instant();
        List<AlertJson> shown = new ArrayList<>();
        for (Alert alert : sorted()) {
            if (!wanted.mayShow(alert, now)) {
                continue;
            }
            List<String> names = current.route().match(alert.labels()).stream()
                    .map(Route::receiver)
                    .toList();
            AlertStatus status = suppression.status(alert, now);
            boolean reaches = names.stream()
                    .anyMatch(name -> (receivers == null || receivers.matches(name)) && labelled.test(name));
            if (wanted.shows(status) && reaches) {
                shown.add(AlertJson.of(alert, status, List.of(), names));
            }
        }
        return ApiJson.ok(shown);
    }

    private List<Alert> sorted() {
        return book.all().stream()
                .map(StoredAlert::alert)
                .sorted(Comparator.comparing(Alert::fingerprint))
                .toList();
    }
}
