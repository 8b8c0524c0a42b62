package io.modelwatch.alertrouter.dispatch;

import io.modelwatch.alertrouter.alert.StoredAlert;
import io.modelwatch.alertrouter.interval.TimeIntervals;
import io.modelwatch.alertrouter.label.Fingerprint;
import io.modelwatch.alertrouter.label.LabelSet;
import io.modelwatch.alertrouter.notify.FlushedAlert;
import io.modelwatch.alertrouter.notify.Notification;
import io.modelwatch.alertrouter.notify.NotificationEntry;
import io.modelwatch.alertrouter.notify.NotificationReason;
import io.modelwatch.alertrouter.receiver.Integration;
import io.modelwatch.alertrouter.receiver.Receiver;
import io.modelwatch.alertrouter.route.Route;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a flush of a group does.
 *
 * @param notifications to send; none when everything is suppressed or told already
 * @param ends whether the group is over when the flush succeeds: nothing of it fires
 * @param suppressed how many alerts were kept out, by what
 */
record FlushPlan(List<Notification> notifications, boolean ends, Map<Why, Integer> suppressed) {

    /** What keeps alerts out of notifications. */
    enum Why {
        INHIBITION("inhibition"),
        ACTIVE_INTERVAL("active_time_interval"),
        MUTE_INTERVAL("mute_time_interval"),
        SILENCE("silence");

        private final String reason;

        Why(String reason) {
            this.reason = reason;
        }

        /** As the metrics spell it. */
        String reason() {
            return reason;
        }
    }

    /** What mutes single alerts at the time of the flush. */
    interface Mutes {

        boolean inhibited(LabelSet labels);

        boolean silenced(LabelSet labels);
    }

    FlushPlan {
        notifications = List.copyOf(notifications);
        suppressed = Map.copyOf(suppressed);
    }

    /**
     * Decides.
     *
     * @param candidates all alerts that are kept of the group, resolved ones too
     * @param seen up to where the group has been dealt with
     * @param told what the integrations were told before, by their names within the receiver
     * @param tick the time of the flush by its timer: by it repeats are counted
     * @param now the time of the flush by the clock: by it alerts are resolved and intervals hold
     */
    static FlushPlan of(
            Route route,
            LabelSet groupLabels,
            Receiver receiver,
            Collection<StoredAlert> candidates,
            Seen seen,
            Map<String, NotificationEntry> told,
            Mutes mutes,
            TimeIntervals intervals,
            Instant tick,
            Instant now) {
        List<FlushedAlert> alerts = members(candidates, seen, now);
        boolean ends = alerts.stream().noneMatch(FlushedAlert::firing);
        Map<Why, Integer> suppressed = new EnumMap<>(Why.class);

        List<FlushedAlert> left = without(alerts, suppressed, Why.INHIBITION, mutes::inhibited);
        left = muted(route, intervals, now)
                .map(why -> without(alerts, suppressed, why, labels -> true))
                .orElse(left);
        left = without(left, suppressed, Why.SILENCE, mutes::silenced);
        return new FlushPlan(
                left.isEmpty() ? List.of() : notifications(route, groupLabels, receiver, left, told, tick),
                ends,
                suppressed);
    }

    private static List<FlushedAlert> members(Collection<StoredAlert> candidates, Seen seen, Instant now) {
        List<FlushedAlert> members = new ArrayList<>();
        for (StoredAlert candidate : candidates) {
            boolean firing = !candidate.alert().resolvedAt(now);
            if (firing || seen.misses(candidate)) {
                members.add(new FlushedAlert(candidate.alert(), firing));
            }
        }
        members.sort(Comparator.comparing(each -> each.alert().labels(), FlushedAlert.LABEL_ORDER));
        return members;
    }

    /** What mutes a route as a whole, if anything does. */
    static Optional<Why> muted(Route route, TimeIntervals intervals, Instant now) {
        if (!route.activeIntervals().isEmpty()
                && intervals.holding(route.activeIntervals(), now).isEmpty()) {
            return Optional.of(Why.ACTIVE_INTERVAL);
        }
        return intervals.holding(route.muteIntervals(), now).isEmpty()
                ? Optional.empty()
                : Optional.of(Why.MUTE_INTERVAL);
    }

    private static List<FlushedAlert> without(
            List<FlushedAlert> alerts,
            Map<Why, Integer> suppressed,
            Why why,
            java.util.function.Predicate<LabelSet> muted) {
        List<FlushedAlert> left = alerts.stream()
                .filter(each -> !muted.test(each.alert().labels()))
                .toList();
        if (left.size() < alerts.size()) {
            suppressed.put(why, alerts.size() - left.size());
        }
        return left;
    }

    private static List<Notification> notifications(
            Route route,
            LabelSet groupLabels,
            Receiver receiver,
            List<FlushedAlert> alerts,
            Map<String, NotificationEntry> told,
            Instant tick) {
        Set<Fingerprint> firing = fingerprints(alerts, true);
        Set<Fingerprint> resolved = fingerprints(alerts, false);
        List<Notification> notifications = new ArrayList<>();
        for (Integration integration : receiver.integrations()) {
            NotificationEntry entry = told.get(integration.id());
            NotificationReason.decide(firing, resolved, entry, integration.sendResolved(), tick, route.repeatInterval())
                    .ifPresent(reason -> notifications.add(new Notification(
                            route.groupKey(groupLabels),
                            groupLabels,
                            receiver.name(),
                            integration,
                            reason,
                            alerts,
                            tick,
                            route.repeatInterval(),
                            entry)));
        }
        return notifications;
    }

    private static Set<Fingerprint> fingerprints(List<FlushedAlert> alerts, boolean firing) {
        return alerts.stream()
                .filter(each -> each.firing() == firing)
                .map(each -> each.alert().fingerprint())
                .collect(Collectors.toSet());
    }
}
