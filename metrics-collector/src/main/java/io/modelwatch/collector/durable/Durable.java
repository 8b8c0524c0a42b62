package io.modelwatch.collector.durable;

import java.io.IOException;

/**
 * Something in memory that is the same again after a restart. Every change is noted in a {@link ChangeLog}; from time to
 * time all of it is written as parts, each of which can be read by itself.
 */
public interface Durable {

    /** Names its parts and changes on disk; must never change. */
    String name();

    /** A snapshot begins: it shall show the state of this moment. Called while nothing changes, so it must be quick. */
    void beginSnapshot();

    /** Writes the state as it was when the snapshot began, while changes go on. */
    void writeSnapshot(PartSink sink) throws IOException;

    /** Takes back one part of a snapshot. */
    void restore(PartReader part) throws IOException;

    /** Makes a change again that was noted; is not noted once more. */
    void replay(PartReader change) throws IOException;

    /** Takes the parts of a snapshot. */
    @FunctionalInterface
    interface PartSink {
        void part(byte[] part) throws IOException;
    }
}
