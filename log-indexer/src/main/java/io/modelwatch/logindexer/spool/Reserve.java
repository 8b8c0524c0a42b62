package io.modelwatch.logindexer.spool;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Keeps some of the disk free: intake stops when the reserve is reached and goes on once a tenth more than that is
 * free again.
 */
final class Reserve {

    private static final long LOOK_EVERY_NANOS = 100_000_000;

    private final Path directory;
    private final Storage storage;
    private final long reserveBytes;
    private long usable;
    private long lookedAt;
    private boolean looked;
    private boolean reached;

    Reserve(Path directory, Storage storage, long reserveBytes) {
        this.directory = directory;
        this.storage = storage;
        this.reserveBytes = reserveBytes;
    }

    /** Whether so many more bytes can be written without touching the reserve. */
    synchronized boolean allows(long bytes, long nowNanos) throws IOException {
        if (!looked || nowNanos - lookedAt > LOOK_EVERY_NANOS) {
            usable = storage.usableBytes(directory);
            lookedAt = nowNanos;
            looked = true;
        }
        long wanted = bytes + reserveBytes + (reached ? reserveBytes / 10 : 0);
        reached = usable < wanted;
        if (!reached) {
            usable -= bytes;
        }
        return !reached;
    }
}
