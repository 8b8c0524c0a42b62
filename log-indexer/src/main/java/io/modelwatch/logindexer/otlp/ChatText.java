package io.modelwatch.logindexer.otlp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The text of chat messages, as the GenAI conventions have them: a list of {@code {role, parts: [{type, content}]}}, in
 * former versions {@code {role, content}}, as structure or as JSON in a text.
 */
final class ChatText {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int MOST_MESSAGES = 256;

    private ChatText() {}

    /** The text of one message alone, of several each with its role before it; null where there is none. */
    static @Nullable String of(@Nullable JsonNode value) {
        JsonNode messages = parsed(value);
        if (messages == null) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        List<String> roles = new ArrayList<>();
        for (JsonNode message : messages.isArray() ? messages : List.of(messages)) {
            String text = text(message);
            if (!text.isEmpty() && texts.size() < MOST_MESSAGES) {
                texts.add(text);
                roles.add(message.path("role").asText(""));
            }
        }
        if (texts.size() < 2) {
            return texts.isEmpty() ? null : texts.getFirst();
        }
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < texts.size(); i++) {
            all.append(i == 0 ? "" : "\n");
            all.append(roles.get(i).isEmpty() ? "" : roles.get(i) + ": ").append(texts.get(i));
        }
        return all.toString();
    }

    private static @Nullable JsonNode parsed(@Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return null;
        }
        String text = value.isTextual() ? value.textValue().strip() : "";
        if (!text.startsWith("[") && !text.startsWith("{")) {
            return value;
        }
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return value; // a text that only begins like JSON
        }
    }

    private static String text(JsonNode message) {
        if (message.isValueNode()) {
            return message.asText();
        }
        for (String name : new String[] {"content", "parts", "text", "message"}) {
            JsonNode content = message.get(name);
            if (content != null && !content.isNull()) {
                return content.isArray() ? joined(content) : text(content);
            }
        }
        return message.isArray() ? joined(message) : message.isEmpty() ? "" : message.toString();
    }

    private static String joined(JsonNode parts) {
        List<String> texts = new ArrayList<>();
        parts.forEach(part -> {
            String text = text(part);
            if (!text.isEmpty()) {
                texts.add(text);
            }
        });
        return String.join("\n", texts);
    }
}
