package io.modelwatch.logindexer.spool;

/**
 * What became of all records since the spool began: the records 1 to {@code done.finished()} are done with, the others
 * up to {@code accepted} are spooled. One value says both where delivery goes on and what was counted, so the two
 * cannot disagree after a crash.
 *
 * @param accepted records that were acknowledged, as far as known when this was written
 * @param done what became of those that are done with
 */
record Ledger(long accepted, Tally done) {

    static final Ledger EMPTY = new Ledger(0, Tally.NONE);

    Ledger {
        if (accepted < done.finished()) {
            throw new IllegalArgumentException(
                    "more records are done with than were accepted: " + done.finished() + " of " + accepted);
        }
    }
}
