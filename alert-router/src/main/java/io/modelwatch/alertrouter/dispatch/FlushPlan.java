package io.modelwatch.alertrouter.dispatch;

import io.modelwatch.alertrouter.alert.Alert;
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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a flush of a group does.
 *
 * @param notifications to send; none when everything is suppressed or told already
 * @param leftOut integrations that are told nothing, though what they were told of is not among what fires any more;
 *     or is again
 * @param owed suppressed alerts that are over, of whose beginning a receiver was told
 * @param ends whether the group is over when the flush succeeds: nothing of it fires, and nothing is owed
 * @param suppressed how many alerts were kept out, by what
 */
record FlushPlan(
        List<Notification> notifications,
        List<LeftOut> leftOut,
        Set<Fingerprint> owed,
        boolean ends,
        Map<Why, Integer> suppressed) {

    /** What is to be noted about an integration that is told nothing. */
    record LeftOut(Integration integration, NotificationEntry entry) {}

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

        /** Whether somebody has taken the alert on, so that it is not repeated. */
        default boolean acknowledged(Alert alert) {
            return false;
        }

        /** Whether the alert, which fires, is not for this route yet. */
        default boolean withheld(Alert alert) {
            return false;
        }

        /** How long after its end an alert counts as firing. */
        default Duration hold(LabelSet labels) {
            return Duration.ZERO;
        }
    }

    FlushPlan {
        notifications = List.copyOf(notifications);
        leftOut = List.copyOf(leftOut);
        owed = Set.copyOf(owed);
        suppressed = Map.copyOf(suppressed);
    }

    /**
     * Decides.
     *
     * @param candidates all alerts that are kept of the group, resolved ones too
     * @param seen up to where the group has been dealt with
     * @param told what the integrations were told before, by their names within the receiver
     * @param after what is told of alerts that were suppressed after they had been told
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
            AfterSuppression after,
            Instant tick,
            Instant now) {
        List<FlushedAlert> alerts = members(candidates, seen, mutes, now);
        Map<Why, Integer> suppressed = new EnumMap<>(Why.class);

        List<FlushedAlert> left = without(alerts, suppressed, Why.INHIBITION, mutes::inhibited);
        Optional<Why> muted = muted(route, intervals, now);
        left = muted.map(why -> without(alerts, suppressed, why, labels -> true))
                .orElse(left);
        left = without(left, suppressed, Why.SILENCE, mutes::silenced);
        left = left.stream()
                .filter(each -> !each.firing() || !mutes.withheld(each.alert()))
                .toList();
        List<FlushedAlert> hidden = new ArrayList<>(alerts);
        hidden.removeAll(left);
        List<FlushedAlert> endsHidden = hidden.stream()
                .filter(each -> !each.firing() && after.ends() != AfterSuppression.Ends.NEVER)
                .toList();
        List<Notification> notifications = new ArrayList<>();
        List<LeftOut> leftOut = new ArrayList<>();
        Set<Fingerprint> owed = new HashSet<>();
        if (muted.isPresent() && after.held()) {
            hidden.stream().filter(each -> !each.firing()).forEach(each -> owed.add(fingerprint(each)));
        }
        for (Integration integration : receiver.integrations()) {
            NotificationEntry entry = told.get(integration.id());
            List<FlushedAlert> awaited =
                    entry == null || !integration.sendResolved() ? List.of() : awaited(endsHidden, entry);
            boolean atOnce = after.ends() == AfterSuppression.Ends.AT_ONCE;
            List<FlushedAlert> shown = atOnce ? together(left, awaited) : left;
            if (!atOnce) {
                awaited.forEach(each -> owed.add(fingerprint(each)));
            }
            Optional<NotificationReason> reason = reason(shown, entry, integration, route, after, tick)
                    .filter(why -> why != NotificationReason.REPEAT || somebodyMustAct(shown, mutes))
                    .or(() -> held(shown, entry, integration, seen));
            if (reason.isPresent()) {
                notifications.add(new Notification(
                        route.groupKey(groupLabels),
                        groupLabels,
                        receiver.name(),
                        integration,
                        reason.get(),
                        shown,
                        tick,
                        route.repeatInterval(),
                        entry));
            } else if (entry != null) {
                NotificationEntry noted = noted(entry, shown, route, tick);
                if (!noted.equals(entry)) {
                    leftOut.add(new LeftOut(integration, noted));
                }
            }
        }
        boolean ends = owed.isEmpty() && alerts.stream().noneMatch(FlushedAlert::firing);
        return new FlushPlan(notifications, leftOut, owed, ends, suppressed);
    }

    private static List<FlushedAlert> awaited(List<FlushedAlert> ended, NotificationEntry entry) {
        return ended.stream()
                .filter(each -> entry.open().containsKey(fingerprint(each)))
                .toList();
    }

    private static List<FlushedAlert> together(List<FlushedAlert> some, List<FlushedAlert> others) {
        return Stream.concat(some.stream(), others.stream())
                .sorted(FlushedAlert.ORDER)
                .toList();
    }

    private static Optional<NotificationReason> reason(
            List<FlushedAlert> shown,
            @Nullable NotificationEntry entry,
            Integration integration,
            Route route,
            AfterSuppression after,
            Instant tick) {
        if (shown.isEmpty()) {
            return Optional.empty();
        }
        Map<Fingerprint, Instant> firing = new HashMap<>();
        Set<Fingerprint> resolved = new HashSet<>();
        for (FlushedAlert each : shown) {
            if (each.firing()) {
                firing.put(fingerprint(each), each.alert().startsAt().toInstant());
            } else {
                resolved.add(fingerprint(each));
            }
        }
        return NotificationReason.decide(
                firing, resolved, entry, integration.sendResolved(), after.remind(), tick, route.repeatInterval());
    }

    private static Fingerprint fingerprint(FlushedAlert flushed) {
        return flushed.alert().fingerprint();
    }

    /** What came and went outside the route's hours is told once, though nothing fires. */
    private static Optional<NotificationReason> held(
            List<FlushedAlert> shown, @Nullable NotificationEntry entry, Integration integration, Seen seen) {
        boolean told = entry != null && entry.at().isAfter(seen.at());
        return integration.sendResolved()
                        && !told
                        && shown.stream()
                                .anyMatch(each -> !each.firing() && seen.owed().contains(fingerprint(each)))
                ? Optional.of(NotificationReason.HELD)
                : Optional.empty();
    }

    /** What an integration was told stays known until it is told of the end, however long that takes. */
    private static NotificationEntry noted(
            NotificationEntry entry, List<FlushedAlert> shown, Route route, Instant tick) {
        NotificationEntry noted = entry.after(shown.stream()
                .filter(FlushedAlert::firing)
                .map(FlushPlan::fingerprint)
                .toList());
        boolean soonForgotten = noted.expiresAt().isBefore(tick.plus(route.repeatInterval()));
        return soonForgotten && !noted.open().isEmpty()
                ? noted.keptUntil(Notification.expiry(tick, route.repeatInterval()))
                : noted;
    }

    private static boolean somebodyMustAct(List<FlushedAlert> shown, Mutes mutes) {
        return shown.stream().anyMatch(each -> each.firing() && !mutes.acknowledged(each.alert()));
    }

    private static List<FlushedAlert> members(Collection<StoredAlert> candidates, Seen seen, Mutes mutes, Instant now) {
        List<FlushedAlert> members = new ArrayList<>();
        for (StoredAlert candidate : candidates) {
            Duration hold = mutes.hold(candidate.alert().labels());
            boolean firing = !candidate.alert().resolvedAt(now.minus(hold));
            if (firing || seen.misses(candidate, hold)) {
                members.add(new FlushedAlert(candidate.alert(), firing));
            }
        }
        members.sort(FlushedAlert.ORDER);
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
}
