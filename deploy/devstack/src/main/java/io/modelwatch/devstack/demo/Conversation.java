package io.modelwatch.devstack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A conversation, of which the last question and the last answer count. */
record Conversation(
        @Nullable String system,
        @Nullable String prompt,
        @Nullable String response,
        int turns) {

    /** From OpenAI's {@code messages} and {@code choices} or ShareGPT's {@code conversations}. */
    static Conversation of(@Nullable JsonNode messages, @Nullable JsonNode conversations, @Nullable JsonNode choices) {
        String system = null;
        String prompt = null;
        String response = null;
        int turns = 0;
        JsonNode list = messages == null ? conversations : messages;
        for (JsonNode message : list == null ? MissingNode.getInstance() : list) {
            String role = message.path("role").asText(message.path("from").asText());
            String content = content(message.has("content") ? message.path("content") : message.path("value"));
            switch (role) {
                case "system", "developer" -> system = system == null ? content : system + "\n" + content;
                case "user", "human" -> {
                    prompt = content;
                    response = null;
                    turns++;
                }
                case "assistant", "gpt" -> response = content;
                default -> {}
            }
        }
        if (choices != null && !choices.isEmpty()) {
            JsonNode first = choices.get(0);
            String said = first.has("message")
                    ? content(first.path("message").path("content"))
                    : first.path("text").asText();
            response = said.isEmpty() ? response : said;
        }
        return new Conversation(system, prompt, response, turns);
    }

    /** A text, or the text parts of a list of parts. */
    private static String content(JsonNode node) {
        if (!node.isArray()) {
            return node.asText();
        }
        List<String> parts = new ArrayList<>();
        node.forEach(part -> {
            String text = ForeignFields.textOf(part);
            if (text != null) {
                parts.add(text);
            }
        });
        return String.join("\n", parts);
    }
}
