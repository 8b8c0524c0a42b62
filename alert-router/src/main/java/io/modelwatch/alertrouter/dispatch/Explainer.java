package io.modelwatch.alertrouter.dispatch;

import io.modelwatch.alertrouter.acknowledge.Acknowledgement;
import io.modelwatch.alertrouter.acknowledge.AcknowledgementBook;
import io.modelwatch.alertrouter.alert.Alert;
import io.modelwatch.alertrouter.alert.AlertStatus;
import io.modelwatch.alertrouter.alert.StoredAlert;
import io.modelwatch.alertrouter.alert.Suppression;
import io.modelwatch.alertrouter.config.RouterConfig;
import io.modelwatch.alertrouter.db.Database;
import io.modelwatch.alertrouter.dispatch.Explanation.Attempt;
import io.modelwatch.alertrouter.dispatch.Explanation.ExplainedIntegration;
import io.modelwatch.alertrouter.dispatch.Explanation.ExplainedRoute;
import io.modelwatch.alertrouter.label.LabelSet;
import io.modelwatch.alertrouter.notify.Notification;
import io.modelwatch.alertrouter.notify.NotificationEntry;
import io.modelwatch.alertrouter.notify.NotificationLog;
import io.modelwatch.alertrouter.receiver.Integration;
import io.modelwatch.alertrouter.receiver.Receiver;
import io.modelwatch.alertrouter.route.Route;
import io.modelwatch.alertrouter.time.Durations;
import io.modelwatch.alertrouter.time.Rfc3339;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Explains alerts by the same rules by which groups are flushed, without flushing anything. Blocks. */
public final class Explainer {

    private static final String ATTEMPTS = """
            SELECT begun_at, ended_at, reason, state, attempts, error FROM delivery
            WHERE group_key = $1 AND receiver = $2 AND integration = $3 AND position = $4
            ORDER BY id DESC LIMIT 5""";

    private final Database database;
    private final Membership membership;
    private final GroupStore groups;
    private final NotificationLog log;
    private final Suppression suppression;
    private final AcknowledgementBook acknowledgements;
    private final OnCall onCall;
    private final DispatchSettings settings;
    private final Supplier<RouterConfig> config;

    Explainer(
            Database database,
            Membership membership,
            GroupStore groups,
            NotificationLog log,
            Suppression suppression,
            AcknowledgementBook acknowledgements,
            OnCall onCall,
            DispatchSettings settings,
            Supplier<RouterConfig> config) {
        this.database = database;
        this.membership = membership;
        this.groups = groups;
        this.log = log;
        this.suppression = suppression;
        this.acknowledgements = acknowledgements;
        this.onCall = onCall;
        this.settings = settings;
        this.config = config;
    }

    /** Explains an alert as things are at the given time. */
    public Explanation explain(Alert alert, Instant now) {
        AlertStatus status = suppression.status(alert, now);
        Optional<Acknowledgement> taken =
                acknowledgements.of(alert.fingerprint(), alert.startsAt().toInstant(), now);
        return new Explanation(
                alert.fingerprint().toString(),
                alert.labels().asMap(),
                alert.resolvedAt(now) ? "resolved" : status.state(),
                Rfc3339.millis(alert.startsAt()),
                Rfc3339.millis(alert.endsAt()),
                Rfc3339.millis(alert.updatedAt()),
                status.silencedBy(),
                status.inhibitedBy(),
                taken.map(Explainer::taken).orElse(null),
                membership.groupsOf(alert.labels()).stream()
                        .map(group -> route(group, alert, now))
                        .flatMap(Optional::stream)
                        .toList());
    }

    private static Explanation.Taken taken(Acknowledgement acknowledgement) {
        Instant until = acknowledgement.until();
        return new Explanation.Taken(
                acknowledgement.owner(),
                acknowledgement.comment(),
                Rfc3339.millis(acknowledgement.at()),
                until == null ? null : Rfc3339.millis(until));
    }

    private Optional<ExplainedRoute> route(GroupId group, Alert alert, Instant now) {
        Route route = membership.route(group.route());
        RouterConfig current = config.get();
        Receiver receiver = route == null ? null : current.receivers().get(route.receiver());
        if (route == null || receiver == null) {
            return Optional.empty();
        }
        Optional<GroupStore.Waiting> waiting = groups.find(group);
        List<String> mutedBy = FlushPlan.muted(route, current.intervals(), now)
                .map(why -> why == FlushPlan.Why.ACTIVE_INTERVAL
                        ? route.activeIntervals()
                        : current.intervals().holding(route.muteIntervals(), now))
                .orElse(List.of());
        return Optional.of(new ExplainedRoute(
                OnCall.isEscalation(route) ? List.of(route.key()) : path(current.route(), route),
                receiver.name(),
                OnCall.isEscalation(route),
                route.groupKey(group.labels()),
                group.labels().asMap(),
                Durations.format(route.groupWait()),
                Durations.format(route.groupInterval()),
                Durations.format(route.repeatInterval()),
                mutedBy,
                waiting.map(each -> Rfc3339.millis(each.nextFlush())).orElse(null),
                integrations(group, route, receiver, alert, waiting, now)));
    }

    private static List<String> path(Route from, Route to) {
        if (from.id().equals(to.id())) {
            return List.of(from.matchers().toString());
        }
        for (Route child : from.children()) {
            List<String> rest = path(child, to);
            if (!rest.isEmpty()) {
                List<String> path = new ArrayList<>();
                path.add(from.matchers().toString());
                path.addAll(rest);
                return path;
            }
        }
        return List.of();
    }

