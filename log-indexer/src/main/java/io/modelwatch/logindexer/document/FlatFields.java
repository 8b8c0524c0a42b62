package io.modelwatch.logindexer.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fields nobody foresaw as one flat object of dotted names, so that whatever senders invent can neither blow up the
 * mapping nor contradict it. A name that comes twice keeps its last value.
 */
final class FlatFields {

    private static final int MAX_DEPTH = 20;

    private final ObjectNode flat = JsonNodeFactory.instance.objectNode();
    private final int maxFields;
    private int dropped;

    FlatFields(int maxFields) {
        this.maxFields = maxFields;
    }

    /** Adds the members of an object, or a single value under the name {@code value}. */
    void addAll(JsonNode node) {
        if (node.isObject()) {
            node.forEachEntry(this::add);
        } else {
            add("value", node);
        }
    }

    void add(String name, JsonNode value) {
        add("", name, value, 1);
    }

    private void add(String prefix, String name, JsonNode value, int depth) {
        String path = join(prefix, name);
        if (value.isNull()) {
            return;
        }
        if (value.isObject() && depth < MAX_DEPTH && !path.isEmpty()) {
            value.forEachEntry((key, member) -> add(path, key, member, depth + 1));
        } else if (path.isEmpty() || (flat.size() >= maxFields && !flat.has(path))) {
            dropped++;
        } else {
            flat.set(path, leaf(value));
        }
    }

    private static JsonNode leaf(JsonNode value) {
        if (value.isArray()) {
            ArrayNode leaves = JsonNodeFactory.instance.arrayNode();
            value.forEach(element -> leaves.add(leaf(element)));
            return leaves;
        }
        return value.isObject() ? TextNode.valueOf(value.toString()) : value;
    }

    /** Both names with one dot between them, without empty or blank parts. */
    private static String join(String prefix, String name) {
        List<String> parts = new ArrayList<>();
        if (!prefix.isEmpty()) {
            parts.add(prefix);
        }
        int from = 0;
        while (from <= name.length()) {
            int dot = name.indexOf('.', from);
            int to = dot < 0 ? name.length() : dot;
            String part = name.substring(from, to).strip();
            if (!part.isEmpty()) {
                parts.add(part);
            }
            from = to + 1;
        }
        return String.join(".", parts);
    }

    /** The flat object; null where nothing was added. */
    @Nullable
    ObjectNode toJson() {
        return flat.isEmpty() ? null : flat;
    }

    /** How many fields were left out, because there were too many or their names were blank. */
    int dropped() {
        return dropped;
    }
}
