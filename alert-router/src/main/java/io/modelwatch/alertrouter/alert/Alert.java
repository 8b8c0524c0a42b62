package io.modelwatch.alertrouter.alert;

import io.modelwatch.alertrouter.label.Fingerprint;
import io.modelwatch.alertrouter.label.LabelSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Something that is, or was, wrong. Its labels are its identity.
 *
 * @param startsAt with the offset that the sender used
 * @param endsAt when it ended, or when it will end unless it is sent again
 * @param timeout whether the end is only the resolve timeout, because the sender gave none
 * @param generatorUrl what sent it; empty when unknown
 * @param updatedAt when it was received
 */
public record Alert(
        LabelSet labels,
        Map<String, String> annotations,
        OffsetDateTime startsAt,
        OffsetDateTime endsAt,
        boolean timeout,
        String generatorUrl,
        Instant updatedAt) {

    public Alert {
        annotations = Collections.unmodifiableMap(new TreeMap<>(annotations));
    }

    public Fingerprint fingerprint() {
        return labels.fingerprint();
    }

    /** Whether it is over at the given time. */
    public boolean resolvedAt(Instant now) {
        return !endsAt.toInstant().isAfter(now);
    }

    /**
     * What is known of the alert after this news of it. News that do not overlap with what was known replace it.
     *
     * @param known the same alert as it was kept before
     */
    public Alert after(Alert known) {
        return overlaps(known) ? merged(known) : this;
    }

    private boolean overlaps(Alert known) {
        return inside(endsAt, known) || inside(startsAt, known);
    }

    private static boolean inside(OffsetDateTime time, Alert alert) {
        return time.isAfter(alert.startsAt) && time.isBefore(alert.endsAt);
    }

    private Alert merged(Alert known) {
        OffsetDateTime start = known.startsAt.isBefore(startsAt) ? known.startsAt : startsAt;
        boolean keepEnd =
                known.endsAt.isAfter(endsAt) && (resolvedAt(updatedAt) ? known.resolvedAt(updatedAt) : !known.timeout);
        return new Alert(
                labels,
                annotations,
                start,
                keepEnd ? known.endsAt : endsAt,
                keepEnd ? known.timeout : timeout,
                generatorUrl,
                updatedAt);
    }

    /** The same alert, but ending later; the time of the news is the later one too. */
    public Alert extendedTo(OffsetDateTime end, Instant news) {
        return new Alert(
                labels,
                annotations,
                startsAt,
                end.isAfter(endsAt) ? end : endsAt,
                timeout,
                generatorUrl,
                news.isAfter(updatedAt) ? news : updatedAt);
    }

    /** Whether this is the other one with a later end, and nothing else but the time of the news. */
    boolean extendsOnly(Alert other) {
        return endsAt.isAfter(other.endsAt) && equals(other.withEnd(this));
    }

    private Alert withEnd(Alert from) {
        return new Alert(labels, annotations, startsAt, from.endsAt, timeout, generatorUrl, from.updatedAt);
    }

    /** Whether this tells nothing new. */
    boolean repeats(Alert other) {
        return endsAt.equals(other.endsAt) && equals(other.withEnd(this));
    }
}
