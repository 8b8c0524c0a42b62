package io.modelwatch.logindexer.spool;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Bounds of a spool.
 *
 * @param directory its directory, used by nothing else
 * @param segmentBytes size at which a new file is begun
 * @param maxBytes most bytes of all files; beyond it records are refused
 * @param reserveBytes bytes of the disk that stay free
 * @param asideBytes most bytes of damaged files that are kept aside
 * @param ledgerInterval shortest time between two writes of the ledger
 */
public record SpoolSettings(
        Path directory, long segmentBytes, long maxBytes, long reserveBytes, long asideBytes, Duration ledgerInterval) {

    public SpoolSettings {
        if (maxBytes < 2 * segmentBytes) {
            throw new IllegalArgumentException("the spool must have room for two segments of " + segmentBytes
                    + " bytes, may have only " + maxBytes + " bytes");
        }
        if (reserveBytes < 0 || ledgerInterval.isNegative()) {
            throw new IllegalArgumentException("reserve and ledger interval must not be negative");
        }
    }

    LogSettings log() {
        return new LogSettings(directory, segmentBytes, asideBytes);
    }
}
