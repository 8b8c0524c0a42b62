package io.modelwatch.collector.request;

import io.modelwatch.collector.durable.ChangeLog;
import io.modelwatch.collector.durable.Durable;
import io.modelwatch.collector.durable.PartReader;
import io.modelwatch.collector.durable.PartWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
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
public final class KnownRequests implements Durable {

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

    private static final long NEVER = 0;
    private static final int KEYS_PER_PART = 4096;
    private static final Claim MINE = new Claim.Mine();
    private static final Claim KNOWN = new Claim.Known();

    private final Duration remembered;
    private final int capacity;
    private final InstantSource clock;
    private final ChangeLog changes;
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
        this(remembered, capacity, clock, ChangeLog.NONE);
    }

    /** The same, and what becomes known is noted. */
    public KnownRequests(Duration remembered, int capacity, InstantSource clock, ChangeLog changes) {
        if (remembered.isNegative() || remembered.isZero() || capacity < 1) {
            throw new IllegalArgumentException(
                    "a positive time and capacity are needed, not " + remembered + " and " + capacity);
        }
        this.remembered = remembered;
        this.capacity = capacity;
        this.clock = clock;
        this.changes = changes;
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
        changes.together(() -> {
            Key key = Key.of(requestId);
            long until = clock.instant().plus(remembered).toEpochMilli();
            end(key, until);
            changes.note(this, out -> write(out, key, until));
        });
    }

    /** The claimed request has not been taken: the next one may try. */
    public void release(String requestId) {
        end(Key.of(requestId), NEVER);
    }

    private void end(Key key, long knownUntil) {
        CompletableFuture<Void> ended;
        lock.lock();
        try {
            ended = busy.remove(key);
            if (ended == null) {
                throw new IllegalStateException("nobody has claimed the request");
            }
            if (knownUntil != NEVER) {
                remember(key, knownUntil);
            }
        } finally {
            lock.unlock();
        }
        ended.complete(null);
    }

    private void remember(Key key, long until) {
        if (taken.size() >= capacity) {
            Iterator<Key> oldest = taken.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        taken.put(key, until);
    }

    @Override
    public String name() {
        return "known";
    }

    /** Nothing to do: what becomes known later may be in the snapshot too, since knowing it twice is the same. */
    @Override
    public void beginSnapshot() {
        // See above.
    }

    @Override
    public void writeSnapshot(PartSink sink) throws IOException {
        List<Map.Entry<Key, Long>> all = new ArrayList<>();
        lock.lock();
        try {
            forgetOld();
            taken.forEach((key, until) -> all.add(Map.entry(key, until)));
        } finally {
            lock.unlock();
        }
        for (int from = 0; from < all.size(); from += KEYS_PER_PART) {
            PartWriter out = new PartWriter();
            for (Map.Entry<Key, Long> one : all.subList(from, Math.min(from + KEYS_PER_PART, all.size()))) {
                write(out, one.getKey(), one.getValue());
            }
            sink.part(out.toBytes());
        }
    }

    private static void write(PartWriter out, Key key, long until) throws IOException {
        out.bits(key.high());
        out.bits(key.low());
        out.number(until);
    }

    @Override
    public void restore(PartReader part) throws IOException {
        while (!part.atEnd()) {
            replay(part);
        }
    }

    @Override
    public void replay(PartReader note) throws IOException {
        Key key = new Key(note.bits(), note.bits());
        long now = clock.millis();
        long until = Math.min(note.number(), now + remembered.toMillis());
        lock.lock();
        try {
            if (until > now && !taken.containsKey(key)) {
                remember(key, until);
            }
        } finally {
            lock.unlock();
        }
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
