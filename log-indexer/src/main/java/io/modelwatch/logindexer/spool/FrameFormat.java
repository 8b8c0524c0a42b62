package io.modelwatch.logindexer.spool;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.zip.CRC32C;

/**
 * How a frame lies on disk: magic, CRC32C of all that follows it, length of the payload, sequence number, time in
 * milliseconds, flags, payload; big endian.
 *
 * <p>The magic holds bytes that UTF-8 never uses. A payload of text can therefore never look like the beginning of a
 * frame, and a search for the next frame after a damaged one finds real ones only.
 */
final class FrameFormat {

    static final int MAGIC = 0xFF4D57FE;
    static final int HEADER_BYTES = 4 + 4 + 4 + 8 + 8 + 1;
    static final int MAX_PAYLOAD_BYTES = 16 << 20;

    private static final int CRC_AT = 4;
    private static final int CRC_FROM = 8;
    private static final int LENGTH_AT = 8;
    private static final int SEQUENCE_AT = 12;
    private static final int TIME_AT = 20;
    private static final int FLAGS_AT = 28;
    private static final int ENDS_BATCH = 1;

    private FrameFormat() {}

    static long sizeOf(byte[] payload) {
        return HEADER_BYTES + (long) payload.length;
    }

    /** Fills a header buffer of {@link #HEADER_BYTES} for a payload that is written right behind it. */
    static void header(ByteBuffer header, long sequence, Instant time, boolean endsBatch, byte[] payload) {
        header.clear();
        header.putInt(0, MAGIC);
        header.putInt(LENGTH_AT, payload.length);
        header.putLong(SEQUENCE_AT, sequence);
        header.putLong(TIME_AT, time.toEpochMilli());
        header.put(FLAGS_AT, (byte) (endsBatch ? ENDS_BATCH : 0));
        CRC32C crc = new CRC32C();
        crc.update(header.slice(CRC_FROM, HEADER_BYTES - CRC_FROM));
        crc.update(payload);
        header.putInt(CRC_AT, (int) crc.getValue());
    }

    static boolean startsFrame(byte[] bytes, int at) {
        return bytes[at] == (byte) (MAGIC >>> 24)
                && bytes[at + 1] == (byte) (MAGIC >>> 16)
                && bytes[at + 2] == (byte) (MAGIC >>> 8)
                && bytes[at + 3] == (byte) MAGIC;
    }

    /** The length of the payload that the header announces; negative or too large where the header is damaged. */
    static int payloadLength(ByteBuffer bytes, int at) {
        return bytes.getInt(at + LENGTH_AT);
    }

    static boolean isIntact(ByteBuffer bytes, int at, int payloadLength) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.slice(at + CRC_FROM, HEADER_BYTES - CRC_FROM + payloadLength));
        return (int) crc.getValue() == bytes.getInt(at + CRC_AT);
    }

    static Frame read(ByteBuffer bytes, int at, int payloadLength) {
        byte[] payload = new byte[payloadLength];
        bytes.get(at + HEADER_BYTES, payload);
        return new Frame(
                bytes.getLong(at + SEQUENCE_AT),
                Instant.ofEpochMilli(bytes.getLong(at + TIME_AT)),
                (bytes.get(at + FLAGS_AT) & ENDS_BATCH) != 0,
                payload);
    }
}
