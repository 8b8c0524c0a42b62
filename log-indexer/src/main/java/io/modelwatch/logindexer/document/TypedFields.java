package io.modelwatch.logindexer.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A document with fields of given types, addressed by dotted names. What does not fit its type is not taken. */
final class TypedFields {

    private static final int MAX_LABELS = 1000;
    private static final int MAX_LABEL_CHARS = 1024;
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][+-]?[0-9]{1,2})?");

    private final ObjectNode document = JsonNodeFactory.instance.objectNode();

    /** Puts a value that somebody sent, converted where that loses nothing; false when it does not fit. */
    boolean put(String path, MappedFields.Kind kind, JsonNode value) {
        if (kind == MappedFields.Kind.TEXT) {
            return putText(path, value);
        }
        JsonNode converted = switch (kind) {
            case KEYWORD -> keyword(value);
            case LONG -> whole(value);
            case DOUBLE -> decimal(value);
            case BOOLEAN -> flag(value);
            case DATE ->
                Timestamps.read(value)
                        .<JsonNode>map(time -> TextNode.valueOf(time.toString()))
                        .orElse(null);
            case FLATTENED -> labels(value);
            case TEXT -> null;
        };
        if (converted != null) {
            set(path, converted);
        }
        return converted != null;
    }

    private boolean putText(String path, JsonNode value) {
        String text = joined(value);
        if (text == null) {
            return false;
        }
        set(path, text);
        return true;
    }

    /** A scalar as text, or an array of scalars as lines; null for anything else. */
    private static @Nullable String joined(JsonNode value) {
        if (!value.isArray()) {
            return value.isObject() ? null : value.asText();
        }
        List<String> lines = new ArrayList<>();
        for (JsonNode element : value) {
            if (element.isContainerNode()) {
                return null;
            }
            lines.add(element.asText());
        }
        return String.join("\n", lines);
    }

    private static @Nullable JsonNode keyword(JsonNode value) {
        if (value.isObject()) {
            return null;
        }
        if (!value.isArray()) {
            return word(value);
        }
        ArrayNode words = JsonNodeFactory.instance.arrayNode();
        for (JsonNode element : value) {
            if (element.isContainerNode()) {
                return null;
            }
            words.add(word(element));
        }
        return words;
    }

    private static TextNode word(JsonNode scalar) {
        return TextNode.valueOf(scalar.asText());
    }

    private static @Nullable JsonNode whole(JsonNode value) {
        if (value.isNumber()) {
            boolean whole = value.canConvertToLong() && value.doubleValue() == Math.rint(value.doubleValue());
            return whole ? LongNode.valueOf(value.longValue()) : null;
        }
        return value.isTextual() && WHOLE.matcher(value.textValue()).matches()
                ? LongNode.valueOf(Long.parseLong(value.textValue()))
                : null;
    }

    private static @Nullable JsonNode decimal(JsonNode value) {
        boolean text = value.isTextual() && DECIMAL.matcher(value.textValue()).matches();
        if (!value.isNumber() && !text) {
            return null;
        }
        double number = text ? Double.parseDouble(value.textValue()) : value.doubleValue();
        return Double.isFinite(number) ? DoubleNode.valueOf(number) : null;
    }

    private static @Nullable JsonNode flag(JsonNode value) {
        return switch (value.asText("").toLowerCase(Locale.ROOT)) {
            case "true" -> BooleanNode.TRUE;
            case "false" -> BooleanNode.FALSE;
            default -> null;
        };
    }

    private static @Nullable JsonNode labels(JsonNode value) {
        if (!value.isObject() || value.size() > MAX_LABELS) {
            return null;
        }
        ObjectNode labels = JsonNodeFactory.instance.objectNode();
        for (var member : value.properties()) {
            if (member.getValue().isContainerNode()
                    || member.getKey().isBlank()
                    || member.getKey().length() > MAX_LABEL_CHARS) {
                return null;
            }
            labels.put(member.getKey(), member.getValue().asText());
        }
        return labels;
    }

    boolean has(String path) {
        return find(path) != null;
    }

    /** A text; null where there is none, or several. */
    @Nullable
    String text(String path) {
        JsonNode node = find(path);
        return node != null && node.isTextual() ? node.textValue() : null;
    }

    @Nullable
    Long number(String path) {
        JsonNode node = find(path);
        return node != null && node.isIntegralNumber() ? (Long) node.longValue() : null;
    }

    @Nullable
    Double decimal(String path) {
        JsonNode node = find(path);
        return node != null && node.isNumber() ? (Double) node.doubleValue() : null;
    }

    private @Nullable JsonNode find(String path) {
        JsonNode node = document;
        for (String part : path.split("\\.", -1)) {
            node = node.path(part);
        }
        return node.isMissingNode() ? null : node;
    }

    void set(String path, String value) {
        set(path, TextNode.valueOf(value));
    }

    void set(String path, long value) {
        set(path, LongNode.valueOf(value));
    }

    private void set(String path, JsonNode value) {
        parent(path).set(name(path), value);
    }

    void setIfAbsent(String path, String value) {
        if (!has(path)) {
            set(path, value);
        }
    }

    void setIfAbsent(String path, long value) {
        if (!has(path)) {
            set(path, value);
        }
    }

    private ObjectNode parent(String path) {
        ObjectNode parent = document;
        String[] parts = path.split("\\.", -1);
        for (int i = 0; i < parts.length - 1; i++) {
            parent = parent.withObjectProperty(parts[i]);
        }
        return parent;
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    ObjectNode toJson() {
        return document;
    }
}
