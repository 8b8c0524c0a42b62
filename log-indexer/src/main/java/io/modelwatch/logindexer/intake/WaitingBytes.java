package io.modelwatch.logindexer.intake;

import java.util.concurrent.atomic.AtomicLong;

/** Bounds the bytes that all requests together hold in memory until the disk has them. Thread-safe. */
final class WaitingBytes {

    private final long max;
    private final AtomicLong held = new AtomicLong();

    WaitingBytes(long max) {
        this.max = max;
    }

    /** The share of one request; to be released at its end. */
    final class Share implements AutoCloseable {
        private long bytes;

        /** Whether there is room for so many more; if so they are taken. */
        boolean grow(long more) {
            if (held.addAndGet(more) > max) {
                held.addAndGet(-more);
                return false;
            }
            bytes += more;
            return true;
        }

        @Override
        public void close() {
            held.addAndGet(-bytes);
            bytes = 0;
        }
    }

    Share share() {
        return new Share();
    }
}
