package io.modelwatch.logindexer.delivery;

/** What is to be done with a record after an answer. */
public enum Verdict {
    /** Stored: done. */
    INDEXED,

    /** Stored by an earlier attempt: done. */
    DUPLICATE,

    /** To be sent again after a short while. */
    LATER,

    /** To be sent again after a long while, because somebody must repair something first. */
    WHEN_REPAIRED,

    /** Never to be stored as it is: to be kept as a dead letter. */
    DEAD
}
