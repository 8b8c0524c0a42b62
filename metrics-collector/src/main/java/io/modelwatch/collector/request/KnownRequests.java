package io.modelwatch.collector.request;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Which requests have been taken already, so that a repeat does not count twice. Remembers for a bounded time and a
 * bounded number; beyond that a repeat is taken again. Identifiers are kept as 128 bits of their SHA-256. Thread-safe.
 *
 * <p>Whoever gets {@link Claim.Mine} must end it with {@link #settle} once the record is taken, or {@link #release}
 * when it was not.
 */
public final class KnownRequests {

    /** What a thread learns when it wants to take a record. */
    public sealed interface Claim {

        /** Nobody has it: the asker takes it. */
        record Mine() implements Claim {}

        /** It has been taken before. */
        record Known() implements Claim {}

        /**
         * Somebody is taking it at this moment; ask again when that has ended, well or badly.
         *
         * @param ended completes then, never exceptionally
         */
        record Busy(CompletionStage<?> ended) implements Claim {}
    }

    private record Key(long high, long low) {

        static Key of(String id) {
            try {
                ByteBuffer hash = ByteBuffer.wrap(
                        MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8)));
                return new Key(hash.getLong(), hash.getLong());
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }
    }

    private static final Claim MINE = new Claim.Mine();
    private static final Claim KNOWN = new Claim.Known();

    private final Duration remembered;
    private final int capacity;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, Long> taken = new LinkedHashMap<>();
    private final Map<Key, CompletableFuture<Void>> busy = new HashMap<>();

    /**
     * Nothing known yet.
     *
     * @param remembered how long a request is known after it was taken
     * @param capacity how many requests are known at most
     */
    public KnownRequests(Duration remembered, int capacity, InstantSource clock) {
        if (remembered.isNegative() || remembered.isZero() || capacity < 1) {
            throw new IllegalArgumentException(
                    "a positive time and capacity are needed, not " + remembered + " and " + capacity);
        }
        this.remembered = remembered;
        this.capacity = capacity;
        this.clock = clock;
    }

    /** Asks for the right to take a request. */
    public Claim claim(String requestId) {
        Key key = Key.of(requestId);
        lock.lock();
        try {
            forgetOld();
            if (taken.containsKey(key)) {
                return KNOWN;
            }
            CompletableFuture<Void> other = busy.get(key);
            if (other != null) {
                return new Claim.Busy(other.minimalCompletionStage());
            }
            busy.put(key, new CompletableFuture<>());
            return MINE;
        } finally {
            lock.unlock();
        }
    }

    /** The claimed request has been taken: from now on it is known. */
    public void settle(String requestId) {
        end(requestId, true);
    }

    /** The claimed request has not been taken: the next one may try. */
    public void release(String requestId) {
        end(requestId, false);
    }

    private void end(String requestId, boolean known) {
        Key key = Key.of(requestId);
        CompletableFuture<Void> ended;
        lock.lock();
        try {
            ended = busy.remove(key);
            if (ended == null) {
                throw new IllegalStateException("nobody has claimed the request");
            }
            if (known) {
                if (taken.size() >= capacity) {
                    Iterator<Key> oldest = taken.keySet().iterator();
                    oldest.next();
                    oldest.remove();
                }
                taken.put(key, clock.instant().plus(remembered).toEpochMilli());
            }
        } finally {
            lock.unlock();
        }
        ended.complete(null);
    }

    /** How many requests are known at this moment. */
    public int size() {
        lock.lock();
        try {
            forgetOld();
            return taken.size();
        } finally {
            lock.unlock();
        }
    }

    /** The oldest stand first, because all are remembered equally long. */
    private void forgetOld() {
        Instant now = clock.instant();
        Iterator<Long> ends = taken.values().iterator();
        while (ends.hasNext() && ends.next() <= now.toEpochMilli()) {
            ends.remove();
        }
    }
}
