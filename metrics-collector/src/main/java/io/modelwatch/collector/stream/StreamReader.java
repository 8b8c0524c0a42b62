package io.modelwatch.collector.stream;

/** Who listens to a stream. */
interface StreamReader {

    /** Whether it has taken what was sent before. */
    boolean ready();

    /** Sends values; to be called only when it is ready. */
    void send(StreamJson update);

    /** Shows that the stream is alive; to be called only when it is ready. */
    void beat();

    /** Ends the stream. */
    void end();
}
