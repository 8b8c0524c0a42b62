package io.modelwatch.logindexer.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Writes server-sent events. Data is one line, such as JSON. Not thread-safe. */
final class EventStream {

    private final OutputStream out;

    EventStream(OutputStream out) {
        this.out = out;
    }

    /** Tells the reader how long to wait before it connects again. */
    void retryAfter(long millis) throws IOException {
        write("retry: " + millis + "\n\n");
    }

    /** Writes what readers ignore. */
    void comment(String text) throws IOException {
        write(": " + text + "\n\n");
    }

    void event(String name, @Nullable String id, String data) throws IOException {
        write((id == null ? "" : "id: " + id + "\n") + "event: " + name + "\ndata: " + data + "\n\n");
    }

    /** Sends what was written; waits for a reader that is slow. */
    void flush() throws IOException {
        out.flush();
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(UTF_8));
    }
}
