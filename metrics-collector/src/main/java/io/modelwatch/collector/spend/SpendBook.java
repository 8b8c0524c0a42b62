package io.modelwatch.collector.spend;

import java.time.Instant;
import java.util.Map;

/** Where roll-ups are written. */
@FunctionalInterface
interface SpendBook {

    /**
     * Writes what this run has counted so far, in place of what it wrote before; writing the same again changes nothing.
     * Returns once it is committed.
     *
     * @param arrived the hour in which the records came, which tells rows of one key and hour apart
     * @throws BookException when that is not certain
     */
    void write(Instant arrived, Map<SpendKey, Spend> rows) throws BookException;

    /** It is not certain that the rows were written. */
    final class BookException extends Exception {

        private static final long serialVersionUID = 1;

        BookException(String message) {
            super(message);
        }
    }
}
