package io.modelwatch.logindexer.otlp;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import com.google.protobuf.WireFormat;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.ProblemException;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.resource.v1.Resource;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Goes through an export request one item (a log record, a span) at a time, without ever having all of them in memory
 * as objects. Requests of all signals are built alike: a list of resources (field 1), in each the resource (1) and a
 * list of scopes (2), in each the scope (1) and a list of items (2).
 *
 * @param <T> the items
 */
final class ExportItems<T> {

    private static final int FIRST = 1;
    private static final int SECOND = 2;

    private final byte[] body;
    private final Parser<T> parser;
    private final int maxItemBytes;
    private final Taker<T> taker;

    /** Is given the items in order. */
    interface Taker<T> {

        void take(T item, Resource resource, InstrumentationScope scope) throws InterruptedException;

        /** An item cannot be read. */
        void unreadable(String reason);
    }

    private interface Part {
        void at(int from, int length) throws IOException, InterruptedException;
    }

    private ExportItems(byte[] body, Parser<T> parser, int maxItemBytes, Taker<T> taker) {
        this.body = body;
        this.parser = parser;
        this.maxItemBytes = maxItemBytes;
        this.taker = taker;
    }

    /**
     * Gives all items to the taker.
     *
     * @throws ProblemException 400 when the body is no such message
     */
    static <T> void forEach(byte[] body, Parser<T> parser, int maxItemBytes, Taker<T> taker)
            throws InterruptedException {
        ExportItems<T> items = new ExportItems<>(body, parser, maxItemBytes, taker);
        try {
            items.parts(0, body.length, FIRST, items::ofResource);
        } catch (IOException e) {
            throw Problem.of(CommonProblem.MALFORMED_BODY, "the body is not the protobuf message: " + e.getMessage())
                    .asException();
        }
    }

    private void ofResource(int from, int length) throws IOException, InterruptedException {
        Resource.Builder resource = Resource.newBuilder();
        parts(from, length, FIRST, (at, size) -> resource.mergeFrom(body, at, size));
        Resource whole = resource.build();
        parts(from, length, SECOND, (at, size) -> ofScope(at, size, whole));
    }

    private void ofScope(int from, int length, Resource resource) throws IOException, InterruptedException {
        InstrumentationScope.Builder scope = InstrumentationScope.newBuilder();
        parts(from, length, FIRST, (at, size) -> scope.mergeFrom(body, at, size));
        InstrumentationScope whole = scope.build();
        parts(from, length, SECOND, (at, size) -> {
            if (size > maxItemBytes) {
                taker.unreadable("is longer than " + maxItemBytes + " bytes");
                return;
            }
            T item = item(at, size);
            if (item != null) {
                taker.take(item, resource, whole);
            }
        });
    }

    private @Nullable T item(int at, int size) {
        try {
            return parser.parseFrom(body, at, size);
        } catch (InvalidProtocolBufferException e) {
            taker.unreadable(String.valueOf(e.getMessage()));
            return null;
        }
    }

    /** Calls back for each message in a field of the message at a place. */
    private void parts(int from, int length, int field, Part part) throws IOException, InterruptedException {
        CodedInputStream in = CodedInputStream.newInstance(body, from, length);
        int wanted = field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == wanted) {
                int size = in.readRawVarint32();
                int at = from + in.getTotalBytesRead();
                in.skipRawBytes(size);
                part.at(at, size);
            } else if (!in.skipField(tag)) {
                throw new InvalidProtocolBufferException("a group ends that did not begin");
            }
        }
    }
}
