package io.modelwatch.logindexer.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log in order, as far as it is durable; frames that are damaged or missing are passed over, so sequence
 * numbers may jump. Not thread-safe.
 */
public final class LogScanner implements Closeable {

    private static final int READ_ATTEMPTS = 3;

    private final AppendLog log;
    private long from;
    private @Nullable Segment segment;
    private @Nullable SegmentReader reader;
    private long damageNoted;
    private int failedReads;

    LogScanner(AppendLog log, long from) {
        this.log = log;
        this.from = from;
    }

    /**
     * The next frame, or null where no further one is durable yet.
     *
     * @throws IOException when a file cannot be read just now; the same call may be repeated. A file that stays
     *     unreadable is passed over in the end.
     */
    public @Nullable Frame next() throws IOException {
        long wanted = from;
        while (true) {
            if (segment == null || reader == null) {
                Segment found = log.segmentAt(wanted);
                if (found == null) {
                    return null;
                }
                if (!open(found)) {
                    if (found.end() == Long.MAX_VALUE) {
                        return null;
                    }
                    wanted = found.end();
                    continue;
                }
            }
            Segment current = segment;
            SegmentReader open = reader;
            if (current == null || open == null) {
                return null;
            }
            long end = current.end(); // before the size: once a file has an end its size is final
            Frame frame = read(open, current.durableBytes(), end);
            noteDamage(current, open);
            if (frame != null) {
                from = frame.sequence() + 1;
                return frame;
            }
            if (end == Long.MAX_VALUE) {
                return null;
            }
            close();
            wanted = Math.max(wanted, end);
        }
    }

    /** Reads on behind a sequence number, because what lies before it is known to be missing. */
    void passOver(long sequence) {
        from = Math.max(from, sequence + 1);
    }

    private boolean open(Segment found) throws IOException {
        try {
            reader = new SegmentReader(found.file());
            segment = found;
            damageNoted = 0;
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private @Nullable Frame read(SegmentReader open, long limit, long end) throws IOException {
        try {
            Frame frame = open.next(limit, from, end);
            failedReads = 0;
            return frame;
        } catch (IOException e) {
            if (++failedReads < READ_ATTEMPTS) {
                throw e;
            }
            failedReads = 0;
            open.skipTo(limit);
            return null;
        }
    }

    private void noteDamage(Segment current, SegmentReader open) {
        long damaged = open.damagedBytes() - damageNoted;
        if (damaged > 0) {
            damageNoted = open.damagedBytes();
            log.damaged(current, damaged);
        }
    }

    @Override
    public void close() throws IOException {
        SegmentReader open = reader;
        reader = null;
        segment = null;
        if (open != null) {
            open.close();
        }
    }
}
