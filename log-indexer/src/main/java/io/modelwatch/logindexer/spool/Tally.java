package io.modelwatch.logindexer.spool;

/**
 * What became of some records: each of them counts once.
 *
 * @param indexed stored by Elasticsearch
 * @param duplicate known to Elasticsearch already
 * @param dead refused by Elasticsearch for good, or damaged on disk
 * @param damaged those of the dead that were damaged on disk
 */
public record Tally(long indexed, long duplicate, long dead, long damaged) {

    public static final Tally NONE = new Tally(0, 0, 0, 0);

    public Tally {
        if (indexed < 0 || duplicate < 0 || damaged < 0 || dead < damaged) {
            throw new IllegalArgumentException("no tally: indexed " + indexed + ", duplicate " + duplicate + ", dead "
                    + dead + ", damaged " + damaged);
        }
    }

    /** All records that are done with. */
    public long finished() {
        return indexed + duplicate + dead;
    }

    public Tally plus(Tally other) {
        return new Tally(
                indexed + other.indexed, duplicate + other.duplicate, dead + other.dead, damaged + other.damaged);
    }

    Tally plusDamaged(long records) {
        return new Tally(indexed, duplicate, dead + records, damaged + records);
    }
}
