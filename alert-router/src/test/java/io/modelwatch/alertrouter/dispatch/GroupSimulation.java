package io.modelwatch.alertrouter.dispatch;

import io.modelwatch.alertrouter.alert.Alert;
import io.modelwatch.alertrouter.alert.StoredAlert;
import io.modelwatch.alertrouter.interval.TimeIntervals;
import io.modelwatch.alertrouter.label.Fingerprint;
import io.modelwatch.alertrouter.label.LabelSet;
import io.modelwatch.alertrouter.notify.Notification;
import io.modelwatch.alertrouter.notify.NotificationEntry;
import io.modelwatch.alertrouter.receiver.Receiver;
import io.modelwatch.alertrouter.route.Route;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** One group on a clock of whole seconds or milliseconds: the real rules, without threads and without a database. */
final class GroupSimulation {

    /** A notification that went out: when, and what it named. */
    record Sent(long at, String reason, TreeSet<String> firing, TreeSet<String> resolved) {

        @Override
        public String toString() {
            return at + " " + reason + " firing=" + firing + " resolved=" + resolved;
        }
    }

    static final Instant EPOCH = Instant.parse("2026-11-24T00:00:00Z");

    private final Route route;
    private final Receiver receiver;
    private final Map<Fingerprint, StoredAlert> book = new LinkedHashMap<>();
    private final Map<String, NotificationEntry> told = new HashMap<>();
    private final List<Sent> sent = new ArrayList<>();
    private @Nullable Instant due;
    private final Duration unit;
    private Seen seen = new Seen(Instant.MIN, 0, Set.of());
    private long tx;
    private long time;

    TimeIntervals intervals = TimeIntervals.NONE;
    BiPredicate<String, Long> silenced = (name, at) -> false;
    BiPredicate<String, Long> acknowledged = (name, at) -> false;
    boolean withheld;
    long hold;
    LongPredicate receiverUp = at -> true;
    AfterSuppression after = new AfterSuppression(AfterSuppression.Ends.WHEN_IT_ENDS, false, false);

    /**
     * A group.
     *
     * @param unit of all times that the simulation is told and tells
     */
    GroupSimulation(Route route, Receiver receiver, Duration unit) {
        this.route = route;
        this.receiver = receiver;
        this.unit = unit;
    }

    /** An alert comes in now. Negative ends stand for the resolve timeout of 300 units. */
    void post(String name, long startsAt, long endsAt) {
        Instant now = instant(time);
        boolean timeout = endsAt < 0;
        Alert news = new Alert(
                LabelSet.of("alertname", name),
                Map.of(),
                at(startsAt),
                at(timeout ? time + 300 : endsAt),
                timeout,
                "",
                now);
        StoredAlert known = book.get(news.fingerprint());
        Alert merged = known == null ? news : news.after(known.alert());
        boolean extension = known != null
                && known.alert().startsAt().equals(merged.startsAt())
                && !known.alert().resolvedAt(now)
                && merged.endsAt().isAfter(known.alert().endsAt());
        book.put(news.fingerprint(), new StoredAlert(merged, ++tx, extension && known != null ? known.tx() : tx));
        if (due == null && !merged.resolvedAt(now)) {
            due = GroupTimer.first(now, merged.startsAt().toInstant(), route.groupWait());
            seen = new Seen(now, tx, Set.of());
        }
    }

    /** Time goes on, with the flushes before it. What is due at that very time waits. */
    void runTo(long end) {
        while (due != null && due.isBefore(instant(end))) {
            flush(due);
        }
        time = end;
    }

    private void flush(Instant now) {
        long at = Duration.between(EPOCH, now).dividedBy(unit);
        FlushPlan plan = FlushPlan.of(
                route,
                LabelSet.EMPTY,
                receiver,
                book.values(),
                seen,
                told,
                new FlushPlan.Mutes() {
                    @Override
                    public boolean inhibited(LabelSet labels) {
                        return false;
                    }

                    @Override
                    public boolean silenced(LabelSet labels) {
                        return silenced.test(labels.get("alertname"), at);
                    }

                    @Override
                    public boolean acknowledged(Alert alert) {
                        return acknowledged.test(alert.labels().get("alertname"), at);
                    }

                    @Override
                    public boolean withheld(Alert alert) {
                        return withheld && acknowledged(alert);
                    }

                    @Override
                    public Duration hold(LabelSet labels) {
                        return unit.multipliedBy(hold);
                    }
                },
                intervals,
                after,
                now,
                now);
        plan.leftOut().forEach(each -> told.put(each.integration().id(), each.entry()));
        boolean succeeded = true;
        for (Notification notification : plan.notifications()) {
            if (receiverUp.test(at)) {
                told.put(notification.integration().id(), notification.entry());
                record(at, notification);
            } else {
                succeeded = false;
            }
        }
        if (succeeded && plan.ends()) {
            due = null;
            return;
        }
        due = GroupTimer.next(now, route.groupInterval());
        if (succeeded) {
            seen = new Seen(now, tx + 1, plan.owed());
        }
    }

    private void record(long at, Notification notification) {
        TreeSet<String> firing = new TreeSet<>();
        TreeSet<String> resolved = new TreeSet<>();
        notification
                .alerts()
                .forEach(each -> (each.firing() ? firing : resolved)
                        .add(each.alert().labels().get("alertname")));
        sent.add(new Sent(at, notification.reason().text(), firing, resolved));
    }

    List<Sent> sent() {
        return sent;
    }

    /** Until when what was told is known. */
    Instant expiry() {
        return told.values().iterator().next().expiresAt();
    }

    boolean groupExists() {
        return due != null;
    }

    private Instant instant(long units) {
        return EPOCH.plus(unit.multipliedBy(units));
    }

    private OffsetDateTime at(long units) {
        return instant(units).atOffset(ZoneOffset.UTC);
    }
}
