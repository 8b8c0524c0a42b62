package io.modelwatch.collector.forward;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps callers from waiting for a destination that has failed again and again: it is left alone for a while, then one
 * caller tries it, and all may again when that goes well. Thread-safe.
 */
final class CircuitBreaker {

    private final int mostFailures;
    private final Duration openFor;
    private final InstantSource clock;
    private int failures;
    private @Nullable Instant openUntil;
    private boolean trying;

    /**
     * Closed.
     *
     * @param mostFailures so many in a row open it; 0: it never opens
     */
    CircuitBreaker(int mostFailures, Duration openFor, InstantSource clock) {
        this.mostFailures = mostFailures;
        this.openFor = openFor;
        this.clock = clock;
    }

    /** Whether the caller may call; whoever may must tell how it went. */
    synchronized boolean allows() {
        Instant until = openUntil;
        if (until == null) {
            return true;
        }
        if (trying || clock.instant().isBefore(until)) {
            return false;
        }
        trying = true;
        return true;
    }

    synchronized void succeeded() {
        failures = 0;
        openUntil = null;
        trying = false;
    }

    synchronized void failed() {
        failures++;
        trying = false;
        if (mostFailures > 0 && failures >= mostFailures) {
            openUntil = clock.instant().plus(openFor);
        }
    }

    synchronized boolean isOpen() {
        return openUntil != null;
    }
}
