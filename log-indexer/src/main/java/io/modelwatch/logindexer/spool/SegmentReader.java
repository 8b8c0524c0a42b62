package io.modelwatch.logindexer.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of one file in order. Bytes that are no intact frame are passed over up to the next one that is, so
 * reading always ends, whatever the file holds. Memory is bounded by the largest frame. Not thread-safe.
 */
final class SegmentReader implements Closeable {

    private static final int BUFFER_BYTES = 256 << 10;

    private final FileChannel channel;
    private ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private long bufferAt;
    private int buffered;
    private long position;
    private long damagedBytes;

    SegmentReader(Path file) throws IOException {
        this.channel = FileChannel.open(file, StandardOpenOption.READ);
    }

    /**
     * The next intact frame with a sequence number in the given range, or null where there is none before the limit.
     *
     * @param limit where to stop, in bytes from the beginning of the file
     * @param from lowest sequence number wanted
     * @param end lowest sequence number too high to be wanted
     */
    @Nullable
    Frame next(long limit, long from, long end) throws IOException {
        while (position < limit) {
            long size = intactSize(limit);
            if (size < 0) {
                long next = nextMagic(position + 1, limit);
                damagedBytes += next - position;
                position = next;
                continue;
            }
            Frame frame = FrameFormat.read(buffer, indexOf(position), (int) size - FrameFormat.HEADER_BYTES);
            position += size;
            if (frame.sequence() >= from && frame.sequence() < end) {
                return frame;
            }
        }
        return null;
    }

    /** The size of the intact frame at the position, or -1. */
    private long intactSize(long limit) throws IOException {
        if (limit - position < FrameFormat.HEADER_BYTES || !load(position, FrameFormat.HEADER_BYTES, limit)) {
            return -1;
        }
        if (!FrameFormat.startsFrame(buffer.array(), indexOf(position))) {
            return -1;
        }
        int length = FrameFormat.payloadLength(buffer, indexOf(position));
        long size = FrameFormat.HEADER_BYTES + (long) length;
        if (length < 0 || length > FrameFormat.MAX_PAYLOAD_BYTES || size > limit - position) {
            return -1;
        }
        if (!load(position, (int) size, limit)) {
            return -1;
        }
        return FrameFormat.isIntact(buffer, indexOf(position), length) ? size : -1;
    }

    /** Where the next magic begins at or after a position; the limit where there is none. */
    private long nextMagic(long from, long limit) throws IOException {
        long at = from;
        while (limit - at >= FrameFormat.HEADER_BYTES) {
            int wanted = (int) Math.min(BUFFER_BYTES / 2, limit - at);
            if (!load(at, wanted, limit)) {
                return limit;
            }
            int start = indexOf(at);
            for (int i = 0; i + Integer.BYTES <= wanted; i++) {
                if (FrameFormat.startsFrame(buffer.array(), start + i)) {
                    return at + i;
                }
            }
            at += wanted - (Integer.BYTES - 1);
        }
        return limit;
    }

    private int indexOf(long at) {
        return (int) (at - bufferAt);
    }

    /**
     * Brings the given bytes into the buffer; false where the file is shorter than that. Reads nothing beyond the
     * limit, where bytes may still change.
     */
    private boolean load(long at, int length, long limit) throws IOException {
        if (at >= bufferAt && at + length <= bufferAt + buffered) {
            return true;
        }
        int capacity = Math.max(BUFFER_BYTES, length);
        if (buffer.capacity() != capacity) {
            buffer = ByteBuffer.allocate(capacity);
        }
        buffer.clear().limit((int) Math.min(capacity, limit - at));
        bufferAt = at;
        buffered = 0;
        while (buffered < length) {
            int count = channel.read(buffer, at + buffered);
            if (count <= 0) {
                return false;
            }
            buffered += count;
        }
        return true;
    }

    /** Where the next frame is looked for. */
    long position() {
        return position;
    }

    /** How many bytes were passed over because they are no intact frame. */
    long damagedBytes() {
        return damagedBytes;
    }

    /** Gives up on all bytes before the limit. */
    void skipTo(long limit) {
        damagedBytes += Math.max(0, limit - position);
        position = Math.max(position, limit);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
