package io.modelwatch.collector.request;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Reads the text out of chat messages, in the forms that providers and conventions give them. */
public final class ChatMessages {

    private ChatMessages() {}

    /** The text of the last message of a role, null where there is none. */
    public static @Nullable String last(@Nullable JsonNode messages, String role) {
        String found = null;
        if (messages != null && messages.isArray()) {
            for (JsonNode message : messages) {
                String text = role.equals(message.path("role").asText()) ? textOf(message) : null;
                found = text == null ? found : text;
            }
        }
        return found;
    }

    /** The text of a message, of its {@code content} or {@code parts}, joined line by line; null without any. */
    public static @Nullable String textOf(@Nullable JsonNode node) {
        if (node == null) {
            return null;
        }
        if (node.isTextual()) {
            return node.textValue();
        }
        if (node.isArray()) {
            StringBuilder joined = new StringBuilder();
            for (JsonNode part : node) {
                String text = textOf(part);
                if (text != null) {
                    joined.append(joined.isEmpty() ? "" : "\n").append(text);
                }
            }
            return joined.isEmpty() ? null : joined.toString();
        }
        for (String field : new String[] {"content", "parts", "text"}) {
            String text = node.isObject() ? textOf(node.get(field)) : null;
            if (text != null) {
                return text;
            }
        }
        return null;
    }
}
