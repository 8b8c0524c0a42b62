package io.modelwatch.logindexer.spool;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a spool stands; {@code accepted = done.finished() + spooled} always holds.
 *
 * @param accepted records taken since the spool began
 * @param done what became of those that are done with
 * @param bytes size of the files
 * @param segments number of the files
 * @param oldest when the oldest record that is on its way was appended; null where none is
 * @param failure why the disk did not take records last time; null where it does
 */
public record SpoolStatus(
        long accepted,
        Tally done,
        long bytes,
        int segments,
        @Nullable Instant oldest,
        @Nullable String failure) {

    /** Records that are neither stored nor dead yet. */
    public long spooled() {
        return accepted - done.finished();
    }
}
