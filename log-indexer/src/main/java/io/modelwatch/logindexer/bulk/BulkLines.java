package io.modelwatch.logindexer.bulk;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a {@code _bulk} body, blank ones included, gunzipped where needed. Memory is bounded by one line and one
 * buffer. Not thread-safe.
 */
final class BulkLines implements AutoCloseable {

    private static final int BUFFER_BYTES = 32 << 10;

    private final InputStream in;
    private final long maxBodyBytes;
    private final int maxLineBytes;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private byte[] line = new byte[4 << 10];
    private int position;
    private int limit;
    private long total;

    private BulkLines(InputStream in, long maxBodyBytes, int maxLineBytes) {
        this.in = in;
        this.maxBodyBytes = maxBodyBytes;
        this.maxLineBytes = maxLineBytes;
    }

    /**
     * One line without its end.
     *
     * @param bytes what it holds, or its beginning where it is too long
     * @param tooLong whether it has more bytes than a line may have
     * @param terminated whether a line feed ends it
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Line(byte[] bytes, boolean tooLong, boolean terminated) {

        boolean isBlank() {
            for (byte b : bytes) {
                if (b != ' ' && b != '\t' && b != '\r') {
                    return false;
                }
            }
            return true;
        }
    }

    static BulkLines open(InputStream body, @Nullable String contentEncoding, long maxBodyBytes, int maxLineBytes) {
        return new BulkLines(inflated(body, contentEncoding), maxBodyBytes, maxLineBytes);
    }

    private static InputStream inflated(InputStream body, @Nullable String contentEncoding) {
        String encoding = contentEncoding == null ? "" : contentEncoding.trim().toLowerCase(Locale.ROOT);
        return switch (encoding) {
            case "", "identity" -> body;
            case "gzip", "x-gzip" -> {
                try {
                    yield new GZIPInputStream(body, BUFFER_BYTES);
                } catch (IOException e) {
                    throw unreadable(e);
                }
            }
            default ->
                throw new ElasticError(
                                415,
                                "unsupported_media_type_exception",
                                "Content-Encoding [" + encoding + "] is not supported; use gzip or none")
                        .asException();
        };
    }

    private static ElasticException unreadable(IOException cause) {
        boolean damaged = cause instanceof ZipException || cause instanceof EOFException;
        String reason = damaged ? "the gzip stream is damaged or cut off" : "the body could not be read to its end";
        return new ElasticError(400, "parse_exception", reason).asException();
    }

    /** The next line, or null after the last one. */
    @Nullable
    Line next() {
        int size = 0;
        while (position < limit || fill()) {
            int end = position;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            int taken = Math.min(end - position, maxLineBytes + 1 - size);
            if (size + taken > line.length) {
                line = Arrays.copyOf(line, Math.max(size + taken, line.length * 2));
            }
            System.arraycopy(buffer, position, line, size, taken);
            size += taken;
            boolean terminated = end < limit;
            position = terminated ? end + 1 : end;
            if (terminated) {
                return toLine(size, true);
            }
        }
        return size == 0 ? null : toLine(size, false);
    }

    private Line toLine(int size, boolean terminated) {
        int length = size > 0 && terminated && line[size - 1] == '\r' ? size - 1 : size;
        boolean tooLong = length > maxLineBytes;
        return new Line(Arrays.copyOf(line, tooLong ? Math.min(length, 256) : length), tooLong, terminated);
    }

    private boolean fill() {
        try {
            int count = in.read(buffer);
            if (count <= 0) {
                return false;
            }
            total += count;
            position = 0;
            limit = count;
        } catch (IOException e) {
            throw unreadable(e);
        }
        if (total > maxBodyBytes) {
            throw ElasticError.tooLarge("a body may have at most [" + maxBodyBytes + "] bytes, inflated")
                    .asException();
        }
        return true;
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }
}
