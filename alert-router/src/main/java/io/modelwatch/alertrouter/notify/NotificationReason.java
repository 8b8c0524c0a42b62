package io.modelwatch.alertrouter.notify;

import io.modelwatch.alertrouter.label.Fingerprint;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Why an integration is notified, and the rule that decides whether it is. */
public enum NotificationReason {
    FIRST("first notification"),
    NEW_ALERTS("new alerts added"),
    ALL_RESOLVED("all alerts resolved"),
    SOME_RESOLVED("some alerts resolved"),
    REPEAT("repeat interval elapsed");

    private final String text;

    NotificationReason(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    /**
     * Whether to notify, and why. Repeats are due on the exact tick: a repeat interval that is a multiple of the group
     * interval does not slip by one.
     *
     * @param firing what fires and is not suppressed
     * @param resolved what is resolved and not suppressed
     * @param told what the integration was told last, null for nothing yet
     * @param sendResolved whether the integration wants to hear of ends
     * @param tick the time of the flush by its timer
     */
    public static Optional<NotificationReason> decide(
            Set<Fingerprint> firing,
            Set<Fingerprint> resolved,
            @Nullable NotificationEntry told,
            boolean sendResolved,
            Instant tick,
            Duration repeatInterval) {
        if (told == null) {
            return firing.isEmpty() ? Optional.empty() : Optional.of(FIRST);
        }
        if (!told.firing().containsAll(firing)) {
            return Optional.of(told.firing().isEmpty() ? FIRST : NEW_ALERTS);
        }
        if (firing.isEmpty()) {
            return told.firing().isEmpty() ? Optional.empty() : Optional.of(ALL_RESOLVED);
        }
        if (sendResolved && !told.resolved().containsAll(resolved)) {
            return Optional.of(SOME_RESOLVED);
        }
        return told.at().plus(repeatInterval).isAfter(tick) ? Optional.empty() : Optional.of(REPEAT);
    }
}
