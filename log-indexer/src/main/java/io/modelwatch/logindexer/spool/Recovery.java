package io.modelwatch.logindexer.spool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/**
 * Finds out what a log holds after a stop of whatever kind. Looks into the last file only; damage in the others is
 * passed over and counted when they are read.
 */
final class Recovery {

    private final Path directory;
    private final Aside aside;
    private final LogObserver observer;
    private final ConcurrentSkipListMap<Long, Segment> segments = new ConcurrentSkipListMap<>();
    private long lastSequence;

    private Recovery(Path directory, Aside aside, LogObserver observer) {
        this.directory = directory;
        this.aside = aside;
        this.observer = observer;
    }

    /**
     * Reads the directory.
     *
     * @param acknowledged a sequence number known to have been acknowledged, or 0
     */
    static Recovery of(Path directory, long acknowledged, Aside aside, LogObserver observer) throws IOException {
        Recovery recovery = new Recovery(directory, aside, observer);
        recovery.list();
        recovery.lastSequence = Math.max(acknowledged, recovery.cutLast(acknowledged));
        recovery.close();
        return recovery;
    }

    ConcurrentSkipListMap<Long, Segment> segments() {
        return segments;
    }

    /** The last record that the log holds or is known to have held. */
    long lastSequence() {
        return lastSequence;
    }

    private void list() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                OptionalLong first = Segment.firstOf(file);
                if (first.isPresent() && Files.isRegularFile(file)) {
                    segments.put(first.getAsLong(), new Segment(directory, first.getAsLong(), Files.size(file)));
                }
            }
        }
    }

    /** Cuts what the last file holds behind its last whole batch; returns the last sequence number that stays. */
    private long cutLast(long acknowledged) {
        if (segments.isEmpty()) {
            return 0;
        }
        Segment last = segments.lastEntry().getValue();
        long size = last.durableBytes();
        // Not more frames can be in it than headers, so a name that lies cannot lead far astray.
        long end = last.first() + size / FrameFormat.HEADER_BYTES + 1;
        long keptSequence = last.first() - 1;
        long keptBytes = 0;
        try (SegmentReader reader = new SegmentReader(last.file())) {
            Frame frame;
            while ((frame = reader.next(size, last.first(), end)) != null) {
                if (frame.endsBatch() || frame.sequence() <= acknowledged) {
                    keptSequence = frame.sequence();
                    keptBytes = reader.position();
                }
            }
        } catch (IOException e) {
            keep(last, size);
            last.grownTo(keptBytes);
            return keptSequence;
        }
        if (keptBytes < size) {
            cut(last, keptBytes, size);
        }
        return keptSequence;
    }

    private void cut(Segment last, long keptBytes, long size) {
        observer.damaged(last.file().getFileName().toString(), size - keptBytes);
        last.grownTo(keptBytes);
        try {
            aside.keepTail(last.file(), keptBytes);
            if (keptBytes == 0) {
                Files.delete(last.file());
                segments.remove(last.first());
                return;
            }
            try (FileChannel channel = FileChannel.open(last.file(), StandardOpenOption.WRITE)) {
                channel.truncate(keptBytes);
                channel.force(true);
            }
        } catch (IOException e) {
            // What stays behind the cut has sequence numbers that the next file begins with, so it is passed over.
            observer.failed(e);
        }
    }

    private void keep(Segment segment, long bytes) {
        observer.damaged(segment.file().getFileName().toString(), bytes);
        try {
            aside.keep(segment.file());
        } catch (IOException e) {
            observer.failed(e);
        }
    }

    private void close() {
        long end = lastSequence + 1;
        for (Segment segment : segments.descendingMap().values()) {
            segment.endsBefore(end);
            end = segment.first();
        }
    }
}
