package io.modelwatch.collector.durable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * Changes since the last snapshot, in a file. Changes made together are one frame, handed to the operating system before
 * {@link #together} returns: the end of the process loses none, and a frame that is cut off counts as none. While no file
 * is open, or when it cannot be written, changes are made all the same and only lack their note. Thread-safe.
 */
public final class Journal implements ChangeLog {

    static final String KIND = "MWCJ";

    private final ReadWriteLock gate = new ReentrantReadWriteLock();
    private final Lock appending = new ReentrantLock();

    @SuppressWarnings("ThreadLocalUsage") // there is one journal a process
    private final ThreadLocal<PartWriter> batch = new ThreadLocal<>();

    private final LongAdder failures = new LongAdder();
    private volatile @Nullable FileChannel file;
    private final AtomicLong bytes = new AtomicLong();
    private boolean dirty;

    @Override
    public void together(Runnable changes) {
        gate.readLock().lock();
        try {
            if (file == null || batch.get() != null) {
                changes.run();
            } else {
                runNoting(changes);
            }
        } finally {
            gate.readLock().unlock();
        }
    }

    /** Notes what was changed even when a later change fails, because it stays changed. */
    private void runNoting(Runnable changes) {
        PartWriter notes = new PartWriter();
        batch.set(notes);
        try {
            changes.run();
        } finally {
            batch.remove();
            append(notes);
        }
    }

    @Override
    public void note(Durable owner, Note note) {
        PartWriter notes = batch.get();
        if (notes == null) {
            return;
        }
        try {
            notes.text(owner.name());
            note.write(notes);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written", e);
        }
    }

    private void append(PartWriter notes) {
        if (notes.isEmpty()) {
            return;
        }
        appending.lock();
        try {
            FileChannel open = file;
            if (open != null) {
                bytes.addAndGet(Frames.write(open, notes.toBytes()));
                dirty = true;
            }
        } catch (IOException e) {
            failures.increment();
            // What follows a frame that was written in part could not be read again.
            close();
        } finally {
            appending.unlock();
        }
    }

    /** Goes on in a new file; runs the action at the moment between the two, while nothing changes. */
    void switchTo(Path next, long generation, Runnable action) throws IOException {
        FileChannel opened = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        try {
            Frames.writeHeader(opened, KIND, generation);
        } catch (IOException e) {
            opened.close();
            throw e;
        }
        gate.writeLock().lock();
        try {
            close();
            file = opened;
            bytes.set(0);
            action.run();
        } finally {
            gate.writeLock().unlock();
        }
    }

    /** Hands what was appended to the disk itself. */
    void force() throws IOException {
        FileChannel open;
        appending.lock();
        try {
            open = dirty ? file : null;
            dirty = false;
        } finally {
            appending.unlock();
        }
        if (open != null) {
            open.force(false);
        }
    }

    /** Ends the file; changes are noted no more. */
    void close() {
        appending.lock();
        try {
            FileChannel open = file;
            file = null;
            if (open != null) {
                open.force(false);
                open.close();
            }
        } catch (IOException e) {
            failures.increment();
        } finally {
            appending.unlock();
        }
    }

    /** Whether changes are being noted. */
    boolean isOpen() {
        return file != null;
    }

    /** Bytes in the current file. */
    long bytes() {
        return bytes.get();
    }

    /** How often the file could not be written. */
    long failures() {
        return failures.sum();
    }
}
