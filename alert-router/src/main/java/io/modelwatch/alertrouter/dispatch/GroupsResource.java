package io.modelwatch.alertrouter.dispatch;

import com.google.re2j.Pattern;
import io.modelwatch.alertrouter.alert.Alert;
import io.modelwatch.alertrouter.alert.AlertFilter;
import io.modelwatch.alertrouter.alert.AlertJson;
import io.modelwatch.alertrouter.alert.AlertJson.ReceiverName;
import io.modelwatch.alertrouter.alert.AlertStatus;
import io.modelwatch.alertrouter.alert.StoredAlert;
import io.modelwatch.alertrouter.alert.Suppression;
import io.modelwatch.alertrouter.api.ApiJson;
import io.modelwatch.alertrouter.api.Parameters;
import io.modelwatch.alertrouter.config.CurrentConfig;
import io.modelwatch.alertrouter.config.RouterConfig;
import io.modelwatch.alertrouter.notify.FlushedAlert;
import io.modelwatch.alertrouter.route.Route;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Groups of alerts in Alertmanager's API v2. */
@Path("/api/v2/alerts/groups")
@RunOnVirtualThread
public class GroupsResource {

    private final Membership membership;
    private final Suppression suppression;
    private final CurrentConfig config;
    private final InstantSource clock;

    public GroupsResource(Membership membership, Suppression suppression, CurrentConfig config, InstantSource clock) {
        this.membership = membership;
        this.suppression = suppression;
        this.config = config;
        this.clock = clock;
    }

    @GET
    @Operation(summary = "List groups of alerts, by labels and receiver")
    public Response list(
            @QueryParam("active") @Nullable String active,
            @QueryParam("silenced") @Nullable String silenced,
            @QueryParam("inhibited") @Nullable String inhibited,
            @QueryParam("muted") @Nullable String muted,
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
        boolean withMuted = Parameters.flag(muted);
        RouterConfig current = config.get();
        Instant now = clock.instant();
        List<Group> groups = new ArrayList<>();
        for (GroupId id : membership.groups()) {
            Route route = membership.route(id.route());
            if (route == null
                    || OnCall.isEscalation(route)
                    || !labelled.test(route.receiver())
                    || (receivers != null && !receivers.matches(route.receiver()))) {
                continue;
            }
            List<String> mutedBy = mutedBy(route, current, now);
            if (withMuted || mutedBy.isEmpty()) {
                groups.add(new Group(id, route, alerts(id, wanted, mutedBy, current, now)));
            }
        }
        return ApiJson.ok(groups.stream()
                .filter(group -> !group.alerts.isEmpty())
                .sorted(Comparator.comparing((Group group) -> group.id.labels())
                        .thenComparing(group -> group.route.receiver()))
                .map(GroupJson::of)
                .toList());
    }

    /** Of active_time_intervals all are named, since none of them holds. */
    private static List<String> mutedBy(Route route, RouterConfig current, Instant now) {
        return FlushPlan.muted(route, current.intervals(), now)
                .map(why -> why == FlushPlan.Why.ACTIVE_INTERVAL
                        ? route.activeIntervals()
                        : current.intervals().holding(route.muteIntervals(), now))
                .orElse(List.of());
    }

    private List<AlertJson> alerts(
            GroupId id, AlertFilter wanted, List<String> mutedBy, RouterConfig current, Instant now) {
        List<Alert> alerts = membership.alertsOf(id).stream()
                .map(StoredAlert::alert)
                .filter(alert -> wanted.mayShow(alert, now))
                .sorted(Comparator.comparing(Alert::labels, FlushedAlert.LABEL_ORDER))
                .toList();
        List<AlertJson> shown = new ArrayList<>();
        for (Alert alert : alerts) {
            AlertStatus status = suppression.status(alert, now);
            if (wanted.shows(status)) {
                List<String> receivers = current.route().match(alert.labels()).stream()
                        .map(Route::receiver)
                        .sorted()
                        .toList();
                shown.add(AlertJson.of(alert, status, mutedBy, receivers));
            }
        }
        return shown;
    }

    record Group(GroupId id, Route route, List<AlertJson> alerts) {}

    /** A group as the API shows it. */
    record GroupJson(
            List<AlertJson> alerts,
            Map<String, String> labels,
            ReceiverName receiver,
            Map<String, String> routeLabels) {

        static GroupJson of(Group group) {
            return new GroupJson(
                    group.alerts, group.id.labels().asMap(), new ReceiverName(group.route.receiver()), Map.of());
        }
    }
}
