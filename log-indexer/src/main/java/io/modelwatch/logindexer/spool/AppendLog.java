package io.modelwatch.logindexer.spool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A log of records in files of bounded size. An append is durable when its future completes: one thread writes whatever
 * has gathered, forces it to disk once, and then completes all of it. Opening a log never fails because of what its
 * files hold.
 */
public final class AppendLog implements AutoCloseable {

    private static final long GROUP_BYTES = 1 << 20;
    private static final Duration RETRY_AFTER_FAILURE = Duration.ofSeconds(1);

    private final Path directory;
    private final long segmentBytes;
    private final Storage storage;
    private final InstantSource clock;
    private final LogObserver observer;
    private final Aside aside;
    private final FileChannel lockFile;
    private final ConcurrentSkipListMap<Long, Segment> segments;
    private final LogWriter writer;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition queued = lock.newCondition();
    private final Condition appended = lock.newCondition();
    private final ArrayDeque<Pending> queue = new ArrayDeque<>();
    private long queuedBytes;
    private boolean closed;

    private volatile long lastSequence;
    private volatile @Nullable Throwable failure;

    @SuppressWarnings("ArrayRecordComponent")
    private record Pending(List<byte[]> payloads, long bytes, CompletableFuture<SequenceRange> result) {}

    private AppendLog(
            LogSettings settings,
            Storage storage,
            InstantSource clock,
            LogObserver observer,
            Aside aside,
            Recovery recovery,
            FileChannel lockFile) {
        this.directory = settings.directory();
        this.segmentBytes = settings.segmentBytes();
        this.storage = storage;
        this.clock = clock;
        this.observer = observer;
        this.aside = aside;
        this.lockFile = lockFile;
        this.segments = recovery.segments();
        this.lastSequence = recovery.lastSequence();
        this.writer = new LogWriter(directory, storage);
        this.thread = new Thread(this::run, "log-writer-" + directory.getFileName());
        this.thread.setDaemon(true);
    }

    /**
     * Opens a log, or begins one where the directory is empty.
     *
     * @param acknowledged a sequence number known to have been acknowledged; sequence numbers go on behind it
     * @throws IOException when the directory cannot be read or written or another process has the log open
     */
    public static AppendLog open(LogSettings settings, long acknowledged, InstantSource clock, LogObserver observer)
            throws IOException {
        return open(settings, acknowledged, clock, observer, new LocalDisk());
    }

    static AppendLog open(
            LogSettings settings, long acknowledged, InstantSource clock, LogObserver observer, Storage storage)
            throws IOException {
        Files.createDirectories(settings.directory());
        FileChannel lockFile = lock(settings.directory());
        try {
            Aside aside = new Aside(settings.directory(), settings.asideBytes());
            Recovery recovery = Recovery.of(settings.directory(), acknowledged, aside, observer);
            AppendLog log = new AppendLog(settings, storage, clock, observer, aside, recovery, lockFile);
            log.thread.start();
            return log;
        } catch (IOException | RuntimeException e) {
            lockFile.close();
            throw e;
        }
    }

