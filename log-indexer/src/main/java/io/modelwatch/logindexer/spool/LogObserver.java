package io.modelwatch.logindexer.spool;

import java.time.Duration;

/** Is told what a log does; called on the log's own threads, so it must be quick. */
public interface LogObserver {

    /** Nobody who wants to know. */
    LogObserver NONE = new LogObserver() {};

    /** A group of records was written and forced to disk. */
    default void committed(int records, long bytes, Duration force) {}

    /** The disk failed; no record that was at stake was acknowledged. */
    default void failed(Exception cause) {}

    /** Bytes were found that are no intact record; the file is kept aside. */
    default void damaged(String file, long bytes) {}
}
