package io.modelwatch.logindexer.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A disk that fails on demand. */
final class FaultyDisk implements Storage {

    final AtomicInteger forces = new AtomicInteger();
    final AtomicLong usable = new AtomicLong(Long.MAX_VALUE);
    /** How often somebody asked for the usable bytes. */
    final AtomicInteger looks = new AtomicInteger();

    final List<String> forcedAfterFailure = new ArrayList<>();
    volatile boolean forceFails;
    volatile boolean truncateFails;

    /** Bytes that may still be written before the disk is full. */
    final AtomicLong room = new AtomicLong(Long.MAX_VALUE);

    private final LocalDisk disk = new LocalDisk();

    @Override
    public Output create(Path file) throws IOException {
        Output output = disk.create(file);
        return new Output() {
            private boolean failed;

            @Override
            public void write(ByteBuffer bytes) throws IOException {
                if (file.toString().endsWith(".log") && bytes.remaining() > room.get()) {
                    bytes.limit(bytes.position() + (int) room.get());
                    room.set(0);
                    output.write(bytes);
                    throw new IOException("No space left on device");
                }
                room.addAndGet(-bytes.remaining());
                output.write(bytes);
            }

            @Override
            public void force() throws IOException {
                if (failed) {
                    forcedAfterFailure.add(file.toString());
                }
                if (forceFails && file.toString().endsWith(".log")) {
                    failed = true;
                    throw new IOException("Input/output error");
                }
                forces.incrementAndGet();
                output.force();
            }

            @Override
            public void truncate(long length) throws IOException {
                if (truncateFails) {
                    throw new IOException("Input/output error");
                }
                output.truncate(length);
            }

            @Override
            public void close() throws IOException {
                output.close();
            }
        };
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        disk.forceDirectory(directory);
    }

    @Override
    public void delete(Path file) throws IOException {
        disk.delete(file);
    }

    @Override
    public long usableBytes(Path directory) {
        looks.incrementAndGet();
        return usable.get();
    }
}
