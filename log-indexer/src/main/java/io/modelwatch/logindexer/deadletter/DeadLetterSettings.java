package io.modelwatch.logindexer.deadletter;

import io.modelwatch.logindexer.spool.LogSettings;
import java.nio.file.Path;

/**
 * Bounds of the dead letters.
 *
 * @param directory their directory, used by nothing else
 * @param maxBytes most bytes of all letters; beyond it the oldest go
 * @param asideBytes most bytes of damaged files that are kept aside
 */
public record DeadLetterSettings(Path directory, long maxBytes, long asideBytes) {

    private static final long MIN_BYTES = 64 << 10;
    private static final long MAX_SEGMENT_BYTES = 16 << 20;
    private static final long SETTLEMENT_SEGMENT_BYTES = 1 << 20;

    public DeadLetterSettings {
        if (maxBytes < MIN_BYTES) {
            throw new IllegalArgumentException("max-bytes must be at least " + MIN_BYTES + ", was " + maxBytes);
        }
    }

    LogSettings letters() {
        return new LogSettings(directory, Math.min(maxBytes / 4, MAX_SEGMENT_BYTES), asideBytes);
    }

    LogSettings settlements() {
        return new LogSettings(directory.resolve("settled"), SETTLEMENT_SEGMENT_BYTES, asideBytes);
    }
}
