package io.modelwatch.logindexer.otlp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.ProblemException;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads OTLP's JSON into its protobuf messages without a tree in between, so that memory is bounded by the number of
 * messages. It is protobuf's JSON but for identifiers, which are hexadecimal; fields nobody knows are skipped.
 */
final class OtlpJson {

    private static final int MAX_DEPTH = 64;
    private static final int MAX_MESSAGES = 500_000;
    private static final Set<String> HEXADECIMAL = Set.of("traceId", "spanId", "parentSpanId");
    private static final BigInteger UNSIGNED_BOUND = BigInteger.ONE.shiftLeft(64);
    private static final Map<Descriptor, Map<String, FieldDescriptor>> FIELDS = new ConcurrentHashMap<>();
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(400)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final JsonParser parser;
    private int messages;

    private OtlpJson(JsonParser parser) {
        this.parser = parser;
    }

    /**
     * Fills the message.
     *
     * @throws ProblemException 400 naming the place, 413 for too many messages
     */
    static void read(byte[] json, Message.Builder into) {
        try (JsonParser parser = FACTORY.createParser(json)) {
            parser.nextToken();
            new OtlpJson(parser).merge(into);
            if (parser.nextToken() != null) {
                throw malformed("there is something behind the JSON object");
            }
        } catch (JsonProcessingException e) {
            throw malformed("the body is not valid JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw malformed("the body is not valid JSON: " + e.getMessage());
        }
    }

    private void merge(Message.Builder into) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw misplaced("must be an object");
        }
        if (++messages > MAX_MESSAGES) {
            throw Problem.of(
                            CommonProblem.BODY_TOO_LARGE,
                            "a body may have at most " + MAX_MESSAGES + " objects that OTLP defines")
                    .asException();
        }
        Map<String, FieldDescriptor> fields = FIELDS.computeIfAbsent(into.getDescriptorForType(), OtlpJson::byJsonName);
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            FieldDescriptor field = fields.get(name);
            if (field == null) {
                parser.skipChildren();
            } else if (token != JsonToken.VALUE_NULL) {
                put(field, into);
            }
        }
    }

    private void put(FieldDescriptor field, Message.Builder into) throws IOException {
        if (!field.isRepeated()) {
            into.setField(field, value(field, into));
        } else if (parser.currentToken() == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                into.addRepeatedField(field, value(field, into));
            }
        } else {
            throw misplaced("must be an array");
        }
    }

    private static Map<String, FieldDescriptor> byJsonName(Descriptor descriptor) {
        return descriptor.getFields().stream()
                .collect(Collectors.toUnmodifiableMap(FieldDescriptor::getJsonName, Function.identity()));
    }

    private Object value(FieldDescriptor field, Message.Builder parent) throws IOException {
        Object value = switch (field.getJavaType()) {
            case MESSAGE -> {
                Message.Builder child = parent.newBuilderForField(field);
                merge(child);
                yield child.build();
            }
            case STRING -> parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : null;
            case BOOLEAN -> parser.currentToken().isBoolean() ? (Boolean) parser.getBooleanValue() : null;
            case LONG -> whole(field);
            case INT -> {
                Long whole = whole(field);
                yield whole == null || whole < Integer.MIN_VALUE || whole > 0xFFFF_FFFFL
                        ? null
                        : (Integer) whole.intValue();
            }
            case DOUBLE -> decimal();
            case FLOAT -> {
                Double decimal = decimal();
                yield decimal == null ? null : (Float) decimal.floatValue();
            }
            case ENUM -> constant(field);
            case BYTE_STRING -> bytes(field);
        };
        if (value == null) {
            throw misplaced("has a value that does not fit");
        }
        return value;
    }

    private @Nullable Long whole(FieldDescriptor field) throws IOException {
        JsonToken token = parser.currentToken();
        if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_STRING) {
            return null;
        }
        try {
            BigInteger number = new BigInteger(parser.getText());
            boolean unsigned =
                    field.getType() == FieldDescriptor.Type.UINT64 || field.getType() == FieldDescriptor.Type.FIXED64;
            boolean fits =
                    unsigned ? number.signum() >= 0 && number.compareTo(UNSIGNED_BOUND) < 0 : number.bitLength() < 64;
            return fits ? number.longValue() : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private @Nullable Double decimal() throws IOException {
        JsonToken token = parser.currentToken();
        if (!token.isNumeric() && token != JsonToken.VALUE_STRING) {
            return null;
        }
        try {
            return Double.valueOf(parser.getText());
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private @Nullable Object constant(FieldDescriptor field) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            Long number = whole(field);
            return number == null || number != number.intValue()
                    ? null
                    : field.getEnumType().findValueByNumberCreatingIfUnknown(number.intValue());
        }
        return parser.currentToken() == JsonToken.VALUE_STRING
                ? field.getEnumType().findValueByName(parser.getText())
                : null;
    }

    private @Nullable ByteString bytes(FieldDescriptor field) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            return null;
        }
        try {
            return ByteString.copyFrom(
                    HEXADECIMAL.contains(field.getJsonName())
                            ? HexFormat.of().parseHex(parser.getText())
                            : Base64.getDecoder().decode(parser.getText()));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private ProblemException misplaced(String what) {
        String place = parser.getParsingContext().pathAsPointer().toString();
        return malformed((place.isEmpty() ? "the body" : place) + " " + what);
    }

    private static ProblemException malformed(String detail) {
        return Problem.of(CommonProblem.MALFORMED_BODY, detail).asException();
    }
}
