package io.modelwatch.quality;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;

/** JSON in tests. */
public final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    public static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    public static String quote(String text) {
        try {
            return MAPPER.writeValueAsString(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    public static JsonNode resource(String name) {
        try (InputStream in = Json.class.getResourceAsStream("/" + name)) {
            return MAPPER.readTree(in);
        } catch (IOException e) {
            throw new IllegalStateException(name, e);
        }
    }

    /** Where a value lacks a field that the example has, or has another type there; empty where it agrees. */
    public static String difference(JsonNode example, JsonNode value, String path) {
        if (example.getNodeType() != value.getNodeType()) {
            return path + " is " + value.getNodeType() + " and not " + example.getNodeType();
        }
        if (example.isObject()) {
            for (var field : example.properties()) {
                if (!value.has(field.getKey())) {
                    return path + "/" + field.getKey() + " is missing";
                }
                String difference =
                        difference(field.getValue(), value.get(field.getKey()), path + "/" + field.getKey());
                if (!difference.isEmpty()) {
                    return difference;
                }
            }
        }
        if (example.isArray() && !example.isEmpty()) {
            return value.isEmpty() ? path + " is empty" : difference(example.get(0), value.get(0), path + "/0");
        }
        return "";
    }
}
