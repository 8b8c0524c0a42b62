package io.modelwatch.logindexer.deadletter;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.modelwatch.logindexer.spool.AppendLog;
import io.modelwatch.logindexer.spool.Frame;
import io.modelwatch.logindexer.spool.LogObserver;
import io.modelwatch.logindexer.spool.LogScanner;
import io.modelwatch.logindexer.spool.LogSettings;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which letters are done with, on disk and in memory: one line a letter, each with the sums so far, so that lines about
 * letters that are gone can go too. Guarded by its owner.
 */
final class Settlements implements AutoCloseable {

    enum Fate {
        REPLAYED,
        DROPPED,
        EXPIRED
    }

    /**
     * Sums since the log began.
     *
     * @param replayed letters that were put into the spool again
     * @param dropped letters that somebody dropped
     * @param expired letters that went because there were too many
     */
    record Sums(long replayed, long dropped, long expired) {

        static final Sums NONE = new Sums(0, 0, 0);

        Sums plus(Fate fate, long letters) {
            return switch (fate) {
                case REPLAYED -> new Sums(replayed + letters, dropped, expired);
                case DROPPED -> new Sums(replayed, dropped + letters, expired);
                case EXPIRED -> new Sums(replayed, dropped, expired + letters);
            };
        }
    }

    private static final Pattern LINE =
            Pattern.compile("(REPLAYED|DROPPED|EXPIRED) (\\d{1,18}) (\\d{1,18}) (\\d{1,18}) (\\d{1,18}) (\\d{1,18})");

    private final AppendLog log;
    private final BitSet settled = new BitSet();
    private Sums sums = Sums.NONE;
    private long expiredThrough;
    private long highest;
    private long base = 1;

    private Settlements(AppendLog log) {
        this.log = log;
    }

    static Settlements open(LogSettings settings, InstantSource clock, LogObserver observer) throws IOException {
        Settlements settlements = new Settlements(AppendLog.open(settings, 0, clock, observer));
        settlements.load();
        return settlements;
    }

    private void load() throws IOException {
        try (LogScanner scanner = log.scan(1)) {
            Frame frame;
            while ((frame = scanner.next()) != null) {
                Matcher line = LINE.matcher(new String(frame.payload(), US_ASCII));
                if (!line.matches()) {
                    continue;
                }
                long number = Long.parseLong(line.group(2));
                highest = Math.max(highest, Long.parseLong(line.group(6)));
                if (Fate.valueOf(line.group(1)) == Fate.EXPIRED) {
                    expiredThrough = Math.max(expiredThrough, number);
                } else {
                    settled.set(bit(number));
                }
                sums = new Sums(
                        Long.parseLong(line.group(3)), Long.parseLong(line.group(4)), Long.parseLong(line.group(5)));
            }
        }
    }

    /** Letters before the given one are gone, and were settled or expired before. */
    void beginWith(long letter) {
        base = Math.max(1, letter);
    }

    /** Lets go of the files that only tell of letters that are gone. */
    void forget() throws IOException {
        long oldestNeeded = log.lastSequence(); // it has the sums
        try (LogScanner scanner = log.scan(1)) {
            Frame frame;
            while ((frame = scanner.next()) != null && frame.sequence() < oldestNeeded) {
                Matcher line = LINE.matcher(new String(frame.payload(), US_ASCII));
                if (line.matches() && Long.parseLong(line.group(2)) >= base) {
                    oldestNeeded = frame.sequence();
                }
            }
        }
        log.deleteThrough(oldestNeeded - 1);
    }

    /** The highest letter that is known of. */
    long highest() {
        return highest;
    }

    private static int bit(long number) {
        return Math.toIntExact(number);
    }

    Sums sums() {
        return sums;
    }

    /** Letters up to here are gone because there were too many. */
    long expiredThrough() {
        return expiredThrough;
    }

    boolean isOpen(long number) {
        return number >= base && number > expiredThrough && !settled.get(bit(number));
    }

    /** The oldest letter that is not settled, or one behind the newest. */
    long firstOpen() {
        return settled.nextClearBit(bit(Math.max(base, expiredThrough + 1)));
    }

    /** Notes what became of letters; that is on disk when this returns. */
    void settle(List<Long> numbers, Fate fate) throws IOException, InterruptedException {
        List<byte[]> lines = new ArrayList<>();
        Sums next = sums;
        for (long number : numbers) {
            next = next.plus(fate, 1);
            highest = Math.max(highest, number);
            lines.add(line(fate, number, next));
        }
        append(lines);
        numbers.forEach(number -> settled.set(bit(number)));
        sums = next;
    }

    /** Notes that the letters up to a number are gone; those that were open count as expired. */
    void expire(long through) throws IOException, InterruptedException {
        long open = 0;
        for (long number = firstOpen(); number <= through; number++) {
            open += isOpen(number) ? 1 : 0;
        }
        Sums next = sums.plus(Fate.EXPIRED, open);
        highest = Math.max(highest, through);
        append(List.of(line(Fate.EXPIRED, through, next)));
        expiredThrough = through;
        sums = next;
    }

    private byte[] line(Fate fate, long number, Sums sums) {
        return (fate + " " + number + " " + sums.replayed() + " " + sums.dropped() + " " + sums.expired() + " "
                        + highest)
                .getBytes(US_ASCII);
    }

    private void append(List<byte[]> lines) throws IOException, InterruptedException {
        try {
            log.append(lines).get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}
