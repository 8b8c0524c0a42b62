package io.modelwatch.logindexer.otlp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.util.Base64;
import java.util.List;

/** OpenTelemetry's values as JSON. */
final class AnyValues {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private AnyValues() {}

    static ObjectNode json(List<KeyValue> attributes) {
        ObjectNode object = NODES.objectNode();
        for (KeyValue attribute : attributes) {
            object.set(attribute.getKey(), json(attribute.getValue()));
        }
        return object;
    }

    /** Bytes become Base64, no value null. */
    static JsonNode json(AnyValue value) {
        return switch (value.getValueCase()) {
            case STRING_VALUE -> NODES.textNode(value.getStringValue());
            case BOOL_VALUE -> NODES.booleanNode(value.getBoolValue());
            case INT_VALUE -> NODES.numberNode(value.getIntValue());
            case DOUBLE_VALUE -> number(value.getDoubleValue());
            case ARRAY_VALUE -> {
                ArrayNode array = NODES.arrayNode();
                value.getArrayValue().getValuesList().forEach(element -> array.add(json(element)));
                yield array;
            }
            case KVLIST_VALUE -> json(value.getKvlistValue().getValuesList());
            case BYTES_VALUE ->
                NODES.textNode(
                        Base64.getEncoder().encodeToString(value.getBytesValue().toByteArray()));
            default -> NODES.nullNode();
        };
    }

    /** JSON has no infinity and no NaN. */
    private static JsonNode number(double value) {
        return Double.isFinite(value) ? NODES.numberNode(value) : NODES.textNode(String.valueOf(value));
    }
}
