package io.modelwatch.alertrouter.dispatch;

import java.time.Duration;
import java.time.Instant;

/** When groups are flushed. */
final class GroupTimer {

    private static final Duration SHORTEST_DEADLINE = Duration.ofSeconds(10);

    private GroupTimer() {}

    /**
     * The first flush of a group: after group_wait, or at once when the alert that brings the group up is older than
     * that.
     *
     * @param birth when that alert was received
     * @param startsAt when it started
     */
    static Instant first(Instant birth, Instant startsAt, Duration groupWait) {
        return startsAt.plus(groupWait).isBefore(birth) ? birth : birth.plus(groupWait);
    }

    /**
     * The tick of a flush that was due at a time and is done now: the due time, so that ticks keep their distance
     * exactly; but now, when one whole interval was missed.
     */
    static Instant tick(Instant due, Instant now, Duration groupInterval) {
        return now.isBefore(due.plus(groupInterval)) ? due : now;
    }

    /** The flush after the one at the given tick. */
    static Instant next(Instant tick, Duration groupInterval) {
        return tick.plus(groupInterval);
    }

    /** Until when the notifications of a flush that begins now may be tried. */
    static Instant deadline(Instant now, Duration groupInterval) {
        return now.plus(groupInterval.compareTo(SHORTEST_DEADLINE) > 0 ? groupInterval : SHORTEST_DEADLINE);
    }
}
