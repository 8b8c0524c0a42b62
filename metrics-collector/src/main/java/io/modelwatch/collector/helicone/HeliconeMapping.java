package io.modelwatch.collector.helicone;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.modelwatch.collector.ingest.RecordMapping;
import io.modelwatch.collector.request.ChatMessages;
import io.modelwatch.collector.request.RecordBounds;
import io.modelwatch.collector.request.RecordDraft;
import io.modelwatch.collector.request.RequestParser;
import io.modelwatch.collector.request.RequestRecord;
import io.modelwatch.collector.request.Status;
import io.modelwatch.intake.Fields;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log of Helicone: what was asked of the provider, what it answered, and when. Its id is the one that the client
 * named, else that of the answer, else a hash of everything, so that a repeat does not count again.
 */
final class HeliconeMapping implements RecordMapping {

    private static final String PROPERTY = "helicone-property-";
    private static final String STREAM_DATA = "data:";
    private static final int FAILED_FROM = 400;
    private static final int LOWEST_STATUS = 100;
    private static final int HIGHEST_STATUS = 599;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final ObjectReader READER = JsonMapper.builder().build().reader();

    private final RequestParser parser;
    private final RecordBounds bounds;
    private final boolean keepContent;

    HeliconeMapping(RequestParser parser, RecordBounds bounds, boolean keepContent) {
        this.parser = parser;
        this.bounds = bounds;
        this.keepContent = keepContent;
    }

    @Override
    public RequestRecord map(Fields fields) {
        JsonNode request = object(fields, "providerRequest");
        JsonNode response = object(fields, "providerResponse");
        if (!request.isObject()) {
            fields.reject("providerRequest", "is required: an object");
        }
        if (!response.isObject()) {
            fields.reject("providerResponse", "is required: an object");
        }
        fields.check();
        JsonNode asked = request.path("json");
        JsonNode answered = answer(response);
        RecordDraft draft = new RecordDraft(bounds)
                .name("model", first(text(asked, "model"), text(answered, "model")))
                .name("operation", answered.path("object").asText().equals("list") ? "embeddings" : "chat")
                .flag(
                        "stream",
                        asked.path("stream").isBoolean() ? asked.path("stream").booleanValue() : null)
                .extra("url", text(request, "url"));
        meta(draft, request.path("meta"));
        draft.name("request_id", id(fields, request.path("meta"), answered));
        outcome(draft, response, answered);
        usage(draft, answered.path("usage"));
        timing(draft, object(fields, "timing"));
        if (keepContent) {
            draft.text("prompt", ChatMessages.last(asked.get("messages"), "user"));
            draft.text("system_prompt", ChatMessages.last(asked.get("messages"), "system"));
            JsonNode choice = answered.path("choices").path(0).path("message");
            draft.text("response", ChatMessages.textOf(choice.isMissingNode() ? answered.get("content") : choice));
        }
        return draft.check(parser);
    }

    /** Headers as the client would send them; their names mean the same in upper and lower case. */
    private static void meta(RecordDraft draft, JsonNode meta) {
        meta.forEachEntry((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            switch (lower) {
                case "helicone-user-id" -> draft.name("user_id", value.asText());
                case "helicone-session-id" -> draft.name("session_id", value.asText());
                default -> {
                    if (lower.startsWith(PROPERTY)) {
                        draft.label(name.substring(PROPERTY.length()), value.asText());
                    }
                }
            }
        });
    }

    private static String id(Fields fields, JsonNode meta, JsonNode answered) {
        for (var header : meta.properties()) {
            if (header.getKey().equalsIgnoreCase("helicone-request-id")
                    && !header.getValue().asText().isBlank()) {
                return header.getValue().asText();
            }
        }
        String id = text(answered, "id");
        return id == null ? hash(fields.record()) : id;
    }

    private static String hash(JsonNode record) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256")
                    .digest(record.toString().getBytes(StandardCharsets.UTF_8));
            return "helicone-" + HexFormat.of().formatHex(sum, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void outcome(RecordDraft draft, JsonNode response, JsonNode answered) {
        int status = response.path("status").asInt(0);
        boolean failed = status >= FAILED_FROM || status < 0;
        draft.status(failed ? Status.ERROR : Status.SUCCESS);
        if (status >= LOWEST_STATUS && status <= HIGHEST_STATUS) {
            draft.count("http_status", (long) status);
        }
        if (failed) {
            JsonNode error = answered.path("error");
            draft.error(error.isTextual() ? error.textValue() : text(error, "message"), text(error, "type"));
        }
    }

    /** As OpenAI and as Anthropic spell it; the latter counts cached tokens beside the input. */
    private static void usage(RecordDraft draft, JsonNode usage) {
        Long prompt = count(usage.path("prompt_tokens"));
        if (prompt != null) {
            draft.tokens(
                    prompt,
                    count(usage.path("completion_tokens")),
                    count(usage.path("prompt_tokens_details").path("cached_tokens")),
                    count(usage.path("completion_tokens_details").path("reasoning_tokens")));
            return;
        }
        Long input = count(usage.path("input_tokens"));
        Long read = count(usage.path("cache_read_input_tokens"));
        Long written = count(usage.path("cache_creation_input_tokens"));
        if (input != null && (read != null || written != null)) {
            input = input + (read == null ? 0 : read) + (written == null ? 0 : written);
        }
        draft.tokens(input, count(usage.path("output_tokens")), read, null);
        draft.specialTokens(written, null, null, null);
    }

    private static void timing(RecordDraft draft, JsonNode timing) {
        Instant start = time(timing.path("startTime"));
        Instant end = time(timing.path("endTime"));
        draft.endedAt(end);
        if (start != null && end != null) {
            draft.milliseconds("latency_ms", Duration.between(start, end).toNanos() / NANOS_PER_MILLI);
        }
        JsonNode first = timing.path("timeToFirstToken");
        draft.milliseconds("ttft_ms", first.isNumber() ? (Double) first.doubleValue() : null);
    }

    private static @Nullable Instant time(JsonNode node) {
        JsonNode seconds = node.path("seconds");
        return seconds.canConvertToLong() && seconds.longValue() > 0
                ? Instant.ofEpochSecond(seconds.longValue())
                        .plusMillis(node.path("milliseconds").asLong(0))
                : null;
    }

    /** The answer as JSON; of a stream in {@code textBody} the last event that tells the usage. */
    private static JsonNode answer(JsonNode response) {
        JsonNode json = response.path("json");
        String text = text(response, "textBody");
        if (json.isObject() || text == null) {
            return json;
        }
        JsonNode found = MissingNode.getInstance();
        for (String line : text.split("\n", -1)) {
            String data = line.startsWith(STREAM_DATA) ? line.substring(STREAM_DATA.length()) : line;
            JsonNode event = data.contains("{") ? parsed(data) : MissingNode.getInstance();
            if (event.isObject()
                    && (found.isMissingNode() || event.path("usage").isObject())) {
                found = event;
            }
        }
        return found;
    }

    private static JsonNode parsed(String text) {
        try {
            return READER.readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    private static JsonNode object(Fields fields, String name) {
        JsonNode node = fields.node(name);
        return node != null && node.isObject() ? node : MissingNode.getInstance();
    }

    private static @Nullable String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isTextual() && !value.textValue().isBlank() ? value.textValue() : null;
    }

    private static @Nullable String first(@Nullable String one, @Nullable String other) {
        return one == null ? other : one;
    }

    private static @Nullable Long count(JsonNode node) {
        return node.isNumber() && node.canConvertToLong() ? (Long) node.longValue() : null;
    }
}
