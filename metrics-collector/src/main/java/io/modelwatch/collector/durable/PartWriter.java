package io.modelwatch.collector.durable;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Writes numbers and texts compactly; a text that comes again costs a byte or two. Not thread-safe. */
public final class PartWriter {

    private static final int BUFFER_BYTES = 512;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(BUFFER_BYTES);
    private final CodedOutputStream out = CodedOutputStream.newInstance(bytes, BUFFER_BYTES);
    private final Map<String, Integer> texts = new HashMap<>();

    public void text(String text) throws IOException {
        Integer known = texts.get(text);
        if (known == null) {
            out.writeUInt32NoTag(0);
            out.writeStringNoTag(text);
            texts.put(text, texts.size() + 1);
        } else {
            out.writeUInt32NoTag(known);
        }
    }

    /** A number that is small more often than not. */
    public void number(long number) throws IOException {
        out.writeSInt64NoTag(number);
    }

    /** All 64 bits. */
    public void bits(long bits) throws IOException {
        out.writeFixed64NoTag(bits);
    }

    public void real(double value) throws IOException {
        out.writeDoubleNoTag(value);
    }

    public void time(Instant time) throws IOException {
        out.writeSInt64NoTag(time.getEpochSecond());
        out.writeUInt32NoTag(time.getNano());
    }

    /** Something that was written by itself, as the last thing here. */
    public void rest(byte[] part) throws IOException {
        out.writeRawBytes(part);
    }

    /** All that was written. */
    public byte[] toBytes() throws IOException {
        out.flush();
        return bytes.toByteArray();
    }

    boolean isEmpty() {
        return out.getTotalBytesWritten() == 0;
    }
}
