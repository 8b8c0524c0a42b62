package io.modelwatch.alertrouter.shadow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelwatch.alertrouter.alert.AlertsResource;
import io.modelwatch.alertrouter.db.Database;
import io.modelwatch.alertrouter.dispatch.GroupsResource;
import io.modelwatch.alertrouter.dispatch.ShadowSettings;
import io.modelwatch.alertrouter.shadow.Comparison.Differences;
import io.modelwatch.alertrouter.time.Durations;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Comparing with an Alertmanager that gets the same alerts, and taking over its silences. */
@Path("/api/v1/shadow")
@RunOnVirtualThread
public class ShadowResource {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final ShadowSettings settings;
    private final AlertsResource alerts;
    private final GroupsResource groups;
    private final ShadowStore store;
    private final InstantSource clock;

    public ShadowResource(
            ShadowSettings settings,
            AlertsResource alerts,
            GroupsResource groups,
            Database database,
            InstantSource clock) {
        this.settings = settings;
        this.alerts = alerts;
        this.groups = groups;
        this.store = new ShadowStore(database);
        this.clock = clock;
    }

    private Alertmanager alertmanager() {
        return new Alertmanager(settings.alertmanagerUrl()
                .orElseThrow(() -> Problem.of(
                                CommonProblem.NOT_FOUND,
                                "this service runs beside no Alertmanager; set alert-router.shadow.alertmanager-url")
                        .asException()));
    }

    @GET
    @Operation(summary = "Compare alerts, groups and last notifications with the Alertmanager's")
    public Report compare(@QueryParam("window") @DefaultValue("1h") String window) throws InterruptedException {
        Duration back;
        try {
            back = Durations.parse(window);
        } catch (IllegalArgumentException e) {
            throw Problem.of(CommonProblem.INVALID_PARAMETER, "window: " + e.getMessage())
                    .asException();
        }
        Alertmanager other = alertmanager();
        Instant since = clock.instant().minus(back);
        Differences ofAlerts = Comparison.alerts(
                json(alerts.list(null, null, null, null, List.of(), null, List.of())), other.get("/alerts"));
        Differences ofGroups = Comparison.groups(
                json(groups.list(null, null, null, null, List.of(), null, List.of())), other.get("/alerts/groups"));
        Differences ofNotifications = Comparison.notifications(store.here(since), store.there(since));
        return new Report(
                ofAlerts.none() && ofGroups.none() && ofNotifications.none(), ofAlerts, ofGroups, ofNotifications);
    }

    private static JsonNode json(Response response) {
        try {
            return MAPPER.readTree((byte[]) response.getEntity());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** For a webhook of each receiver of the Alertmanager, so that its notifications are known here. */
    @POST
    @Path("/notifications")
    @Operation(summary = "Take a webhook of the Alertmanager as what it told about a group")
    public Response notification(byte @Nullable [] body) {
        JsonNode webhook;
        try {
            webhook = MAPPER.readTree(body == null ? new byte[0] : body);
        } catch (IOException e) {
            throw Problem.of(CommonProblem.MALFORMED_BODY, "the body is no JSON")
                    .asException();
        }
        if (!webhook.path("groupKey").isTextual() || !webhook.path("receiver").isTextual()) {
            throw Problem.of(CommonProblem.INVALID_RECORD, "groupKey and receiver must be texts")
                    .asException();
        }
        store.keep(webhook, clock.instant());
        return Response.noContent().build();
    }

    /** Takes over silences that are pending or active, under their own identities. */
    @POST
    @Path("/import-silences")
    @Operation(summary = "Take over the Alertmanager's silences; those that are here already stay as they are")
    public Imported importSilences() throws InterruptedException {
        Instant now = clock.instant();
        int imported = 0;
        int known = 0;
        List<String> refused = new ArrayList<>();
        for (JsonNode each : alertmanager().get("/silences")) {
            if ("expired".equals(each.path("status").path("state").asText())) {
                continue;
            }
            try {
                if (store.keepSilence(ImportedSilence.of(each), now)) {
                    imported++;
                } else {
                    known++;
                }
            } catch (IllegalArgumentException e) {
                refused.add(each.path("id").asText() + ": " + e.getMessage());
            }
        }
        return new Imported(imported, known, refused);
    }

    /**
     * The comparison.
     *
     * @param same whether nothing differs
     * @param notifications by receiver and group key, of groups that were told of within the window
     */
    public record Report(boolean same, Differences alerts, Differences groups, Differences notifications) {}

    /**
     * What became of the silences.
     *
     * @param known how many were here already
     * @param refused those that cannot be used here, with the reason
     */
    public record Imported(int imported, int known, List<String> refused) {}
}
