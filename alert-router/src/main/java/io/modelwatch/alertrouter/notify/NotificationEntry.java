package io.modelwatch.alertrouter.notify;

import io.modelwatch.alertrouter.label.Fingerprint;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What an integration was told last about a group.
 *
 * @param at the tick of the flush that told it
 * @param firing what the last message said to be firing
 * @param resolved what the last message said to be resolved
 * @param open what the integration was told of and not yet of its end, and since when it fired; more than
 *     {@code firing} when something has been suppressed since
 * @param away those of {@code open} that a flush since then left out: suppressed, or over without being told
 * @param expiresAt after this time the entry is of no use
 */
public record NotificationEntry(
        Instant at,
        Set<Fingerprint> firing,
        Set<Fingerprint> resolved,
        Map<Fingerprint, Instant> open,
        Set<Fingerprint> away,
        Instant expiresAt) {

    public NotificationEntry {
        firing = Set.copyOf(firing);
        resolved = Set.copyOf(resolved);
        open = Map.copyOf(open);
        away = Set.copyOf(away);
    }

    /** Whether an alert that fires since the given time is another occurrence than the one that was told. */
    boolean isNewOccurrence(Fingerprint alert, Instant since) {
        Instant told = open.get(alert);
        return told != null && away.contains(alert) && kept(since).isAfter(told);
    }

    /** As exact as PostgreSQL keeps times. */
    static Instant kept(Instant time) {
        return time.truncatedTo(ChronoUnit.MICROS);
    }

    /** Whether the end of an alert is news: it was told to be firing and nothing since. */
    boolean awaitsEnd(Fingerprint alert) {
        return open.containsKey(alert);
    }

    /**
     * This entry after a flush that told nothing.
     *
     * @param shown what the flush saw firing and not suppressed
     */
    public NotificationEntry after(Collection<Fingerprint> shown) {
        Set<Fingerprint> left = new HashSet<>(open.keySet());
        left.removeAll(Set.copyOf(shown));
        return new NotificationEntry(at, firing, resolved, open, left, expiresAt);
    }

    /** The same, kept longer. */
    public NotificationEntry keptUntil(Instant time) {
        return new NotificationEntry(at, firing, resolved, open, away, time.isAfter(expiresAt) ? time : expiresAt);
    }

    /** What stays open of this entry when a message tells of some alerts: those that it leaves out. */
    Map<Fingerprint, Instant> openBesides(Set<Fingerprint> toldNow) {
        Map<Fingerprint, Instant> left = new HashMap<>(open);
        left.keySet().removeAll(toldNow);
        return left;
    }
}
