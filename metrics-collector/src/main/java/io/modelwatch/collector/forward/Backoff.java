package io.modelwatch.collector.forward;

import java.time.Duration;

/**
 * How long to wait before the next attempt: twice as long each time, up to a bound.
 *
 * @param first the wait after the first attempt
 * @param most the longest wait
 */
record Backoff(Duration first, Duration most) {

    private static final int MOST_DOUBLINGS = 30;

    /** The wait after the given number of attempts. */
    Duration after(int attempts) {
        Duration wait = first.multipliedBy(1L << Math.clamp(attempts - 1L, 0, MOST_DOUBLINGS));
        return wait.compareTo(most) > 0 ? most : wait;
    }
}
