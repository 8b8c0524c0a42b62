package io.modelwatch.alertrouter.notify;

import io.modelwatch.alertrouter.label.Fingerprint;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Why an integration is notified, and the rule that decides whether it is. */
public enum NotificationReason {
    FIRST("first notification"),
    NEW_ALERTS("new alerts added"),
    NEW_OCCURRENCE("alerts fire anew"),
    SUPPRESSION_ENDED("suppression ended"),
    ALL_RESOLVED("all alerts resolved"),
    SOME_RESOLVED("some alerts resolved"),
    HELD("held until now"),
    REPEAT("repeat interval elapsed");

    private final String text;

    NotificationReason(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    /**
     * Whether to notify, and why. Decides as Alertmanager does, but for three things. Repeats are due on the exact
     * tick: a repeat interval that is a multiple of the group interval does not slip by one. The end of an alert is told
     * to whoever was told of its beginning, also when other messages went out in between. An alert that was left out of
     * a flush, because it was suppressed or over, and fires again since a later time is new.
     *
     * @param firing what fires and is not suppressed, and since when
     * @param resolved what is resolved and not suppressed
     * @param told what the integration was told last, null for nothing yet
     * @param sendResolved whether the integration wants to hear of ends
     * @param remind whether to tell again of alerts that fire on when their suppression ends
     * @param tick the time of the flush by its timer
     */
    public static Optional<NotificationReason> decide(
            Map<Fingerprint, Instant> firing,
            Set<Fingerprint> resolved,
            @Nullable NotificationEntry told,
            boolean sendResolved,
            boolean remind,
            Instant tick,
            Duration repeatInterval) {
        if (told == null) {
            return firing.isEmpty() ? Optional.empty() : Optional.of(FIRST);
        }
        if (!told.firing().containsAll(firing.keySet())) {
            return Optional.of(told.firing().isEmpty() ? FIRST : NEW_ALERTS);
        }
        if (firing.entrySet().stream().anyMatch(each -> told.isNewOccurrence(each.getKey(), each.getValue()))) {
            return Optional.of(NEW_OCCURRENCE);
        }
        boolean endAwaited = resolved.stream().anyMatch(told::awaitsEnd);
        if (firing.isEmpty()) {
            return told.firing().isEmpty() && !endAwaited ? Optional.empty() : Optional.of(ALL_RESOLVED);
        }
        if (sendResolved && (endAwaited || !told.resolved().containsAll(resolved))) {
            return Optional.of(SOME_RESOLVED);
        }
        if (remind && firing.keySet().stream().anyMatch(told.away()::contains)) {
            return Optional.of(SUPPRESSION_ENDED);
        }
        return told.at().plus(repeatInterval).isAfter(tick) ? Optional.empty() : Optional.of(REPEAT);
    }
}
