package io.modelwatch.devstack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields of a foreign object; what is not asked for, or has another type than asked for, is the rest. */
final class ForeignFields {

    private static final Set<String> GOOD_WORDS = Set.of("success", "succeeded", "ok", "completed", "done");
    private static final Set<String> BAD_WORDS = Set.of("error", "failed", "failure", "timeout");

    private final ObjectNode from;
    private final Set<String> taken = new HashSet<>();

    ForeignFields(ObjectNode from) {
        this.from = from;
    }

    /** The first of these that is a text. */
    @Nullable
    String text(List<String> names) {
        for (String name : names) {
            JsonNode node = from.path(name);
            if (node.isTextual() && !isIndex(name, node.textValue()) && taken.add(name)) {
                return node.textValue();
            }
        }
        return null;
    }

    /** A question called 17 is the number of a question. */
    private static boolean isIndex(String name, String text) {
        return name.equals("question") && text.matches("\\d+");
    }

    /** The first of these that is a text or a number, as text. */
    @Nullable
    String name(List<String> names) {
        for (String name : names) {
            JsonNode node = from.path(name);
            if ((node.isTextual() || node.isNumber()) && taken.add(name)) {
                return node.asText();
            }
        }
        return null;
    }

    /** The first of these that is there, of whatever type. */
    @Nullable
    JsonNode any(List<String> names) {
        for (String name : names) {
            if (from.hasNonNull(name)) {
                taken.add(name);
                return from.path(name);
            }
        }
        return null;
    }

    @Nullable
    JsonNode object(String name) {
        if (!from.path(name).isObject()) {
            return null;
        }
        taken.add(name);
        return from.path(name);
    }

    @Nullable
    JsonNode array(String name) {
        if (!from.path(name).isArray()) {
            return null;
        }
        taken.add(name);
        return from.path(name);
    }

    /** A text, or the texts of an array of texts or of objects that have one. */
    List<String> texts(List<String> names) {
        for (String name : names) {
            JsonNode node = from.path(name);
            List<String> texts = new ArrayList<>();
            if (node.isTextual()) {
                texts.add(node.asText());
            }
            for (JsonNode element : node.isArray() ? node : MissingNode.getInstance()) {
                String text = textOf(element);
                if (text != null) {
                    texts.add(text);
                }
            }
            if (!texts.isEmpty()) {
                taken.add(name);
                return texts;
            }
        }
        return List.of();
    }

    /** Takes a boolean over into the record. */
    void flag(String name, ObjectNode record) {
        if (from.path(name).isBoolean()) {
            taken.add(name);
            record.set(name, from.path(name));
        }
    }

    /** Takes the first of these that is a number over into the record, under {@code name}. */
    void number(List<String> names, String name, ObjectNode record) {
        for (String candidate : names) {
            if (from.path(candidate).isNumber()) {
                taken.add(candidate);
                record.set(name, from.path(candidate));
                return;
            }
        }
    }

    /** {@code success} or {@code error}, or null where there is no status that says so. */
    @Nullable
    String status() {
        JsonNode node = from.path("status");
        if (node.isInt()) {
            taken.add("status");
            return node.asInt() < 400 ? "success" : "error";
        }
        String word = node.asText().toLowerCase(Locale.ROOT);
        boolean good = GOOD_WORDS.contains(word);
        if (good || BAD_WORDS.contains(word)) {
            taken.add("status");
            return good ? "success" : "error";
        }
        return null;
    }

    /** Puts what has not been taken into {@code extra}; an {@code extra} of its own is merged. */
    void rest(ObjectNode extra) {
        from.forEachEntry((name, value) -> {
            if (taken.contains(name) || value.isNull()) {
                return;
            }
            if (name.equals("extra") && value.isObject()) {
                value.forEachEntry((inner, innerValue) -> extra.set(inner, innerValue));
            } else {
                extra.set(name, value);
            }
        });
    }

    /** A text, or that of an object with one. */
    static @Nullable String textOf(JsonNode element) {
        if (element.isTextual()) {
            return element.asText();
        }
        for (String name : List.of("text", "content", "page_content")) {
            if (element.path(name).isTextual()) {
                return element.path(name).asText();
            }
        }
        return null;
    }
}
