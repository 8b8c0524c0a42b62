package io.modelwatch.alertrouter.notify;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before trying again: ever longer, with jitter. */
public final class Backoff {

    private static final double FIRST_MILLIS = 500;
    private static final double FACTOR = 1.5;
    private static final double JITTER = 0.5;
    private static final double MAX_MILLIS = 60_000;

    private final RandomGenerator random;
    private double millis = FIRST_MILLIS;

    public Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** The next wait. */
    public Duration next() {
        double wait = millis * (1 - JITTER + 2 * JITTER * random.nextDouble());
        millis = Math.min(millis * FACTOR, MAX_MILLIS);
        return Duration.ofMillis(Math.round(wait));
    }
}
