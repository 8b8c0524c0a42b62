package io.modelwatch.logindexer.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Records between their acknowledgement and their delivery. An append is on disk when it returns {@code Durable}.
 * Batches are taken in order by one thread and may be finished in any order by any; the ledger moves on over the
 * batches that are finished without a gap, so after a crash delivery goes on with the first record that was not.
 */
public final class Spool implements AutoCloseable {

    private static final Duration LOOK_FOR_ROOM = Duration.ofMillis(100);

    private final SpoolSettings settings;
    private final AppendLog log;
    private final LedgerFile ledgerFile;
    private final LogObserver observer;
    private final Reserve reserve;
    private final LogScanner scanner;
    private final Thread keeper;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final Condition freed = lock.newCondition();
    private final Progress progress;
    private boolean closed;
    private boolean ledgerIsBehind;

    /** The first sequence number that no batch has taken; used by the thread that takes batches. */
    private long untaken;

    /** A frame that was read but did not fit into the last batch. */
    private @Nullable Frame leftOver;

    private Spool(
            SpoolSettings settings,
            AppendLog log,
            LedgerFile ledgerFile,
            Tally done,
            LogObserver observer,
            Storage storage) {
        this.settings = settings;
        this.log = log;
        this.ledgerFile = ledgerFile;
        this.observer = observer;
        this.reserve = new Reserve(settings.directory(), storage, settings.reserveBytes());
        this.progress = new Progress(done);
        this.untaken = done.finished() + 1;
        this.scanner = log.scan(untaken);
        this.keeper = new Thread(this::keepLedger, "spool-ledger");
        this.keeper.setDaemon(true);
    }

    /**
     * Opens a spool, whatever its files hold.
     *
     * @throws IOException when the directory cannot be read or written or another process has the spool open
     */
    public static Spool open(SpoolSettings settings, InstantSource clock, LogObserver observer) throws IOException {
        return open(settings, clock, observer, new LocalDisk());
    }

    static Spool open(SpoolSettings settings, InstantSource clock, LogObserver observer, Storage storage)
            throws IOException {
        Files.createDirectories(settings.directory());
        LedgerFile ledgerFile = new LedgerFile(settings.directory(), storage);
        Optional<Ledger> known = ledgerFile.read();
        if (known.isEmpty() && ledgerFile.exists()) {
            observer.damaged("ledger", 0);
        }
        long acknowledged = known.map(Ledger::accepted).orElse(0L);
        AppendLog log = AppendLog.open(settings.log(), acknowledged, clock, observer, storage);
        // Without a ledger, what is still there is delivered again: Elasticsearch knows it by its identifiers.
        Tally done = known.map(Ledger::done).orElseGet(() -> new Tally(log.firstSequence() - 1, 0, 0, 0));
        Spool spool = new Spool(settings, log, ledgerFile, done, observer, storage);
        spool.keeper.start();
        return spool;
    }

    /** Why records would be refused just now, to be asked before a body is read; null where they would be taken. */
    public AppendOutcome.@Nullable Full fullness() {
        return fullFor(0);
    }

