package io.modelwatch.collector.otlp;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The two encodings of OTLP over HTTP; an answer has that of its request. */
enum OtlpEncoding {
    PROTOBUF("application/x-protobuf") {
        @Override
        void decode(byte[] body, Message.Builder into) {
            try {
                into.mergeFrom(body);
            } catch (InvalidProtocolBufferException e) {
                throw Problem.of(
                                CommonProblem.MALFORMED_BODY, "the body is not the protobuf message: " + e.getMessage())
                        .asException();
            }
        }

        @Override
        byte[] partialSuccess(int counterField, String counter, long rejected, @Nullable String message) {
            return bytes(out -> {
                byte[] partial = bytes(inner -> {
                    inner.writeInt64(counterField, rejected);
                    if (message != null) {
                        inner.writeString(2, message);
                    }
                });
                out.writeByteArray(1, partial);
            });
        }

        @Override
        byte[] status(int code, String message) {
            return bytes(out -> {
                out.writeInt32(1, code);
                out.writeString(2, message);
            });
        }

        @Override
        byte[] success() {
            return new byte[0];
        }
    },
    JSON("application/json") {
        @Override
        void decode(byte[] body, Message.Builder into) {
            OtlpJson.read(body, into);
        }

        @Override
        byte[] partialSuccess(int counterField, String counter, long rejected, @Nullable String message) {
            return ("{\"partialSuccess\":{\"" + counter + "\":\"" + rejected + "\""
                            + (message == null ? "" : ",\"errorMessage\":" + quoted(message)) + "}}")
                    .getBytes(StandardCharsets.UTF_8);
        }

        @Override
        byte[] status(int code, String message) {
            return ("{\"code\":" + code + ",\"message\":" + quoted(message) + "}").getBytes(StandardCharsets.UTF_8);
        }

        @Override
        byte[] success() {
            return "{}".getBytes(StandardCharsets.UTF_8);
        }
    };

    /** Writes fields of a message. */
    private interface Writing {
        void to(CodedOutputStream out) throws IOException;
    }

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

    /**
     * Fills the message.
     *
     * @throws ProblemException 400 when the body is no such message
     */
    abstract void decode(byte[] body, Message.Builder into);

    /** The answer when all was taken. */
    abstract byte[] success();

    /** The answer when some was refused. */
    abstract byte[] partialSuccess(int counterField, String counter, long rejected, @Nullable String message);

    /** The answer to a failure: a message of the type {@code google.rpc.Status}. */
    abstract byte[] status(int code, String message);

    private static byte[] bytes(Writing writing) {
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

    private static String quoted(String text) {
        return com.fasterxml.jackson.databind.node.TextNode.valueOf(text).toString();
    }
}
