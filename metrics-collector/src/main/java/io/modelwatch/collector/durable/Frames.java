package io.modelwatch.collector.durable;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Files of frames: a header of 16 bytes (what it is, version of the format, number of the generation), then frames of
 * length, CRC-32C and payload.
 */
final class Frames {

    static final int VERSION = 1;

    private static final int MOST_BYTES = 256 << 20;
    private static final int KIND_BYTES = 4;

    /** The file says that a later version of the service wrote it. */
    static final class FutureVersionException extends IOException {
        private static final long serialVersionUID = 1;

        FutureVersionException(int version) {
            super("its format is version " + version + ", this service knows " + VERSION);
        }
    }

    private Frames() {}

    /** Writes the header. */
    static void writeHeader(WritableByteChannel out, String kind, long generation) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(KIND_BYTES + Integer.BYTES + Long.BYTES);
        header.put(kind.getBytes(StandardCharsets.US_ASCII)).putInt(VERSION).putLong(generation);
        writeAll(out, header.flip());
    }

    /**
     * Reads the header.
     *
     * @throws FutureVersionException when it is of a later format
     * @throws IOException when it is no such file
     */
    static void readHeader(DataInputStream in, String kind, long generation) throws IOException {
        byte[] actual = in.readNBytes(KIND_BYTES);
        if (!Arrays.equals(actual, kind.getBytes(StandardCharsets.US_ASCII))) {
            throw new IOException("it does not begin with " + kind);
        }
        int version = in.readInt();
        if (version != VERSION) {
            throw version > VERSION ? new FutureVersionException(version) : new IOException("no version " + version);
        }
        long number = in.readLong();
        if (number != generation) {
            throw new IOException("it is of generation " + number);
        }
    }

    /** Writes a frame; returns its length on disk. */
    static int write(WritableByteChannel out, byte[] payload) throws IOException {
        CRC32C crc = new CRC32C();
        crc.update(payload);
        ByteBuffer frame = ByteBuffer.allocate(2 * Integer.BYTES + payload.length);
        frame.putInt(payload.length).putInt((int) crc.getValue()).put(payload);
        writeAll(out, frame.flip());
        return frame.capacity();
    }

    /**
     * Reads the next frame; null at the end of the file.
     *
     * @throws EOFException when the file ends within the frame
     * @throws IOException when the frame is damaged
     */
    static byte @Nullable [] read(DataInputStream in) throws IOException {
        int first = in.read();
        if (first < 0) {
            return null;
        }
        int length = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int expected = in.readInt();
        if (length < 0 || length > MOST_BYTES) {
            throw new IOException("a frame claims " + length + " bytes");
        }
        byte[] payload = in.readNBytes(length);
        if (payload.length < length) {
            throw new EOFException("the last frame is cut off");
        }
        CRC32C crc = new CRC32C();
        crc.update(payload);
        if ((int) crc.getValue() != expected) {
            throw new IOException("the checksum of a frame does not match");
        }
        return payload;
    }

    private static void writeAll(WritableByteChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }
}
