package io.modelwatch.intake;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a request body into records without parsing them: one object, an array, NDJSON, or an envelope object with one
 * array in it. A record is cut out by its brackets (in an array) or its line (in NDJSON), so a record that is broken
 * inside does not cost its neighbours. Memory is bounded by one record and one buffer.
 *
 * <p>Reads from the stream on the calling thread: use a virtual or worker thread. A body that cannot be read on as a
 * whole ends in a {@link ProblemException}; records read before that should then be dropped.
 */
public final class RecordReader implements AutoCloseable {

    private enum Shape {
        OBJECT,
        ARRAY,
        LINES,
        END
    }

    private static final int BYTE_ORDER_MARK_LENGTH = 3;
    private static final int MAX_ENVELOPE_BYTES = 256;

    private final BodyStream body;
    private final Limits limits;
    private final RecordBuffer buffer;
    private final @Nullable String envelope;
    private Shape shape;
    private boolean batch;
    private boolean inEnvelope;
    private int records;

    private RecordReader(BodyStream body, Limits limits, boolean lines, @Nullable String envelope) throws IOException {
        this.body = body;
        this.limits = limits;
        this.envelope = envelope;
        this.buffer = new RecordBuffer(limits.maxRecordBytes());
        this.batch = lines;
        this.shape = lines ? Shape.LINES : shapeOf(firstByte());
    }

    /** Opens a body without an envelope, see {@link #open(InputStream, String, String, Limits, String)}. */
    public static RecordReader open(
            InputStream body, @Nullable String contentType, @Nullable String contentEncoding, Limits limits) {
        return open(body, contentType, contentEncoding, limits, null);
    }

