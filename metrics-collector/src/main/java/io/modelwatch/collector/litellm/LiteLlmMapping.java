package io.modelwatch.collector.litellm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.modelwatch.collector.ingest.RecordMapping;
import io.modelwatch.collector.request.ChatMessages;
import io.modelwatch.collector.request.RecordBounds;
import io.modelwatch.collector.request.RecordDraft;
import io.modelwatch.collector.request.RequestParser;
import io.modelwatch.collector.request.RequestRecord;
import io.modelwatch.collector.request.Status;
import io.modelwatch.intake.Fields;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a LiteLLM standard logging payload. Fields it does not know are left out: many of them are content. */
final class LiteLlmMapping implements RecordMapping {

    private static final Map<String, String> OPERATIONS = Map.ofEntries(
            Map.entry("completion", "chat"),
            Map.entry("acompletion", "chat"),
            Map.entry("responses", "chat"),
            Map.entry("aresponses", "chat"),
            Map.entry("anthropic_messages", "chat"),
            Map.entry("text_completion", "text_completion"),
            Map.entry("atext_completion", "text_completion"),
            Map.entry("generate_content", "generate_content"),
            Map.entry("agenerate_content", "generate_content"),
            Map.entry("embedding", "embeddings"),
            Map.entry("aembedding", "embeddings"));

    /** Labels by the field of {@code metadata} they come from. */
    private static final Map<String, String> LABELS = Map.of(
            "user_api_key_team_alias", "team",
            "user_api_key_team_id", "team_id",
            "user_api_key_alias", "api_key_alias",
            "user_api_key_org_id", "org_id");

    private static final int ID_CHARS = 256;
    private static final int ERROR_CHARS = 1 << 20;
    private static final int CALL_TYPE_CHARS = 64;

    private final RequestParser parser;
    private final RecordBounds bounds;
    private final boolean keepContent;

    LiteLlmMapping(RequestParser parser, RecordBounds bounds, boolean keepContent) {
        this.parser = parser;
        this.bounds = bounds;
        this.keepContent = keepContent;
    }

    @Override
    public String idField() {
        return "id";
    }

    @Override
    public RequestRecord map(Fields fields) {
        RecordDraft draft = new RecordDraft(bounds);
        draft.name("request_id", fields.requiredText("id", ID_CHARS));
        JsonNode metadata = object(fields, "metadata");
        String model = fields.text("model", ERROR_CHARS);
        String group = fields.text("model_group", ERROR_CHARS);
        draft.name("model", model == null || model.isBlank() ? group : model);
        draft.name("provider", fields.text("custom_llm_provider", ERROR_CHARS));
        String callType = fields.text("call_type", CALL_TYPE_CHARS);
        draft.name("operation", callType == null ? null : OPERATIONS.getOrDefault(callType, callType));
        draft.name("trace_id", fields.text("trace_id", ERROR_CHARS));
        String endUser = text(fields.node("end_user"));
        draft.name("user_id", endUser == null ? text(metadata.get("user_api_key_user_id")) : endUser);
        boolean failed = failed(fields);
        draft.status(failed ? Status.ERROR : Status.SUCCESS);
        if (failed) {
            error(draft, fields);
        }
        tokens(draft, fields, metadata.path("usage_object"), failed);
        timing(draft, fields);
        cost(draft, fields, failed);
        labels(draft, fields, metadata);
        draft.extra("model_group", group);
        draft.extra("model_id", text(fields.node("model_id")));
        draft.extra("api_base", text(fields.node("api_base")));
        draft.extra("call_type", callType);
        if (keepContent) {
            content(draft, fields);
        }
        fields.check();
        return draft.check(parser);
    }

    private static boolean failed(Fields fields) {
        String status = fields.requiredText("status", CALL_TYPE_CHARS);
        return switch (status) {
            case "success", "" -> false;
            case "failure" -> true;
            default -> {
                fields.reject("status", "must be success or failure, was '" + status + "'");
                yield false;
            }
        };
    }

    private static void error(RecordDraft draft, Fields fields) {
        JsonNode information = object(fields, "error_information");
        String message = text(fields.node("error_str"));
        draft.error(
                message == null ? text(information.get("error_message")) : message,
                text(information.get("error_class")));
        String code = text(information.get("error_code"));
        if (code != null && code.matches("[1-5]\\d\\d")) {
            draft.count("http_status", Long.valueOf(code));
        }
    }

