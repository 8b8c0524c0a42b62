package io.modelwatch.logindexer.otlp;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an item says in the dotted names of a document, ready for the mapper of documents: attributes that have a field
 * go there, in the current names of the conventions and in former ones; the mapper puts all others into {@code extra}.
 */
final class Source {

    private static final double MILLIS_A_SECOND = 1000;
    private static final long NANOS_A_SECOND = 1_000_000_000;

    /** Attributes whose field has another name. Of several that mean the same field the first one counts. */
    private static final Map<String, String> FIELDS = Map.ofEntries(
            entry("event.name", "event.action"),
            entry("exception.message", "error.message"),
            entry("exception.type", "error.type"),
            entry("exception.stacktrace", "error.stack_trace"),
            entry("request_id", "http.request.id"),
            entry("enduser.id", "user.id"),
            entry("gen_ai.conversation.id", "session.id"),
            entry("http.status_code", "http.response.status_code"),
            entry("gen_ai.system", "gen_ai.provider.name"),
            entry("gen_ai.usage.prompt_tokens", "gen_ai.usage.input_tokens"),
            entry("gen_ai.usage.completion_tokens", "gen_ai.usage.output_tokens"),
            entry("gen_ai.usage.cache_read.input_tokens", "llm.cached_tokens"),
            entry("gen_ai.usage.cache_read_input_tokens", "llm.cached_tokens"),
            entry("gen_ai.usage.reasoning.output_tokens", "llm.reasoning_tokens"),
            entry("gen_ai.usage.reasoning_tokens", "llm.reasoning_tokens"),
            entry("gen_ai.usage.cost", "llm.cost_usd"),
            entry("gen_ai.request.stream", "llm.stream"),
            entry("llm.model_name", "gen_ai.request.model"),
            entry("llm.provider", "gen_ai.provider.name"),
            entry("llm.token_count.prompt", "gen_ai.usage.input_tokens"),
            entry("llm.token_count.completion", "gen_ai.usage.output_tokens"),
            entry("input.value", "gen_ai.prompt"),
            entry("output.value", "gen_ai.completion"));

    /** Attributes that hold chat messages. */
    private static final Map<String, String> MESSAGES = Map.of(
            "gen_ai.input.messages", "gen_ai.prompt",
            "gen_ai.output.messages", "gen_ai.completion",
            "gen_ai.system_instructions", "gen_ai.system_instructions",
            "gen_ai.prompt", "gen_ai.prompt",
            "gen_ai.completion", "gen_ai.completion");

    private static final Map<String, String> RESOURCE = Map.of(
            "service.name", "service.name",
            "deployment.environment.name", "service.environment",
            "deployment.environment", "service.environment");

    private final ObjectNode fields = JsonNodeFactory.instance.objectNode();

    ObjectNode fields() {
        return fields;
    }

    /** Puts a field; where there is one already, what came first stays. */
    void put(String path, JsonNode value) {
        if (!value.isNull() && !value.isMissingNode()) {
            fields.putIfAbsent(path, value);
        }
    }

    void put(String path, @Nullable String text) {
        if (text != null && !text.isEmpty()) {
            fields.putIfAbsent(path, JsonNodeFactory.instance.textNode(text));
        }
    }

    void put(String path, long number) {
        put(path, JsonNodeFactory.instance.numberNode(number));
    }

    void put(String path, double number) {
        put(path, JsonNodeFactory.instance.numberNode(number));
    }

    boolean has(String path) {
        return fields.has(path);
    }

    String text(String path) {
        return fields.path(path).asText("");
    }

    /** Puts something nobody has a field for, under a name that says where it comes from. */
    void putExtra(String name, JsonNode value) {
        if (!value.isNull() && (value.isValueNode() || !value.isEmpty())) {
            fields.withObjectProperty("extra").set(name, value);
        }
    }

    /** A time in nanoseconds since 1970; 0 means that there is none. */
    void putTime(long nanos) {
        if (nanos != 0) {
            put(
                    "@timestamp",
                    Instant.ofEpochSecond(
                                    Long.divideUnsigned(nanos, NANOS_A_SECOND),
                                    Long.remainderUnsigned(nanos, NANOS_A_SECOND))
                            .toString());
        }
    }

    /** An identifier of so many bytes, where it is one: neither of another length nor all zeros. */
    void putId(String path, ByteString id, int bytes) {
        if (isId(id, bytes)) {
            put(path, HexFormat.of().formatHex(id.toByteArray()));
        }
    }

    static boolean isId(ByteString id, int bytes) {
        if (id.size() != bytes) {
            return false;
        }
        for (int i = 0; i < bytes; i++) {
            if (id.byteAt(i) != 0) {
                return true;
            }
        }
        return false;
    }

    void putOrigin(Resource resource, InstrumentationScope scope) {
        AnyValues.json(resource.getAttributesList()).forEachEntry((name, value) -> {
            String field = RESOURCE.get(name);
            if (field != null && !has(field)) {
                put(field, value);
            } else {
                putExtra("resource." + name, value);
            }
        });
        if (!scope.getName().isEmpty()) {
            putExtra("scope.name", JsonNodeFactory.instance.textNode(scope.getName()));
        }
    }

    void putAttributes(List<KeyValue> attributes) {
        AnyValues.json(attributes).forEachEntry(this::putAttribute);
    }

    /** OpenTracing's {@code error: true} is no message. */
    private static boolean isFlag(String name, JsonNode value) {
        return name.equals("error") && value.isBoolean();
    }

    private void putAttribute(String name, JsonNode value) {
        String messages = MESSAGES.get(name);
        if (messages != null) {
            put(messages, ChatText.of(value));
        } else if (name.equals("gen_ai.response.time_to_first_chunk") && value.isNumber()) {
            put("llm.ttft_ms", value.doubleValue() * MILLIS_A_SECOND);
        } else if (has(FIELDS.getOrDefault(name, name)) || name.equals("extra") || isFlag(name, value)) {
            putExtra(name, value);
        } else {
            put(FIELDS.getOrDefault(name, name), value);
        }
    }
}
