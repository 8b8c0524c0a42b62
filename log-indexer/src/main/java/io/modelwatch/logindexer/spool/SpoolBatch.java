package io.modelwatch.logindexer.spool;

import java.util.List;

/**
 * Records to deliver together. It stands for all sequence numbers of its range; those that have no record here are
 * damaged on disk.
 *
 * @param range the sequence numbers
 * @param records the records that could be read, in order
 */
public record SpoolBatch(SequenceRange range, List<Frame> records) {

    public SpoolBatch {
        records = List.copyOf(records);
    }

    /** How many records of the range cannot be read. */
    public long damaged() {
        return range.count() - records.size();
    }
}
