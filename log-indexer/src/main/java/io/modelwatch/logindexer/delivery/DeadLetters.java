package io.modelwatch.logindexer.delivery;

import java.io.IOException;
import java.util.List;

/** Keeps dead letters. */
public interface DeadLetters {

    /**
     * Keeps letters; they are on disk when this returns. One that is kept already is not kept twice.
     *
     * @throws IOException when they could not be kept; the call may be repeated
     */
    void keep(List<DeadLetter> letters) throws IOException, InterruptedException;
}
