package io.modelwatch.logindexer.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes frames to one file after another. Used by one thread. */
final class LogWriter {

    private static final int BUFFER_BYTES = 1 << 20;

    private final Path directory;
    private final Storage storage;
    private final ByteBuffer header = ByteBuffer.allocate(FrameFormat.HEADER_BYTES);
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);

    private Storage.@Nullable Output output;
    private @Nullable Segment segment;
    private boolean directoryForced;
    private long length;

    LogWriter(Path directory, Storage storage) {
        this.directory = directory;
        this.storage = storage;
    }

    @Nullable
    Segment segment() {
        return segment;
    }

    long length() {
        return length;
    }

    Segment open(long first) throws IOException {
        Segment opened = new Segment(directory, first, 0);
        output = storage.create(opened.file());
        segment = opened;
        directoryForced = false;
        length = 0;
        return opened;
    }

    void write(long firstSequence, List<byte[]> payloads, Instant now) throws IOException {
        for (int i = 0; i < payloads.size(); i++) {
            byte[] payload = payloads.get(i);
            FrameFormat.header(header, firstSequence + i, now, i == payloads.size() - 1, payload);
            put(header.array());
            put(payload);
            length += FrameFormat.sizeOf(payload);
        }
    }

    private void put(byte[] bytes) throws IOException {
        int from = 0;
        while (from < bytes.length) {
            if (!buffer.hasRemaining()) {
                flush();
            }
            int count = Math.min(buffer.remaining(), bytes.length - from);
            buffer.put(bytes, from, count);
            from += count;
        }
    }

    private void flush() throws IOException {
        buffer.flip();
        required().write(buffer);
        buffer.clear();
    }

    /** Everything written so far is on disk when this returns. */
    void force() throws IOException {
        flush();
        required().force();
        if (!directoryForced) {
            storage.forceDirectory(directory);
            directoryForced = true;
        }
        if (segment != null) {
            segment.grownTo(length);
        }
    }

    private Storage.Output required() throws IOException {
        if (output == null) {
            throw new IOException("no file is open");
        }
        return output;
    }

    /**
     * Gives the file up after a failure: it is never forced again, because the kernel may have dropped its pages. What
     * is not known to be durable is cut off if that can be done; readers pass over it in any case.
     */
    void abandon() {
        Storage.Output abandoned = output;
        Segment left = segment;
        output = null;
        segment = null;
        length = 0;
        buffer.clear();
        if (abandoned == null || left == null) {
            return;
        }
        try (abandoned) {
            abandoned.truncate(left.durableBytes());
        } catch (IOException e) {
            // Its frames have sequence numbers that the next file begins with.
            return;
        }
    }

    void close() throws IOException {
        Storage.Output closed = output;
        output = null;
        segment = null;
        length = 0;
        if (closed != null) {
            closed.close();
        }
    }
}
