package io.modelwatch.collector.ingest;

import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.ProblemException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Bounds the bytes of all records that are being taken in at one time, however many senders there are. Thread-safe. */
public final class InFlightBudget {

    private final Semaphore free;
    private final Duration patience;

    /**
     * Nothing in flight yet.
     *
     * @param patience how long a record waits for room
     */
    InFlightBudget(int bytes, Duration patience) {
        this.free = new Semaphore(bytes);
        this.patience = patience;
    }

    /** A part of the budget, for one body; closing gives all of it back. */
    public Share open() {
        return new Share();
    }

    /** What one body uses. Not thread-safe. */
    public final class Share implements AutoCloseable {

        private int taken;

        private Share() {}

        /**
         * Takes more, waiting a while for others to give theirs back.
         *
         * @throws ProblemException 503 when there is no room
         */
        public void grow(int bytes) {
            boolean room = false;
            try {
                room = free.tryAcquire(bytes, patience.toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (!room) {
                throw Problem.of(CommonProblem.OVERLOADED, "too many records are being taken in; send again later")
                        .asException();
            }
            taken += bytes;
        }

        @Override
        public void close() {
            free.release(taken);
            taken = 0;
        }
    }
}