    /**
     * Waits until so many bytes would be taken; why they would not once the time is over, null where they would.
     */
    public AppendOutcome.@Nullable Full awaitRoom(long bytes, Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        AppendOutcome.Full full = fullFor(bytes);
        while (full != null) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return full;
            }
            lock.lock();
            try {
                // Now and then it looks by itself: others may make room on the disk.
                freed.awaitNanos(Math.min(left, LOOK_FOR_ROOM.toNanos()));
            } finally {
                lock.unlock();
            }
            full = fullFor(bytes);
        }
        return null;
    }

    /** Appends records together and waits until they are on disk. */
    public AppendOutcome append(List<byte[]> payloads) throws InterruptedException {
        return append(payloads, Duration.ZERO);
    }

    /** The same, but where there is no room it waits for some first. */
    public AppendOutcome append(List<byte[]> payloads, Duration atMost) throws InterruptedException {
        long bytes = payloads.stream().mapToLong(FrameFormat::sizeOf).sum();
        AppendOutcome.Full full = awaitRoom(bytes, atMost);
        if (full != null) {
            return full;
        }
        try {
            return new AppendOutcome.Durable(log.append(payloads).get());
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return new AppendOutcome.Failed(String.valueOf(cause.getMessage()));
        }
    }

    private AppendOutcome.@Nullable Full fullFor(long bytes) {
        long held = log.bytes() + log.queuedBytes();
        if (held + bytes > settings.maxBytes()) {
            return new AppendOutcome.Full("the spool holds " + held + " of at most " + settings.maxBytes() + " bytes");
        }
        try {
            if (!reserve.allows(bytes, System.nanoTime())) {
                return new AppendOutcome.Full(
                        "the spool's disk has only its reserve of " + settings.reserveBytes() + " bytes left");
            }
        } catch (IOException e) {
            return new AppendOutcome.Full("the spool's disk does not tell how much is free");
        }
        return null;
    }

    /** Waits until there are records to take; to be called by the thread that takes them. */
    public boolean awaitRecords(Duration atMost) throws InterruptedException {
        return log.awaitBeyond(untaken - 1, atMost);
    }

    /** How many records there are to take; to be called by the thread that takes them. */
    public long untaken() {
        return log.lastSequence() - untaken + 1;
    }

    /**
     * Takes the next records to deliver, waiting for some; to be called by one thread.
     *
     * @return null when the time is over without any
     * @throws IOException when records cannot be read just now; the call may be repeated
     */
    public @Nullable SpoolBatch take(int maxRecords, long maxBytes, Duration atMost)
            throws IOException, InterruptedException {
        if (!log.awaitBeyond(untaken - 1, atMost)) {
            return null;
        }
        long durable = log.lastSequence();
        List<Frame> records = new ArrayList<>();
        long bytes = 0;
        long through = durable; // where nothing more can be read, the rest is damaged
        while (true) {
            Frame frame;
            try {
                frame = nextFrame();
            } catch (IOException e) {
                if (records.isEmpty()) {
                    throw e;
                }
                through = records.getLast().sequence();
                break;
            }
            if (frame == null) {
                break;
            }
            bytes += frame.payload().length;
            if (!records.isEmpty() && (records.size() >= maxRecords || bytes > maxBytes)) {
                leftOver = frame;
                through = frame.sequence() - 1;
                break;
            }
            records.add(frame);
            through = Math.max(durable, frame.sequence());
        }
        SpoolBatch batch = new SpoolBatch(new SequenceRange(untaken, through), records);
        untaken = through + 1;
        scanner.passOver(through);
        lock.lock();
        try {
            progress.began(batch);
        } finally {
            lock.unlock();
        }
        return batch;
    }

    private @Nullable Frame nextFrame() throws IOException {
        Frame kept = leftOver;
        leftOver = null;
        return kept == null ? scanner.next() : kept;
    }

    /** Notes what became of the records of a batch; those it could not read count as dead. */
    public void finish(SpoolBatch batch, Tally tally) {
        lock.lock();
        try {
            if (progress.finished(batch, tally)) {
                ledgerIsBehind = true;
                moved.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    public SpoolStatus status() {
        Tally done;
        Instant oldest;
        lock.lock();
        try {
            done = progress.done();
            oldest = progress.oldest();
        } finally {
            lock.unlock();
        }
        Throwable failure = log.failure();
        return new SpoolStatus(
                log.lastSequence(),
                done,
                log.bytes(),
                log.segments(),
                oldest,
                failure == null ? null : String.valueOf(failure.getMessage()));
    }

    private void keepLedger() {
        boolean last = false;
        while (!last) {
            lock.lock();
            try {
                while (!ledgerIsBehind && !closed) {
                    moved.await();
                }
                last = closed;
                ledgerIsBehind = false;
            } catch (InterruptedException e) {
                continue;
            } finally {
                lock.unlock();
            }
            writeLedger();
            if (!last) {
                pause();
            }
        }
    }

    private void writeLedger() {
        Tally done;
        lock.lock();
        try {
            done = progress.done();
        } finally {
            lock.unlock();
        }
        try {
            ledgerFile.write(new Ledger(log.lastSequence(), done));
            log.deleteThrough(done.finished());
            noted(freed::signalAll);
        } catch (IOException e) {
            observer.failed(e);
            noted(() -> ledgerIsBehind = true);
        }
    }

    private void noted(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }

    private void pause() {
        long nanos = settings.ledgerInterval().toNanos();
        lock.lock();
        try {
            while (nanos > 0 && !closed) {
                nanos = moved.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            // A shorter pause does no harm.
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing more, finishes what is being written, and writes the ledger; what is left stays on disk. */
    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            if (closed) {
                return;
            }
        } finally {
            lock.unlock();
        }
        log.stop();
        lock.lock();
        try {
            closed = true;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (keeper.isAlive()) {
            try {
                keeper.join(1000);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        scanner.close();
        log.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
