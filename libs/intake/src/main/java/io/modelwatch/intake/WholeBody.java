package io.modelwatch.intake;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** A body whose protocol can only be read as a whole: in memory, gunzipped where needed, and bounded. */
public final class WholeBody {

    private static final int CHUNK_BYTES = 16 << 10;

    private WholeBody() {}

    /**
     * Reads to the end and closes the body.
     *
     * @param maxBytes most bytes after inflating
     * @param room is told how many bytes are about to be kept, piece by piece; what it throws ends the reading
     * @throws ProblemException 413, 415, or 400 for a damaged gzip stream
     */
    public static byte[] read(InputStream body, @Nullable String contentEncoding, long maxBytes, IntConsumer room) {
        try (BodyStream in = BodyStream.open(body, contentEncoding, maxBytes)) {
            ByteArrayOutputStream out = new ByteArrayOutputStream(CHUNK_BYTES);
            byte[] chunk = new byte[CHUNK_BYTES];
            for (int count = in.read(chunk); count > 0; count = in.read(chunk)) {
                room.accept(count);
                out.write(chunk, 0, count);
            }
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