    private List<ExplainedIntegration> integrations(
            GroupId group,
            Route route,
            Receiver receiver,
            Alert alert,
            Optional<GroupStore.Waiting> waiting,
            Instant now) {
        String groupKey = route.groupKey(group.labels());
        Map<NotificationLog.Key, NotificationEntry> all = log.entries(Set.of(groupKey));
        Map<String, NotificationEntry> told = new HashMap<>();
        for (Integration integration : receiver.integrations()) {
            NotificationEntry entry = all.get(key(groupKey, receiver, integration));
            if (entry != null) {
                told.put(integration.id(), entry);
            }
        }
        Instant next = waiting.map(GroupStore.Waiting::nextFlush).orElse(now);
        Instant flush = next.isAfter(now) ? next : now;
        FlushPlan plan = plan(group, route, receiver, waiting, told, flush);
        List<ExplainedIntegration> explained = new ArrayList<>();
        for (Integration integration : receiver.integrations()) {
            NotificationEntry entry = told.get(integration.id());
            Optional<Notification> due = waiting.isEmpty()
                    ? Optional.empty()
                    : plan.notifications().stream()
                            .filter(each -> each.integration().id().equals(integration.id()))
                            .findFirst();
            Instant repeat = due.isPresent() || entry == null || waiting.isEmpty()
                    ? null
                    : repeat(entry, route, flush, alert, now);
            explained.add(new ExplainedIntegration(
                    integration.id(),
                    integration.sendResolved(),
                    told(entry, alert),
                    entry == null ? null : Rfc3339.millis(entry.at()),
                    due.isPresent() ? Rfc3339.millis(flush) : repeat == null ? null : Rfc3339.millis(repeat),
                    due.map(each -> each.reason().text())
                            .orElseGet(() ->
                                    repeat == null ? whyNot(route, alert, waiting, now) : "repeat interval elapsed"),
                    attempts(groupKey, receiver, integration)));
        }
        return explained;
    }

    private FlushPlan plan(
            GroupId group,
            Route route,
            Receiver receiver,
            Optional<GroupStore.Waiting> waiting,
            Map<String, NotificationEntry> told,
            Instant flush) {
        List<StoredAlert> members = membership.alertsOf(group);
        return FlushPlan.of(
                route,
                group.labels(),
                receiver,
                members,
                waiting.map(GroupStore.Waiting::seen).orElse(new Seen(flush, Long.MAX_VALUE, Set.of())),
                told,
                new CurrentMutes(suppression, acknowledgements, onCall, route, flush),
                config.get().intervals(),
                AfterSuppression.of(settings, receiver.name()),
                flush,
                flush);
    }

    private static NotificationLog.Key key(String groupKey, Receiver receiver, Integration integration) {
        return new NotificationLog.Key(groupKey, receiver.name(), integration.kind(), integration.index());
    }

    private static String told(@Nullable NotificationEntry entry, Alert alert) {
        if (entry == null) {
            return "nothing";
        }
        if (entry.open().containsKey(alert.fingerprint())) {
            return "firing";
        }
        return entry.resolved().contains(alert.fingerprint()) ? "resolved" : "nothing";
    }

    /** The first flush on which the repeat interval is over; none for an alert that is muted or taken on. */
    private @Nullable Instant repeat(NotificationEntry entry, Route route, Instant flush, Alert alert, Instant now) {
        if (alert.resolvedAt(now) || !hidden(route, alert, now).isEmpty()) {
            return null;
        }
        Instant due = entry.at().plus(route.repeatInterval());
        if (!due.isAfter(flush)) {
            return flush;
        }
        long interval = route.groupInterval().toMillis();
        long ticks = (Duration.between(flush, due).toMillis() + interval - 1) / interval;
        return flush.plusMillis(ticks * interval);
    }

    private String hidden(Route route, Alert alert, Instant now) {
        LabelSet labels = alert.labels();
        CurrentMutes mutes = new CurrentMutes(suppression, acknowledgements, onCall, route, now);
        if (mutes.inhibited(labels)) {
            return "inhibited";
        }
        if (FlushPlan.muted(route, config.get().intervals(), now).isPresent()) {
            return "outside the route's hours";
        }
        if (mutes.silenced(labels)) {
            return "silenced";
        }
        if (mutes.acknowledged(alert)) {
            return "acknowledged";
        }
        return mutes.withheld(alert) ? "not old enough for the escalation" : "";
    }

    private String whyNot(Route route, Alert alert, Optional<GroupStore.Waiting> waiting, Instant now) {
        String hidden = hidden(route, alert, now);
        if (!hidden.isEmpty()) {
            return hidden;
        }
        return waiting.isEmpty() ? "nothing is left to tell" : "told already";
    }

    private List<Attempt> attempts(String groupKey, Receiver receiver, Integration integration) {
        List<Attempt> attempts = new ArrayList<>();
        for (Row row : database.run(ATTEMPTS, groupKey, receiver.name(), integration.kind(), integration.index())) {
            OffsetDateTime ended = row.getOffsetDateTime("ended_at");
            attempts.add(new Attempt(
                    Rfc3339.millis(row.getOffsetDateTime("begun_at").withOffsetSameInstant(ZoneOffset.UTC)),
                    ended == null ? null : Rfc3339.millis(ended.withOffsetSameInstant(ZoneOffset.UTC)),
                    row.getString("reason"),
                    row.getString("state"),
                    row.getInteger("attempts"),
                    row.getString("error")));
        }
        return attempts;
    }
}
