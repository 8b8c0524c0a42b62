package io.modelwatch.logindexer.spool;

import java.nio.file.Path;

/**
 * Where a log lies and how it is cut.
 *
 * @param directory its directory, used by nothing else
 * @param segmentBytes size at which a new file is begun
 * @param asideBytes most bytes of damaged files that are kept aside
 */
public record LogSettings(Path directory, long segmentBytes, long asideBytes) {

    public LogSettings {
        if (segmentBytes < 1 || asideBytes < 0) {
            throw new IllegalArgumentException(
                    "sizes must be positive: segment " + segmentBytes + ", aside " + asideBytes);
        }
    }
}
