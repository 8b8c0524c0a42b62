package io.modelwatch.collector.langfuse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.modelwatch.collector.request.ChatMessages;
import io.modelwatch.collector.request.RecordBounds;
import io.modelwatch.collector.request.RecordDraft;
import io.modelwatch.collector.request.RequestParser;
import io.modelwatch.collector.request.RequestRecord;
import io.modelwatch.collector.request.Status;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads a Langfuse generation that has ended. */
final class Generation {

    private static final String UNKNOWN_MODEL = "unknown";
    private static final double NANOS_PER_MILLI = 1e6;

    private final RequestParser parser;
    private final RecordBounds bounds;
    private final boolean keepContent;

    Generation(RequestParser parser, RecordBounds bounds, boolean keepContent) {
        this.parser = parser;
        this.bounds = bounds;
        this.keepContent = keepContent;
    }

    /**
     * The record of a generation.
     *
     * @param trace the trace it belongs to, for user, session and tags
     */
    RequestRecord record(JsonNode body, @Nullable JsonNode trace) {
        JsonNode around = trace == null ? MissingNode.getInstance() : trace;
        String model = text(body, "model");
        String environment = text(body, "environment");
        RecordDraft draft = new RecordDraft(bounds)
                .name("request_id", text(body, "id"))
                .name("model", model == null ? UNKNOWN_MODEL : model)
                .name("operation", "EMBEDDING".equals(text(body, "type")) ? "embeddings" : "chat")
                .name("environment", environment == null ? text(around, "environment") : environment)
                .name("trace_id", text(body, "traceId"))
                .name("user_id", text(around, "userId"))
                .name("session_id", text(around, "sessionId"))
                .extra("name", text(body, "name"))
                .extra("trace_name", text(around, "name"))
                .extra("version", text(body, "version"));
        boolean failed = "ERROR".equals(text(body, "level"));
        draft.status(failed ? Status.ERROR : Status.SUCCESS);
        if (failed) {
            draft.error(text(body, "statusMessage"), null);
        }
        timing(draft, body);
        usage(draft, body);
        draft.costUsd(cost(body));
        JsonNode tags = around.path("tags");
        if (tags.isArray() && !tags.isEmpty()) {
            draft.label(
                    "tags",
                    String.join(",", tags.valueStream().map(JsonNode::asText).toList()));
        }
        if (keepContent) {
            content(draft, body);
        }
        return draft.check(parser);
    }

    private static void timing(RecordDraft draft, JsonNode body) {
        Instant start = time(body, "startTime");
        Instant end = time(body, "endTime");
        Instant first = time(body, "completionStartTime");
        draft.endedAt(end);
        if (start != null && end != null) {
            draft.milliseconds("latency_ms", milliseconds(start, end));
        }
        if (start != null && first != null) {
            draft.flag("stream", true).milliseconds("ttft_ms", milliseconds(start, first));
        }
    }

    /** Buckets of {@code usageDetails} exclude each other, so those of a side are added; {@code usage} has whole sides. */
    private static void usage(RecordDraft draft, JsonNode body) {
        JsonNode details = body.path("usageDetails");
        if (details.isObject() && !details.isEmpty()) {
            if (details.has("prompt_tokens")) {
                openAi(draft, details);
                return;
            }
            draft.tokens(
                    sum(details, name -> name.contains("input")),
                    sum(details, name -> name.contains("output")),
                    sum(details, Generation::isCacheRead),
                    sum(details, name -> name.contains("output") && name.contains("reasoning")));
            draft.specialTokens(
                    sum(details, name -> name.contains("input") && name.contains("cache") && name.contains("creation")),
                    sum(details, name -> name.contains("input") && name.contains("audio")),
                    sum(details, name -> name.contains("output") && name.contains("audio")),
                    null);
            return;
        }
        JsonNode usage = body.path("usage");
        if (usage.has("prompt_tokens")) {
            openAi(draft, usage);
        } else if (!"CHARACTERS".equals(usage.path("unit").asText())) {
            draft.tokens(
                    first(usage.get("promptTokens"), usage.get("input")),
                    first(usage.get("completionTokens"), usage.get("output")),
                    null,
                    null);
        }
    }

    private static boolean isCacheRead(String name) {
        return name.contains("input") && name.contains("cache") && !name.contains("creation");
    }

    /** As OpenAI spells it, where cached tokens are part of the input. */
    private static void openAi(RecordDraft draft, JsonNode usage) {
        draft.tokens(
                first(usage.get("prompt_tokens")),
                first(usage.get("completion_tokens")),
                first(usage.path("prompt_tokens_details").get("cached_tokens")),
                first(usage.path("completion_tokens_details").get("reasoning_tokens")));
    }

    private static @Nullable Long sum(JsonNode details, Predicate<String> counts) {
        Long sum = null;
        for (Map.Entry<String, JsonNode> bucket : details.properties()) {
            if (counts.test(bucket.getKey()) && bucket.getValue().canConvertToLong()) {
                sum = (sum == null ? 0 : sum) + bucket.getValue().longValue();
            }
        }
        return sum;
    }

    private static @Nullable BigDecimal cost(JsonNode body) {
        JsonNode total = body.path("costDetails").path("total");
        if (total.isNumber()) {
            return total.decimalValue();
        }
        BigDecimal sum = null;
        for (JsonNode part : body.path("costDetails")) {
            if (part.isNumber()) {
                sum = sum == null ? part.decimalValue() : sum.add(part.decimalValue());
            }
        }
        JsonNode old = body.path("usage").path("totalCost");
        return sum == null && old.isNumber() ? old.decimalValue() : sum;
    }

    private static void content(RecordDraft draft, JsonNode body) {
        JsonNode input = body.path("input");
        JsonNode messages = input.has("messages") ? input.get("messages") : input;
        if (messages.isArray()) {
            draft.text("prompt", ChatMessages.last(messages, "user"));
            draft.text("system_prompt", ChatMessages.last(messages, "system"));
        } else {
            draft.text("prompt", ChatMessages.textOf(messages));
        }
        draft.text("response", ChatMessages.textOf(body.path("output")));
    }

    private static @Nullable Long first(@Nullable JsonNode... nodes) {
        for (JsonNode node : nodes) {
            if (node != null && node.isNumber() && node.canConvertToLong()) {
                return node.longValue();
            }
        }
        return null;
    }

    static @Nullable String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isTextual() && !value.textValue().isBlank() ? value.textValue() : null;
    }

    static @Nullable Instant time(JsonNode node, String field) {
        String text = text(node, field);
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(field + " must be an RFC 3339 date and time, was '" + text + "'", e);
        }
    }

    private static double milliseconds(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / NANOS_PER_MILLI;
    }
}
