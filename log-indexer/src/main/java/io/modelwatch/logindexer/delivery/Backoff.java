package io.modelwatch.logindexer.delivery;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Pauses between attempts: doubling from the shortest to the longest, each cut by chance to between half and whole. */
final class Backoff {

    private final Duration shortest;
    private final Duration longest;
    private final RandomGenerator random;
    private Duration next;

    Backoff(Duration shortest, Duration longest, RandomGenerator random) {
        this.shortest = shortest;
        this.longest = longest;
        this.random = random;
        this.next = shortest;
    }

    Duration next() {
        Duration pause = jittered(next);
        Duration doubled = next.multipliedBy(2);
        next = doubled.compareTo(longest) > 0 ? longest : doubled;
        return pause;
    }

    Duration longest() {
        return jittered(longest);
    }

    void reset() {
        next = shortest;
    }

    private Duration jittered(Duration pause) {
        long half = pause.toNanos() / 2;
        return Duration.ofNanos(half + random.nextLong(half + 1));
    }
}