    /** A failure that reports no token at all does not know them. */
    private void tokens(RecordDraft draft, Fields fields, JsonNode usage, boolean failed) {
        Long input = fields.count("prompt_tokens", bounds.tokens());
        Long output = fields.count("completion_tokens", bounds.tokens());
        if (failed && zero(input) && zero(output)) {
            return;
        }
        draft.tokens(
                input,
                output,
                first(
                        usage.path("prompt_tokens_details").get("cached_tokens"),
                        usage.path("input_tokens_details").get("cached_tokens"),
                        usage.get("cache_read_input_tokens")),
                first(
                        usage.path("completion_tokens_details").get("reasoning_tokens"),
                        usage.path("output_tokens_details").get("reasoning_tokens")));
        draft.specialTokens(
                first(
                        usage.get("cache_creation_input_tokens"),
                        usage.path("prompt_tokens_details").get("cache_creation_tokens")),
                first(usage.path("prompt_tokens_details").get("audio_tokens")),
                first(usage.path("completion_tokens_details").get("audio_tokens")),
                null);
    }

    private static boolean zero(@Nullable Long count) {
        return count == null || count == 0;
    }

    /**
     * {@code response_time} is no substitute for the two times of a stream: some versions count it to the first token
     * only.
     */
    private static void timing(RecordDraft draft, Fields fields) {
        Instant start = LiteLlmTime.read(fields, "startTime");
        Instant end = LiteLlmTime.read(fields, "endTime");
        Instant first = LiteLlmTime.read(fields, "completionStartTime");
        Boolean stream = bool(fields.node("stream"));
        boolean streamed = Boolean.TRUE.equals(stream);
        draft.endedAt(end).flag("stream", stream);
        if (start != null && end != null) {
            draft.milliseconds("latency_ms", LiteLlmTime.milliseconds(start, end));
        } else if (!streamed) {
            JsonNode seconds = fields.node("response_time");
            draft.milliseconds(
                    "latency_ms",
                    seconds != null && seconds.isNumber() ? (Double) (seconds.doubleValue() * 1000) : null);
        }
        if (streamed && start != null && first != null) {
            draft.milliseconds("ttft_ms", LiteLlmTime.milliseconds(start, first));
        }
    }

    /** A success with tokens for nothing means that LiteLLM has no price: ours is asked. */
    private static void cost(RecordDraft draft, Fields fields, boolean failed) {
        Boolean cacheHit = bool(fields.node("cache_hit"));
        draft.flag("cache_hit", cacheHit);
        JsonNode cost = fields.node("response_cost");
        if (cost == null || !cost.isNumber()) {
            return;
        }
        BigDecimal amount = cost.decimalValue();
        if (amount.signum() != 0 || failed || Boolean.TRUE.equals(cacheHit)) {
            draft.costUsd(amount);
        }
    }

    private static void labels(RecordDraft draft, Fields fields, JsonNode metadata) {
        LABELS.forEach((field, label) -> draft.label(label, text(metadata.get(field))));
        JsonNode tags = fields.node("request_tags");
        if (tags != null && tags.isArray()) {
            draft.label(
                    "tags",
                    String.join(",", tags.valueStream().map(JsonNode::asText).toList()));
        }
    }

    private static void content(RecordDraft draft, Fields fields) {
        JsonNode messages = fields.node("messages");
        if (messages != null && messages.isTextual()) {
            draft.text("prompt", messages.textValue());
        } else {
            draft.text("prompt", ChatMessages.last(messages, "user"));
            draft.text("system_prompt", ChatMessages.last(messages, "system"));
        }
        JsonNode response = fields.node("response");
        if (response != null) {
            JsonNode choice = response.path("choices").path(0);
            draft.text("response", ChatMessages.textOf(choice.has("message") ? choice.get("message") : response));
        }
    }

    private static JsonNode object(Fields fields, String name) {
        JsonNode node = fields.node(name);
        return node != null && node.isObject() ? node : MissingNode.getInstance();
    }

    private static @Nullable String text(@Nullable JsonNode node) {
        if (node == null
                || node.isNull()
                || node.isContainerNode()
                || node.asText().isBlank()) {
            return null;
        }
        return node.asText();
    }

    private static @Nullable Boolean bool(@Nullable JsonNode node) {
        return (node != null && node.isBoolean()) ? (Boolean) node.booleanValue() : null;
    }

    private static @Nullable Long first(@Nullable JsonNode... nodes) {
        for (JsonNode node : nodes) {
            if (node != null && node.isNumber() && node.canConvertToLong()) {
                return node.longValue();
            }
        }
        return null;
    }
}
