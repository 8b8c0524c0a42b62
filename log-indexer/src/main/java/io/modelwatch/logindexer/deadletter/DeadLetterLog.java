package io.modelwatch.logindexer.deadletter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelwatch.intake.Problem;
import io.modelwatch.logindexer.delivery.DeadLetter;
import io.modelwatch.logindexer.delivery.DeadLetters;
import io.modelwatch.logindexer.document.BulkEntry;
import io.modelwatch.logindexer.spool.AppendLog;
import io.modelwatch.logindexer.spool.Frame;
import io.modelwatch.logindexer.spool.LogObserver;
import io.modelwatch.logindexer.spool.LogScanner;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Dead letters in an append-only log of their own, numbered from 1. Each is open until it is replayed or dropped, or
 * goes because there are too many: {@code total = open + replayed + dropped + expired}. Thread-safe.
 */
public final class DeadLetterLog implements DeadLetters, AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final long PAGE_BYTES = 8L << 20;
    private static final int BATCH = 500;
    private static final String NUMBER = "number";
    private static final String DOCUMENT = "document";

    /** How far back to look for letters of records that are delivered once more after a crash. */
    private static final long LOOK_BACK = 20_000;

    private final AppendLog log;
    private final Set<Long> kept;
    private final Settlements settlements;
    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock();

    private DeadLetterLog(AppendLog log, Set<Long> kept, Settlements settlements, long maxBytes) {
        this.log = log;
        this.kept = kept;
        this.settlements = settlements;
        this.maxBytes = maxBytes;
    }

    /**
     * What became of all letters.
     *
     * @param total letters that were ever kept
     * @param open letters that wait for somebody
     * @param replayed letters that were put into the spool again
     * @param dropped letters that somebody dropped
     * @param expired letters that went because there were too many
     */
    public record Counts(long total, long open, long replayed, long dropped, long expired) {}

    /** Where letters go again. */
    public interface Replay {

        /** Takes letters; what is wrong when it cannot, null when they are safe with it. */
        @Nullable
        Problem take(List<ObjectNode> letters) throws InterruptedException;
    }

    /**
     * What a request to settle letters did.
     *
     * @param settled how many letters
     * @param failure why not all; null when there was nothing wrong
     */
    public record Settled(long settled, @Nullable Problem failure) {}

    /**
     * A page of the log.
     *
     * @param letters the letters, as JSON objects
     * @param more whether there are further ones behind the last
     */
    public record Page(List<ObjectNode> letters, boolean more) {

        public Page {
            letters = List.copyOf(letters);
        }
    }

    /**
     * Opens the log.
     *
     * @param finished records up to here are done with in the spool, so they will not be delivered again
     */
    public static DeadLetterLog open(
            DeadLetterSettings settings, long finished, InstantSource clock, LogObserver observer) throws IOException {
        Settlements settlements = Settlements.open(settings.settlements(), clock, observer);
        // What is settled was there, even if its file is gone: its number must not be given again.
        AppendLog log = AppendLog.open(settings.letters(), settlements.highest(), clock, observer);
        Set<Long> kept = new HashSet<>();
        try (LogScanner scanner = log.scan(Math.max(1, log.lastSequence() - LOOK_BACK))) {
            Frame frame;
            while ((frame = scanner.next()) != null) {
                long sequence = JSON.readTree(frame.payload()).path("sequence").asLong();
                if (sequence > finished) {
                    kept.add(sequence);
                }
            }
        }
        settlements.beginWith(log.firstSequence());
        log.deleteThrough(settlements.firstOpen() - 1);
        settlements.beginWith(log.firstSequence());
        settlements.forget();
        return new DeadLetterLog(log, kept, settlements, settings.maxBytes());
    }

    @Override
    public void keep(List<DeadLetter> letters) throws IOException, InterruptedException {
        List<byte[]> payloads = new ArrayList<>();
        for (DeadLetter letter : letters) {
            if (!kept.contains(letter.record().sequence())) {
                payloads.add(JSON.writeValueAsBytes(json(letter)));
            }
        }
        if (payloads.isEmpty()) {
            return;
        }
        try {
            log.append(payloads).get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
        lock.lockInterruptibly();
        try {
            makeRoom();
        } finally {
            lock.unlock();
        }
    }

    private void makeRoom() throws IOException, InterruptedException {
        while (log.bytes() > maxBytes && log.endOfOldest() > 0) {
            long through = log.endOfOldest();
            settlements.expire(through);
            log.deleteThrough(through);
        }
    }

    private static ObjectNode json(DeadLetter letter) {
        ObjectNode json = JSON.createObjectNode();
        json.put("sequence", letter.record().sequence());
        json.put("accepted_at", letter.record().time().toString());
        json.put("status", letter.status());
        json.putObject("error").put("type", letter.type()).put("reason", letter.reason());
        try {
            BulkEntry entry = BulkEntry.decode(letter.record().payload());
            json.put("index", entry.index());
            json.put("id", entry.id());
            json.set(DOCUMENT, entry.document());
        } catch (IOException e) {
            json.put("payload", letter.record().payload());
        }
        return json;
    }

    public Counts counts() {
        lock.lock();
        try {
            long total = log.lastSequence();
            Settlements.Sums sums = settlements.sums();
            long open = total - sums.replayed() - sums.dropped() - sums.expired();
            return new Counts(total, open, sums.replayed(), sums.dropped(), sums.expired());
        } finally {
            lock.unlock();
        }
    }

    /** The open letters behind the given number, in order, bounded in number and bytes. */
    public Page page(long after, int size) throws IOException {
        List<ObjectNode> letters = new ArrayList<>();
        long bytes = 0;
        try (LogScanner scanner = log.scan(after + 1)) {
            Frame frame;
            while ((frame = scanner.next()) != null) {
                if (!isOpen(frame.sequence())) {
                    continue;
                }
                if (letters.size() == size || (bytes > 0 && bytes + frame.payload().length > PAGE_BYTES)) {
                    return new Page(letters, true);
                }
                bytes += frame.payload().length;
                letters.add(numbered(frame));
            }
        }
        return new Page(letters, false);
    }

    private boolean isOpen(long number) {
        lock.lock();
        try {
            return settlements.isOpen(number);
        } finally {
            lock.unlock();
        }
    }

    /** One open letter; empty where there is none of that number. */
    public Optional<ObjectNode> find(long number) throws IOException {
        return page(number - 1, 1).letters().stream()
                .filter(letter -> letter.path(NUMBER).asLong() == number)
                .findFirst();
    }

    /**
     * Puts a letter into the spool again. Where this ends half-way the letter stays open; put there twice it is stored
     * once, by its identifier.
     *
     * @param corrected its document, where that shall be another one
     * @return what was done; empty where there is no open letter of that number
     */
    public Optional<Settled> replay(long number, @Nullable ObjectNode corrected, Replay replay)
            throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            ObjectNode letter = find(number).orElse(null);
            if (letter == null) {
                return Optional.empty();
            }
            if (corrected != null) {
                letter.set(DOCUMENT, corrected);
            }
            return Optional.of(replayed(List.of(letter), replay));
        } finally {
            lock.unlock();
        }
    }

    /** Puts all letters that are open now into the spool again, as far as there is room. */
    public Settled replayAll(Replay replay) throws IOException, InterruptedException {
        long through = log.lastSequence();
        long after = 0;
        long settled = 0;
        while (true) {
            lock.lockInterruptibly();
            try {
                List<ObjectNode> letters = page(after, BATCH).letters().stream()
                        .filter(letter -> letter.path(NUMBER).asLong() <= through)
                        .toList();
                if (letters.isEmpty()) {
                    return new Settled(settled, null);
                }
                after = letters.getLast().path(NUMBER).asLong();
                Settled some = replayed(
                        letters.stream().filter(letter -> letter.has(DOCUMENT)).toList(), replay);
                settled += some.settled();
                if (some.failure() != null) {
                    return new Settled(settled, some.failure());
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private Settled replayed(List<ObjectNode> letters, Replay replay) throws IOException, InterruptedException {
        if (letters.isEmpty()) {
            return new Settled(0, null);
        }
        Problem failure = replay.take(letters);
        if (failure != null) {
            return new Settled(0, failure);
        }
        settle(letters.stream().map(letter -> letter.path(NUMBER).asLong()).toList(), Settlements.Fate.REPLAYED);
        return new Settled(letters.size(), null);
    }

    /** Drops a letter; whether there was an open one of that number. */
    public boolean drop(long number) throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            if (find(number).isEmpty()) {
                return false;
            }
            settle(List.of(number), Settlements.Fate.DROPPED);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Drops all letters that are open now; how many there were. */
    public long dropAll() throws IOException, InterruptedException {
        long through = log.lastSequence();
        long dropped = 0;
        lock.lockInterruptibly();
        try {
            List<Long> numbers = new ArrayList<>();
            for (long number = settlements.firstOpen(); number <= through; number++) {
                if (settlements.isOpen(number)) {
                    numbers.add(number);
                }
                if (numbers.size() == BATCH || (number == through && !numbers.isEmpty())) {
                    settle(numbers, Settlements.Fate.DROPPED);
                    dropped += numbers.size();
                    numbers.clear();
                }
            }
            return dropped;
        } finally {
            lock.unlock();
        }
    }

    private void settle(List<Long> numbers, Settlements.Fate fate) throws IOException, InterruptedException {
        settlements.settle(numbers, fate);
        log.deleteThrough(settlements.firstOpen() - 1);
    }

    private static ObjectNode numbered(Frame frame) throws IOException {
        ObjectNode json = JSON.createObjectNode();
        json.put(NUMBER, frame.sequence());
        json.put("refused_at", frame.time().toString());
        try {
            JSON.readTree(frame.payload()).forEachEntry(json::set);
        } catch (JsonProcessingException e) {
            json.put("payload", frame.payload());
        }
        return json;
    }

    @Override
    public void close() throws IOException {
        settlements.close();
        log.close();
    }
}
