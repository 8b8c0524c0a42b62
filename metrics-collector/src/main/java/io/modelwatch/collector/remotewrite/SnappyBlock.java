package io.modelwatch.collector.remotewrite;

import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.ProblemException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.compression.Snappy;

/** The block format of Snappy: no frames, no checksums, the inflated length in front. */
final class SnappyBlock {

    private static final int MOST_LENGTH_BYTES = 5;
    private static final int LOW_BITS = 0x7F;
    private static final int BITS = 7;

    private SnappyBlock() {}

    /**
     * Inflates a block.
     *
     * @throws ProblemException 413 when it says to have more bytes than allowed, 400 when it is damaged
     */
    static byte[] inflate(byte[] block, long maxBytes) {
        long length = length(block);
        if (length > maxBytes) {
            throw Problem.of(CommonProblem.BODY_TOO_LARGE, "a body may have at most " + maxBytes + " bytes, inflated")
                    .asException();
        }
        ByteBuf in = Unpooled.wrappedBuffer(block);
        // As large as it says to be and not a byte larger, however much its copies would unfold.
        ByteBuf out = Unpooled.buffer((int) length, (int) length);
        try {
            new Snappy().decode(in, out);
        } catch (RuntimeException e) {
            throw damaged();
        }
        if (in.isReadable() || out.readableBytes() != length) {
            throw damaged();
        }
        return out.array().length == length ? out.array() : copy(out);
    }

    private static byte[] copy(ByteBuf out) {
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return bytes;
    }

    private static long length(byte[] block) {
        long length = 0;
        for (int i = 0; i < Math.min(block.length, MOST_LENGTH_BYTES); i++) {
            length |= (long) (block[i] & LOW_BITS) << (BITS * i);
            if (block[i] >= 0) {
                return length;
            }
        }
        throw damaged();
    }

    private static ProblemException damaged() {
        return Problem.of(CommonProblem.MALFORMED_BODY, "the body is no block of Snappy, or a damaged one")
                .asException();
    }
}
