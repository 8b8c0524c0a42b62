package io.modelwatch.logindexer.canary;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the canary: one record at a time is on its way; it is lost when it is not found within a bound, or could
 * not be written. The round trip is broken from the first record that is lost until one is found. Not thread-safe.
 */
final class RoundTrips {

    private final Duration within;
    private @Nullable OnItsWay onItsWay;
    private @Nullable Broken broken;
    private @Nullable Duration last;
    private long found;
    private long lost;

    RoundTrips(Duration within) {
        this.within = within;
    }

    /** A record that was written and not found yet. */
    record OnItsWay(String id, Instant since) {}

    /**
     * The round trip does not work.
     *
     * @param since when the first record that is lost was written, or should have been
     * @param reason what is wrong, in words
     */
    record Broken(Instant since, String reason) {}

    /** The record to look for; null when it is time to write one. */
    @Nullable
    OnItsWay onItsWay() {
        return onItsWay;
    }

    /** Why the round trip does not work; null while it does. */
    @Nullable
    Broken broken() {
        return broken;
    }

    /** How long the last round trip took; null before the first. */
    @Nullable
    Duration last() {
        return last;
    }

    long found() {
        return found;
    }

    long lost() {
        return lost;
    }

    void written(String id, Instant now) {
        onItsWay = new OnItsWay(id, now);
    }

    /** The record could not be written. */
    void refused(String reason, Instant now) {
        lost++;
        breakAt(now, "the record could not be written: " + reason);
    }

    /** The record on its way was found. */
    void found(Instant now) {
        OnItsWay record = onItsWay;
        if (record != null) {
            last = Duration.between(record.since(), now);
            found++;
            broken = null;
            onItsWay = null;
        }
    }

    /** The record on its way was looked for and not found. */
    void missed(String reason, Instant now) {
        OnItsWay record = onItsWay;
        if (record != null && !now.isBefore(record.since().plus(within))) {
            lost++;
            onItsWay = null;
            breakAt(record.since(), "the record was not found within " + within.toSeconds() + " s: " + reason);
        }
    }

    private void breakAt(Instant since, String reason) {
        broken = new Broken(broken == null ? since : broken.since(), reason);
    }
}
