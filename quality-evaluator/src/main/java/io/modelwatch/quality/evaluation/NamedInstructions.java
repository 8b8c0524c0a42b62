package io.modelwatch.quality.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelwatch.intake.Fields;
import io.modelwatch.quality.instruct.Instruction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the verifiable instructions of an item. */
final class NamedInstructions {

    private static final int MAX = 64;
    private static final int MAX_WORDS = 100;
    private static final String FIELD = "instructions";

    private NamedInstructions() {}

    static List<Instruction> read(Fields fields) {
        JsonNode node = fields.node(FIELD);
        if (node == null) {
            return List.of();
        }
        if (!node.isArray() || node.size() > MAX) {
            fields.reject(FIELD, "must be an array of at most " + MAX + " objects with id and kwargs");
            return List.of();
        }
        List<Instruction> instructions = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            try {
                instructions.add(Instruction.of(
                        node.get(i).path("id").asText(), arguments(node.get(i).path("kwargs"))));
            } catch (IllegalArgumentException e) {
                fields.reject(FIELD + "/" + i, String.valueOf(e.getMessage()));
            }
        }
        return instructions;
    }

    private static Map<String, Object> arguments(JsonNode node) {
        Map<String, Object> arguments = new HashMap<>();
        node.properties().forEach(field -> {
            Object value = value(field.getValue());
            if (value != null) {
                arguments.put(field.getKey(), value);
            }
        });
        return arguments;
    }

    private static @Nullable Object value(JsonNode node) {
        if (node.isTextual()) {
            return node.textValue();
        }
        if (node.isNumber()) {
            return node.doubleValue();
        }
        if (node.isArray() && node.size() <= MAX_WORDS) {
            List<Object> words = new ArrayList<>();
            node.forEach(word -> words.add(word.isTextual() ? word.textValue() : ""));
            return words;
        }
        return null;
    }
}
