package io.modelwatch.collector.durable;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads what a {@link PartWriter} wrote, in the same order. Not thread-safe. */
public final class PartReader {

    private final CodedInputStream in;
    private final int length;
    private final List<String> texts = new ArrayList<>();

    public PartReader(byte[] part) {
        in = CodedInputStream.newInstance(part);
        length = part.length;
    }

    public String text() throws IOException {
        int known = in.readUInt32();
        if (known == 0) {
            String text = in.readString();
            texts.add(text);
            return text;
        }
        if (known < 0 || known > texts.size()) {
            throw new IOException("a text refers to one that was not written");
        }
        return texts.get(known - 1);
    }

    public long number() throws IOException {
        return in.readSInt64();
    }

    /**
     * A number of things that follow.
     *
     * @throws IOException when there cannot be so many
     */
    public int size(int most) throws IOException {
        long size = number();
        if (size < 0 || size > most) {
            throw new IOException("a size is out of range: " + size);
        }
        return (int) size;
    }

    public long bits() throws IOException {
        return in.readFixed64();
    }

    public double real() throws IOException {
        return in.readDouble();
    }

    public Instant time() throws IOException {
        try {
            return Instant.ofEpochSecond(in.readSInt64(), in.readUInt32());
        } catch (DateTimeException e) {
            throw new IOException("a time is out of range", e);
        }
    }

    /** What follows, as something that was written by itself. */
    public PartReader rest() throws IOException {
        return new PartReader(in.readRawBytes(length - in.getTotalBytesRead()));
    }

    public boolean atEnd() throws IOException {
        return in.isAtEnd();
    }
}
