package io.modelwatch.collector.otlp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelwatch.collector.request.ChatMessages;
import io.modelwatch.collector.request.RecordDraft;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import org.jspecify.annotations.Nullable;

/** What was asked and answered, as far as the span says. */
final class SpanContent {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int MOST_MESSAGES = 256;

    private SpanContent() {}

    static void into(RecordDraft draft, Attributes call) {
        JsonNode asked = messages(call, "gen_ai.input.messages");
        String prompt = asked == null ? indexed(call, "user") : ChatMessages.last(asked, "user");
        draft.text("prompt", prompt == null ? call.text("input.value") : prompt);
        JsonNode instructions = messages(call, "gen_ai.system_instructions");
        String system = instructions == null ? ChatMessages.last(asked, "system") : ChatMessages.textOf(instructions);
        draft.text("system_prompt", system == null ? indexed(call, "system") : system);
        String response = ChatMessages.textOf(messages(call, "gen_ai.output.messages"));
        draft.text(
                "response",
                response == null
                        ? call.text(
                                "gen_ai.completion.0.content", "llm.output_messages.0.message.content", "output.value")
                        : response);
    }

    /** The last message of a role among attributes that are numbered one by one, as OpenLLMetry and OpenInference do. */
    private static @Nullable String indexed(Attributes call, String role) {
        String found = null;
        for (int i = 0; i < MOST_MESSAGES; i++) {
            String openLlmetry = "gen_ai.prompt." + i + ".";
            String openInference = "llm.input_messages." + i + ".message.";
            String is = call.text(openLlmetry + "role", openInference + "role");
            if (is == null) {
                return found;
            }
            String text = role.equals(is) ? call.text(openLlmetry + "content", openInference + "content") : null;
            found = text == null ? found : text;
        }
        return found;
    }

    /** Messages as structure, or as JSON in text. */
    private static @Nullable JsonNode messages(Attributes call, String key) {
        AnyValue value = call.value(key);
        if (value == null) {
            return null;
        }
        if (!value.hasStringValue()) {
            return json(value);
        }
        try {
            return JSON.readTree(value.getStringValue());
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private static JsonNode json(AnyValue value) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (value.getValueCase()) {
            case ARRAY_VALUE -> {
                ArrayNode array = nodes.arrayNode();
                value.getArrayValue().getValuesList().forEach(item -> array.add(json(item)));
                yield array;
            }
            case KVLIST_VALUE -> {
                ObjectNode object = nodes.objectNode();
                for (KeyValue field : value.getKvlistValue().getValuesList()) {
                    object.set(field.getKey(), json(field.getValue()));
                }
                yield object;
            }
            default -> {
                String text = Attributes.text(value);
                yield text == null ? nodes.nullNode() : nodes.textNode(text);
            }
        };
    }
}
