package io.modelwatch.security.limit;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Lets everybody do something at a steady rate, and a burst beyond it: the generic cell rate algorithm, which needs one
 * number for each of those counted, the time at which what they did so far would be done at the steady rate.
 *
 * <p>Memory is fixed: names are spread over a table by a hash that nobody outside can predict, and two that meet in one
 * place share its rate. Thread-safe, without locks.
 */
public final class RateLimit {

    private static final int PLACES = 1 << 14;
    private static final int SPREAD = 0x9E3779B9;

    private final AtomicLongArray due = new AtomicLongArray(PLACES);
    private final int salt = new SecureRandom().nextInt();
    private final long interval;
    private final long tolerance;

    /**
     * A limit.
     *
     * @param perSecond the steady rate, above 0
     * @param burst how many are let through at once after a rest, at least 1
     */
    public RateLimit(double perSecond, int burst) {
        if (perSecond <= 0 || burst < 1) {
            throw new IllegalArgumentException("a rate is above 0 and a burst at least 1");
        }
        this.interval = Math.max(1, (long) (TimeUnit.SECONDS.toNanos(1) / perSecond));
        this.tolerance = Math.multiplyExact(interval, burst);
    }

    /**
     * Counts one.
     *
     * @param now nanoseconds, from a clock that only goes forward and begins above 0
     * @return zero when it is let through, else how long to wait; what is not let through is not counted
     */
    public Duration take(String who, long now) {
        int place = place(who);
        while (true) {
            long before = due.get(place);
            long after = Math.max(before, now) + interval;
            if (after - now > tolerance) {
                return Duration.ofNanos(after - now - tolerance);
            }
            if (due.compareAndSet(place, before, after)) {
                return Duration.ZERO;
            }
        }
    }

    /** How long one would have to wait now; nothing is counted. */
    public Duration wait(String who, long now) {
        long after = Math.max(due.get(place(who)), now) + interval;
        return after - now > tolerance ? Duration.ofNanos(after - now - tolerance) : Duration.ZERO;
    }

    private int place(String who) {
        int mixed = (who.hashCode() ^ salt) * SPREAD;
        return (mixed ^ mixed >>> 15) & PLACES - 1;
    }
}
