package io.modelwatch.devstack.demo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The clock and the waiting of the demo. */
interface Timer {

    Instant now();

    void sleep(Duration duration) throws InterruptedException;

    /** Real time. */
    static Timer system() {
        Clock clock = Clock.systemUTC();
        return new Timer() {
            @Override
            public Instant now() {
                return clock.instant();
            }

            @Override
            public void sleep(Duration duration) throws InterruptedException {
                if (duration.isPositive()) {
                    Thread.sleep(duration);
                }
            }
        };
    }
}