    /**
     * Opens a body.
     *
     * @param contentType the header; NDJSON types switch to lines at once, all others are recognised by the first byte
     * @param contentEncoding the header; gzip or none
     * @param envelope the only field of an object that wraps the records, such as {@code items} for
     *     <code>{"items":[…]}</code>
     * @throws ProblemException 415 for an encoding that is not supported, 400 for an empty or damaged body
     */
    public static RecordReader open(
            InputStream body,
            @Nullable String contentType,
            @Nullable String contentEncoding,
            Limits limits,
            @Nullable String envelope) {
        try {
            return new RecordReader(
                    BodyStream.open(body, contentEncoding, limits.maxBodyBytes()),
                    limits,
                    isLines(contentType),
                    envelope);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isLines(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        String type = contentType.toLowerCase(Locale.ROOT);
        return type.contains("ndjson") || type.contains("jsonl") || type.contains("json-seq");
    }

    /** Whether the body holds several records by its form; false for one bare object. Settled once all are read. */
    public boolean batch() {
        return batch;
    }

    /**
     * The next record, or null after the last one.
     *
     * @throws ProblemException 400 when the body's structure is broken, 413 when it is too large
     */
    public @Nullable RawRecord next() {
        try {
            RawRecord record = switch (shape) {
                case OBJECT -> nextObject();
                case ARRAY -> nextElement();
                case LINES -> nextLine();
                case END -> null;
            };
            if (record != null && ++records > limits.maxRecords()) {
                throw Problem.of(
                                CommonProblem.BODY_TOO_LARGE,
                                "a body may have at most " + limits.maxRecords() + " records")
                        .asException();
            }
            return record;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int firstByte() throws IOException {
        if (body.peek() == 0xEF) {
            for (int i = 0; i < BYTE_ORDER_MARK_LENGTH; i++) {
                body.read();
            }
        }
        return skipSpace();
    }

    private Shape shapeOf(int first) throws IOException {
        return switch (first) {
            case '{' -> enterEnvelope() ? Shape.ARRAY : Shape.OBJECT;
            case '[' -> {
                body.read();
                batch = true;
                yield Shape.ARRAY;
            }
            case BodyStream.END -> throw malformed("the body is empty");
            default -> throw malformed("the body must start with '{' or '[', not with " + printable(first));
        };
    }

    /** Takes <code>{"items":[</code> if the body starts like that, and nothing otherwise. */
    private boolean enterEnvelope() throws IOException {
        if (envelope == null) {
            return false;
        }
        ByteArrayOutputStream taken = new ByteArrayOutputStream();
        for (String token : List.of("{", "\"" + envelope + "\"", ":", "[")) {
            while (isSpace(body.peek()) && taken.size() < MAX_ENVELOPE_BYTES) {
                taken.write(body.read());
            }
            for (byte expected : token.getBytes(StandardCharsets.UTF_8)) {
                if (body.peek() != expected) {
                    body.unread(taken.toByteArray());
                    return false;
                }
                taken.write(body.read());
            }
        }
        inEnvelope = true;
        batch = true;
        return true;
    }

    private @Nullable RawRecord nextObject() throws IOException {
        if (records > 0) {
            // A second object after the first: the sender means lines.
            if (skipSpace() == BodyStream.END) {
                shape = Shape.END;
                return null;
            }
            batch = true;
            shape = Shape.LINES;
            return nextLine();
        }
        buffer.clear();
        if (!copyValue(true)) {
            throw malformed("the body ends inside its object");
        }
        return buffer.toRecord(records);
    }

    private @Nullable RawRecord nextElement() throws IOException {
        int next = skipSpace();
        if (records > 0 && next == ',') {
            body.read();
            next = skipSpace();
            if (next == ']') {
                throw malformed("the array has a comma before its end");
            }
        } else if (next == ']') {
            body.read();
            endArray();
            return null;
        } else if (records > 0 && next != BodyStream.END) {
            throw malformed("after record " + (records - 1) + " of the array comes " + printable(next)
                    + " instead of ',' or ']'");
        }
        if (next == BodyStream.END) {
            throw malformed("the array ends after " + records + " records without ']'");
        }
        buffer.clear();
        if (!copyValue(false)) {
            throw malformed("the array ends inside record " + records);
        }
        return buffer.toRecord(records);
    }

    private void endArray() throws IOException {
        shape = Shape.END;
        if (inEnvelope && skipSpace() == '}') {
            body.read();
        } else if (inEnvelope) {
            throw malformed("after the array '" + envelope + "' only '}' may follow");
        }
        int rest = skipSpace();
        if (rest != BodyStream.END) {
            throw malformed("after the end of the array comes " + printable(rest));
        }
    }

    private @Nullable RawRecord nextLine() throws IOException {
        while (true) {
            buffer.clear();
            int next;
            while ((next = body.read()) != BodyStream.END && next != '\n') {
                buffer.add(next);
            }
            if (!buffer.isBlank()) {
                return buffer.toRecord(records);
            }
            if (next == BodyStream.END) {
                shape = Shape.END;
                if (records == 0) {
                    throw malformed("the body is empty");
                }
                return null;
            }
        }
    }

    /**
     * Copies one JSON value by its brackets and quotes; whether it is valid inside is for the parser to say.
     *
     * @param closed whether the value must be an object or array that ends with its own bracket; otherwise a comma or
     *     the bracket of the array around it ends it too
     * @return false when the body ended first
     */
    private boolean copyValue(boolean closed) throws IOException {
        int depth = 0;
        boolean inString = false;
        while (true) {
            int next = body.peek();
            if (next == BodyStream.END) {
                return false;
            }
            if (inString) {
                buffer.add(body.read());
                if (next == '\\' && body.peek() != BodyStream.END) {
                    buffer.add(body.read());
                } else if (next == '"') {
                    inString = false;
                }
                continue;
            }
            switch (next) {
                case '"' -> inString = true;
                case '{', '[' -> depth++;
                case '}', ']' -> {
                    if (depth == 0 && !closed) {
                        return true;
                    }
                    depth--;
                }
                case ',' -> {
                    if (depth == 0 && !closed) {
                        return true;
                    }
                }
                default -> {}
            }
            buffer.add(body.read());
            if (closed && depth == 0) {
                return true;
            }
        }
    }

    private int skipSpace() throws IOException {
        while (isSpace(body.peek())) {
            body.read();
        }
        return body.peek();
    }

    static boolean isSpace(int value) {
        return value == ' ' || value == '\n' || value == '\r' || value == '\t';
    }

    private static String printable(int value) {
        return value > ' ' && value < 127 ? "'" + (char) value + "'" : String.format("byte 0x%02X", value);
    }

    private static ProblemException malformed(String detail) {
        return Problem.of(CommonProblem.MALFORMED_BODY, detail).asException();
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
