package io.modelwatch.logindexer.spool;

import java.time.Instant;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which batches are on their way, and what is done with up to the first that is not. Guarded by the spool. */
final class Progress {

    private final NavigableMap<Long, Open> open = new TreeMap<>();
    private Tally done;

    private static final class Open {
        private final @Nullable Instant since;
        private @Nullable Tally tally;

        private Open(@Nullable Instant since) {
            this.since = since;
        }
    }

    Progress(Tally done) {
        this.done = done;
    }

    Tally done() {
        return done;
    }

    /** When the first record on its way was appended. */
    @Nullable
    Instant oldest() {
        return open.isEmpty() ? null : open.firstEntry().getValue().since;
    }

    void began(SpoolBatch batch) {
        Instant since =
                batch.records().isEmpty() ? null : batch.records().getFirst().time();
        open.put(batch.range().first(), new Open(since));
    }

    /** Notes what became of a batch; whether {@link #done} moved on. */
    boolean finished(SpoolBatch batch, Tally tally) {
        Open finished = open.get(batch.range().first());
        if (finished == null || finished.tally != null) {
            throw new IllegalStateException("the batch from " + batch.range().first() + " is not on its way");
        }
        if (tally.finished() != batch.records().size()) {
            throw new IllegalArgumentException(
                    "a batch of " + batch.records().size() + " records cannot end as " + tally);
        }
        finished.tally = tally.plusDamaged(batch.damaged());
        boolean moved = false;
        while (!open.isEmpty()) {
            Tally first = open.firstEntry().getValue().tally;
            if (first == null) {
                break;
            }
            done = done.plus(first);
            open.pollFirstEntry();
            moved = true;
        }
        return moved;
    }
}
