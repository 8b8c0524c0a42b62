package io.modelwatch.collector.otlp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.ProblemException;
import java.io.IOException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads OTLP's JSON into its protobuf messages. It is protobuf's JSON but for identifiers, which are hexadecimal;
 * fields nobody knows are skipped.
 */
final class OtlpJson {

    private static final int MAX_DEPTH = 64;
    private static final Set<String> HEXADECIMAL = Set.of("traceId", "spanId", "parentSpanId");
    private static final ObjectReader READER = reader();
    private static final Map<Descriptor, Map<String, FieldDescriptor>> FIELDS = new ConcurrentHashMap<>();

    private OtlpJson() {}

    private static ObjectReader reader() {
        JsonMapper mapper = JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
        mapper.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxNumberLength(400)
                        .build());
        return mapper.reader();
    }

    /**
     * Fills the message.
     *
     * @throws ProblemException 400 naming the place
     */
    static void read(byte[] json, Message.Builder into) {
        JsonNode node;
        try {
            node = READER.readTree(json);
        } catch (JsonProcessingException e) {
            throw malformed("the body is not valid JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw malformed("the body is not valid JSON: " + e.getMessage());
        }
        merge(node, into, "");
    }

    private static void merge(JsonNode node, Message.Builder into, String path) {
        if (!node.isObject()) {
            throw malformed((path.isEmpty() ? "the body" : path) + " must be an object");
        }
        Map<String, FieldDescriptor> fields = FIELDS.computeIfAbsent(into.getDescriptorForType(), OtlpJson::byJsonName);
        node.forEachEntry((name, value) -> {
            FieldDescriptor field = fields.get(name);
            if (field == null || value.isNull()) {
                return;
            }
            String here = path + "/" + name;
            if (!field.isRepeated()) {
                into.setField(field, value(field, value, into, here));
            } else if (value.isArray()) {
                for (int i = 0; i < value.size(); i++) {
                    into.addRepeatedField(field, value(field, value.get(i), into, here + "/" + i));
                }
            } else {
                throw malformed(here + " must be an array");
            }
        });
    }

    private static Map<String, FieldDescriptor> byJsonName(Descriptor descriptor) {
        return descriptor.getFields().stream()
                .collect(Collectors.toUnmodifiableMap(FieldDescriptor::getJsonName, Function.identity()));
    }

    private static Object value(FieldDescriptor field, JsonNode node, Message.Builder parent, String path) {
        Object value = switch (field.getJavaType()) {
            case MESSAGE -> {
                Message.Builder child = parent.newBuilderForField(field);
                merge(node, child, path);
                yield child.build();
            }
            case STRING -> node.isTextual() ? node.textValue() : null;
            case BOOLEAN -> node.isBoolean() ? (Boolean) node.booleanValue() : null;
            case LONG -> whole(field, node);
            case INT -> {
                Long whole = whole(field, node);
                yield whole == null || whole < Integer.MIN_VALUE || whole > 0xFFFF_FFFFL
                        ? null
                        : (Integer) whole.intValue();
            }
            case DOUBLE -> decimal(node);
            case FLOAT -> {
                Double decimal = decimal(node);
                yield decimal == null ? null : (Float) decimal.floatValue();
            }
            case ENUM -> constant(field, node);
            case BYTE_STRING -> bytes(field, node);
        };
        if (value == null) {
            throw malformed(path + " has a value that does not fit");
        }
        return value;
    }

    private static @Nullable Long whole(FieldDescriptor field, JsonNode node) {
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return node.longValue();
        }
        if (node.isTextual() || node.isIntegralNumber()) {
            String text = node.asText();
            try {
                return switch (field.getType()) {
                    case UINT64, FIXED64 -> Long.parseUnsignedLong(text);
                    default -> Long.parseLong(text);
                };
            } catch (NumberFormatException e) {
                return null;
            }
        }
        return null;
    }

    private static @Nullable Double decimal(JsonNode node) {
        if (node.isNumber()) {
            return node.doubleValue();
        }
        try {
            return node.isTextual() ? Double.valueOf(node.textValue()) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable EnumValueDescriptor constant(FieldDescriptor field, JsonNode node) {
        if (node.isInt()) {
            return field.getEnumType().findValueByNumberCreatingIfUnknown(node.intValue());
        }
        return node.isTextual() ? field.getEnumType().findValueByName(node.textValue()) : null;
    }

    private static @Nullable ByteString bytes(FieldDescriptor field, JsonNode node) {
        if (!node.isTextual()) {
            return null;
        }
        try {
            return ByteString.copyFrom(
                    HEXADECIMAL.contains(field.getJsonName())
                            ? HexFormat.of().parseHex(node.textValue())
                            : Base64.getDecoder().decode(node.textValue()));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static ProblemException malformed(String detail) {
        return Problem.of(CommonProblem.MALFORMED_BODY, detail).asException();
    }
}
