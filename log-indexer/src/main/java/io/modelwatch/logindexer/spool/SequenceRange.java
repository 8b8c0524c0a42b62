package io.modelwatch.logindexer.spool;

/**
 * The sequence numbers of records that were appended together.
 *
 * @param first the lowest
 * @param last the highest, included
 */
public record SequenceRange(long first, long last) {

    public SequenceRange {
        if (first < 1 || last < first) {
            throw new IllegalArgumentException("no range of sequence numbers: " + first + " to " + last);
        }
    }

    public long count() {
        return last - first + 1;
    }
}
