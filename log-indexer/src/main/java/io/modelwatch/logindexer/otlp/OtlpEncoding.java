package io.modelwatch.logindexer.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The two encodings of OTLP over HTTP; an answer has that of its request. */
enum OtlpEncoding {
    PROTOBUF("application/x-protobuf"),
    JSON("application/json");

    private static final int NO_CODE = 2;
    private static final int INVALID_ARGUMENT = 3;
    private static final int RESOURCE_EXHAUSTED = 8;
    private static final int UNAVAILABLE = 14;

    private final String mediaType;

    OtlpEncoding(String mediaType) {
        this.mediaType = mediaType;
    }

    String mediaType() {
        return mediaType;
    }

    /** By the media type of a request; one that names none should be protobuf. */
    static OtlpEncoding of(@Nullable String contentType) {
        return contentType != null
                        && contentType.trim().toLowerCase(Locale.ROOT).startsWith(JSON.mediaType)
                ? JSON
                : PROTOBUF;
    }

    /** The bytes of the protobuf message that a body holds. */
    byte[] message(byte[] body, Message.Builder empty) {
        if (this == PROTOBUF) {
            return body;
        }
        OtlpJson.read(body, empty);
        return empty.build().toByteArray();
    }

    /** The answer to a request that was taken, all of it or but for some items, which nobody should send again. */
    byte[] answer(String counter, long rejected, @Nullable String message) {
        if (rejected == 0) {
            return this == PROTOBUF ? new byte[0] : "{}".getBytes(UTF_8);
        }
        if (this == PROTOBUF) {
            return encoded(out -> out.writeByteArray(1, encoded(inner -> {
                inner.writeInt64(1, rejected);
                inner.writeString(2, message == null ? "" : message);
            })));
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.putObject("partialSuccess")
                .put(counter, String.valueOf(rejected))
                .put("errorMessage", message == null ? "" : message);
        return answer.toString().getBytes(UTF_8);
    }

    /** The answer to a request that failed: a message of the type {@code google.rpc.Status}. */
    byte[] failure(int httpStatus, String message) {
        int code = switch (httpStatus) {
            case 400, 415 -> INVALID_ARGUMENT;
            case 413 -> RESOURCE_EXHAUSTED;
            case 503 -> UNAVAILABLE;
            default -> NO_CODE;
        };
        return this == PROTOBUF
                ? encoded(out -> {
                    out.writeInt32(1, code);
                    out.writeString(2, message);
                })
                : JsonNodeFactory.instance
                        .objectNode()
                        .put("code", code)
                        .put("message", message)
                        .toString()
                        .getBytes(UTF_8);
    }

    /** Writes the fields of a message. */
    private interface Writing {
        void to(CodedOutputStream out) throws IOException;
    }

    private static byte[] encoded(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            writing.to(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
