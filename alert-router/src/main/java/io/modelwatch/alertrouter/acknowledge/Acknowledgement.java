package io.modelwatch.alertrouter.acknowledge;

import io.modelwatch.alertrouter.alert.Alert;
import io.modelwatch.alertrouter.label.Fingerprint;
import io.modelwatch.alertrouter.label.LabelSet;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Somebody has taken an alert on. It is of one occurrence: when the alert is over and fires again, it does not count.
 *
 * @param since when the acknowledged occurrence began
 * @param until when it runs out and the alert is everybody's again; null for never
 */
public record Acknowledgement(
        LabelSet labels,
        Instant since,
        String owner,
        String comment,
        Instant at,
        @Nullable Instant until) {

    public Acknowledgement {
        since = kept(since);
    }

    /** Takes an alert on now; a timeout of zero is none. */
    static Acknowledgement of(Alert alert, String owner, String comment, Instant now, Duration timeout) {
        return new Acknowledgement(
                alert.labels(),
                alert.startsAt().toInstant(),
                owner,
                comment,
                now,
                timeout.isZero() ? null : now.plus(timeout));
    }

    public Fingerprint fingerprint() {
        return labels.fingerprint();
    }

    /** As exact as PostgreSQL keeps times. */
    private static Instant kept(Instant time) {
        return time.truncatedTo(ChronoUnit.MICROS);
    }

    /** Whether it counts for an occurrence that began at the given time. */
    public boolean holds(Instant startsAt, Instant now) {
        return (until == null || now.isBefore(until)) && !kept(startsAt).isAfter(since);
    }

    Acknowledgement endedAt(Instant now) {
        return new Acknowledgement(labels, since, owner, comment, at, now);
    }
}