    private static FileChannel lock(Path directory) throws IOException {
        FileChannel file =
                FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = file.tryLock();
            if (lock != null) {
                return file;
            }
        } catch (OverlappingFileLockException e) {
            // Open in this very process: the same answer.
        } catch (IOException e) {
            file.close();
            throw e;
        }
        file.close();
        throw new IOException("another process has the log in " + directory + " open");
    }

    /**
     * Appends records together: after a crash either all of them are there or none.
     *
     * @return completes with their sequence numbers once they are on disk, or with a {@link LogWriteException}
     */
    public CompletableFuture<SequenceRange> append(List<byte[]> payloads) {
        if (payloads.isEmpty()) {
            throw new IllegalArgumentException("nothing to append");
        }
        long bytes = 0;
        for (byte[] payload : payloads) {
            if (payload.length > FrameFormat.MAX_PAYLOAD_BYTES) {
                throw new IllegalArgumentException("a record of " + payload.length + " bytes is too long");
            }
            bytes += FrameFormat.sizeOf(payload);
        }
        Pending pending = new Pending(List.copyOf(payloads), bytes, new CompletableFuture<>());
        lock.lock();
        try {
            if (closed) {
                pending.result.completeExceptionally(
                        new LogWriteException("the log is closed", new IllegalStateException("closed")));
            } else {
                queue.add(pending);
                queuedBytes += bytes;
                queued.signal();
            }
        } finally {
            lock.unlock();
        }
        return pending.result;
    }

    /** The last record that is on disk; 0 before the first. */
    public long lastSequence() {
        return lastSequence;
    }

    /** Bytes of all files. */
    public long bytes() {
        return segments.values().stream().mapToLong(Segment::durableBytes).sum();
    }

    /** Bytes that were handed to {@link #append} and are not on disk yet. */
    public long queuedBytes() {
        lock.lock();
        try {
            return queuedBytes;
        } finally {
            lock.unlock();
        }
    }

    public int segments() {
        return segments.size();
    }

    /** Why the log could not be written last time; null when it works. */
    public @Nullable Throwable failure() {
        return failure;
    }

    /** Reads from a sequence number on, as far as records are on disk. */
    public LogScanner scan(long from) {
        return new LogScanner(this, from);
    }

    /** Waits until there is a record behind the given one; false when the time is over or the log closed. */
    public boolean awaitBeyond(long sequence, Duration atMost) throws InterruptedException {
        long nanos = atMost.toNanos();
        lock.lock();
        try {
            while (lastSequence <= sequence && nanos > 0 && !closed) {
                nanos = appended.awaitNanos(nanos);
            }
            return lastSequence > sequence;
        } finally {
            lock.unlock();
        }
    }

    /** Deletes the files that hold nothing behind the given sequence number. */
    public void deleteThrough(long sequence) throws IOException {
        boolean deleted = false;
        for (Segment segment : segments.values()) {
            if (segment.end() == Long.MAX_VALUE || segment.end() - 1 > sequence) {
                break;
            }
            storage.delete(segment.file());
            segments.remove(segment.first());
            deleted = true;
        }
        if (deleted) {
            storage.forceDirectory(directory);
        }
    }

    /** The first sequence number that a file may hold; one behind the last record where there is no file. */
    public long firstSequence() {
        Map.Entry<Long, Segment> first = segments.firstEntry();
        return first == null ? lastSequence + 1 : first.getKey();
    }

    /** The last sequence number of the oldest file, if that is not the one being written; 0 where it is. */
    public long endOfOldest() {
        Map.Entry<Long, Segment> first = segments.firstEntry();
        return first == null || first.getValue().end() == Long.MAX_VALUE
                ? 0
                : first.getValue().end() - 1;
    }

    /**
     * The file that may hold a sequence number or, failing that, the first one behind it. It always ends behind the
     * number, so whoever goes on from its end gets on: a file that a crash left empty ends where it begins.
     */
    @Nullable
    Segment segmentAt(long sequence) {
        Map.Entry<Long, Segment> entry = segments.floorEntry(sequence);
        if (entry == null) {
            entry = segments.higherEntry(sequence);
        }
        while (entry != null && entry.getValue().end() <= sequence) {
            entry = segments.higherEntry(entry.getKey());
        }
        return entry == null ? null : entry.getValue();
    }

    /** Notes that a file holds bytes that are no intact frame, and keeps it aside. */
    void damaged(Segment segment, long bytes) {
        observer.damaged(segment.file().getFileName().toString(), bytes);
        if (segment.damaged()) {
            return;
        }
        segment.markDamaged();
        try {
            aside.keep(segment.file());
        } catch (IOException e) {
            observer.failed(e);
        }
    }

    private void run() {
        while (true) {
            List<Pending> group;
            try {
                group = nextGroup();
            } catch (InterruptedException e) {
                continue; // Nobody has reason to interrupt this thread, and a closed channel would cost records.
            }
            if (group == null) {
                break;
            }
            if (!group.isEmpty()) {
                commit(group);
            } else if (failure != null) {
                tryAgain();
            }
        }
        try {
            writer.close();
        } catch (IOException e) {
            observer.failed(e);
        }
    }

    /** What to write together: empty after a while without anything, null once closed and all is written. */
    private @Nullable List<Pending> nextGroup() throws InterruptedException {
        List<Pending> group = new ArrayList<>();
        lock.lock();
        try {
            long nanos = RETRY_AFTER_FAILURE.toNanos();
            while (queue.isEmpty()) {
                if (closed) {
                    return null;
                }
                if (nanos <= 0) {
                    return group;
                }
                nanos = queued.awaitNanos(nanos);
            }
            long room = Math.min(GROUP_BYTES, roomFor(queue.getFirst()));
            do {
                Pending pending = queue.removeFirst();
                room -= pending.bytes;
                group.add(pending);
            } while (!queue.isEmpty() && queue.getFirst().bytes <= room);
            return group;
        } finally {
            lock.unlock();
        }
    }

    private long roomFor(Pending next) {
        return mustRollFor(next) ? segmentBytes : segmentBytes - writer.length();
    }

    /** Whether a new file must be begun; an empty one takes any batch, however large. */
    private boolean mustRollFor(Pending next) {
        return writer.segment() == null || (writer.length() > 0 && writer.length() + next.bytes > segmentBytes);
    }

    private void commit(List<Pending> group) {
        long next = lastSequence + 1;
        try {
            if (mustRollFor(group.getFirst())) {
                roll(next);
            }
            int records = 0;
            long bytes = 0;
            for (Pending pending : group) {
                writer.write(next + records, pending.payloads, clock.instant());
                records += pending.payloads.size();
                bytes += pending.bytes;
            }
            long before = System.nanoTime();
            writer.force();
            observer.committed(records, bytes, Duration.ofNanos(System.nanoTime() - before));
            published(next + records - 1, group);
            failure = null;
            for (Pending pending : group) {
                pending.result.complete(new SequenceRange(next, next + pending.payloads.size() - 1));
                next += pending.payloads.size();
            }
        } catch (Throwable e) { // also an Error: without this thread nothing would ever be answered again
            abandon(e);
            published(lastSequence, group);
            LogWriteException cause = new LogWriteException("the log cannot be written: " + e.getMessage(), e);
            group.forEach(pending -> pending.result.completeExceptionally(cause));
        }
    }

    private void published(long sequence, List<Pending> group) {
        lock.lock();
        try {
            lastSequence = sequence;
            for (Pending pending : group) {
                queuedBytes -= pending.bytes;
            }
            appended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void roll(long next) throws IOException {
        Segment full = writer.segment();
        if (full != null) {
            full.endsBefore(next);
        }
        writer.close();
        Segment opened = writer.open(next);
        segments.put(next, opened);
    }

    private void abandon(Throwable cause) {
        failure = cause;
        Segment left = writer.segment();
        writer.abandon();
        if (left != null && left.first() > lastSequence) {
            segments.remove(left.first());
        } else if (left != null) {
            left.endsBefore(lastSequence + 1);
        }
        observer.failed(cause instanceof Exception e ? e : new IOException(cause));
    }

    /** Looks whether the disk takes a file again, so that the log recovers without traffic. */
    private void tryAgain() {
        try {
            if (writer.segment() == null) {
                roll(lastSequence + 1);
            }
            writer.force();
            failure = null;
        } catch (IOException | RuntimeException e) {
            abandon(e);
        }
    }

    /** Refuses what comes from now on, writes what was taken, and lets go of the files. */
    @Override
    public void close() throws IOException {
        stop();
        lockFile.close();
    }

    /** Refuses what comes from now on and writes what was taken. */
    void stop() {
        lock.lock();
        try {
            closed = true;
            queued.signalAll();
            appended.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join(TimeUnit.SECONDS.toMillis(1));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
