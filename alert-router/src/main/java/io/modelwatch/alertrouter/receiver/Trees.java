package io.modelwatch.alertrouter.receiver;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Bodies made of maps, lists and texts with templates in them. */
public final class Trees {

    private Trees() {}

    /** Puts a text into a map, unless it is empty. */
    public static void unlessEmpty(Map<String, Object> map, String key, String value) {
        if (!value.isEmpty()) {
            map.put(key, value);
        }
    }

    /** The tree with every text replaced; what replaces it is a text too. */
    public static Object rendered(Object tree, UnaryOperator<String> render) {
        return mapped(tree, render::apply);
    }

    /** The same, but a text that renders to JSON other than a text becomes its value. */
    public static Object valued(Object tree, UnaryOperator<String> render) {
        return mapped(tree, text -> value(render.apply(text)));
    }

    private static Object mapped(Object tree, java.util.function.Function<String, Object> map) {
        return switch (tree) {
            case String text -> map.apply(text);
            case Map<?, ?> children -> {
                Map<String, Object> copy = new LinkedHashMap<>();
                children.forEach((key, value) -> copy.put(String.valueOf(key), mapped(value, map)));
                yield copy;
            }
            case Iterable<?> list -> {
                java.util.List<Object> copy = new java.util.ArrayList<>();
                list.forEach(each -> copy.add(mapped(each, map)));
                yield copy;
            }
            default -> tree;
        };
    }

    /** The value that a text stands for when it is JSON other than a text; else the text. */
    public static Object value(String text) {
        JsonNode json = Answer.json(text);
        return json.isMissingNode() || json.isTextual() || json.isNull() ? text : json;
    }
}
