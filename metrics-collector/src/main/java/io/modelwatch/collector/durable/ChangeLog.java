package io.modelwatch.collector.durable;

import java.io.IOException;

/** Where changes are noted, so that they can be made again after a restart. Thread-safe. */
public interface ChangeLog {

    /** Notes nothing. */
    ChangeLog NONE = new ChangeLog() {
        @Override
        public void together(Runnable changes) {
            changes.run();
        }

        @Override
        public void note(Durable owner, Note note) {
            // Nothing survives.
        }
    };

    /**
     * Makes changes on the calling thread; after a restart all of them are there or none. Returns when they are safe from
     * the end of the process. They must not wait for anything. May be nested.
     */
    void together(Runnable changes);

    /** Notes one change, from within {@link #together}. */
    void note(Durable owner, Note note);

    /** What {@link Durable#replay} needs. */
    @FunctionalInterface
    interface Note {
        void write(PartWriter out) throws IOException;
    }
}
