package io.modelwatch.intake;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** The bytes of a body one by one, gunzipped where needed and counted against the bound on the inflated size. */
final class BodyStream implements AutoCloseable {

    static final int END = -1;
    private static final int BUFFER_BYTES = 16 << 10;

    private final InputStream in;
    private final long maxBytes;
    private byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;
    private long total;

    private BodyStream(InputStream in, long maxBytes) {
        this.in = in;
        this.maxBytes = maxBytes;
    }

    static BodyStream open(InputStream body, @Nullable String contentEncoding, long maxBytes) throws IOException {
        String encoding =
                contentEncoding == null ? "identity" : contentEncoding.trim().toLowerCase(Locale.ROOT);
        return switch (encoding) {
            case "", "identity" -> new BodyStream(body, maxBytes);
            case "gzip", "x-gzip" -> new BodyStream(gunzip(body), maxBytes);
            default ->
                throw Problem.of(
                                CommonProblem.UNSUPPORTED_MEDIA_TYPE,
                                "Content-Encoding '" + encoding + "' is not supported; use gzip or none")
                        .asException();
        };
    }

    private static InputStream gunzip(InputStream body) throws IOException {
        try {
            return new GZIPInputStream(body, BUFFER_BYTES);
        } catch (ZipException | EOFException e) {
            throw damaged();
        }
    }

    /** The next byte as 0 to 255, or {@link #END}. */
    int read() throws IOException {
        return position < limit || fill() ? buffer[position++] & 0xFF : END;
    }

    /** Some of the next bytes, how many; 0 at the end. */
    int read(byte[] into) throws IOException {
        if (position == limit && !fill()) {
            return 0;
        }
        int count = Math.min(into.length, limit - position);
        System.arraycopy(buffer, position, into, 0, count);
        position += count;
        return count;
    }

    /** The next byte without taking it, or {@link #END}. */
    int peek() throws IOException {
        return position < limit || fill() ? buffer[position] & 0xFF : END;
    }

    /** Puts bytes back in front of what comes next. */
    void unread(byte[] bytes) {
        byte[] joined = new byte[bytes.length + limit - position];
        System.arraycopy(bytes, 0, joined, 0, bytes.length);
        System.arraycopy(buffer, position, joined, bytes.length, limit - position);
        buffer = joined;
        position = 0;
        limit = joined.length;
    }

    private boolean fill() throws IOException {
        if (buffer.length < BUFFER_BYTES) {
            buffer = new byte[BUFFER_BYTES];
        }
        int count;
        try {
            count = in.read(buffer);
        } catch (ZipException | EOFException e) {
            throw damaged();
        }
        if (count <= 0) {
            return false;
        }
        total += count;
        if (total > maxBytes) {
            throw Problem.of(CommonProblem.BODY_TOO_LARGE, "a body may have at most " + maxBytes + " bytes, inflated")
                    .asException();
        }
        position = 0;
        limit = count;
        return true;
    }

    private static ProblemException damaged() {
        return Problem.of(CommonProblem.MALFORMED_BODY, "the gzip stream is damaged or cut off")
                .asException();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
