package io.modelwatch.devstack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns an object of somebody else's file into a request record, by the names in {@code DEMO.md}. What it does not
 * know goes to {@code extra}; figures are taken over, never made up, but for tokens, which are estimated from the
 * texts where the file has none, and marked so. Keeps the identifiers it has given; not thread-safe.
 */
final class RecordMapping {

    private static final int MAX_ID_CHARS = 128;

    /** Names of texts, best first; the first that holds one wins, the others go to {@code extra}. */
    private static final List<String> PROMPT = List.of("prompt", "question", "query", "instruction", "input", "text");

    private static final List<String> RESPONSE = List.of("response", "answer", "completion", "output");
    private static final List<String> CONTEXT = List.of("context", "contexts", "documents", "knowledge");
    private static final List<String> SYSTEM = List.of("system_prompt", "system");
    private static final List<String> REFERENCE = List.of("reference", "reference_answer", "ground_truth", "expected");
    private static final List<String> ID = List.of("request_id", "id");
    private static final List<String> MODEL = List.of("model", "model_name", "engine");
    private static final List<String> USER = List.of("user_id", "user");
    private static final List<String> SESSION = List.of("session_id", "conversation_id", "thread_id");
    private static final List<String> TIME = List.of("timestamp", "created_at", "created", "time");

    /** Our own names with a text, taken over as they are. */
    private static final List<String> OWN_TEXTS =
            List.of("service", "environment", "provider", "operation", "trace_id", "span_id");

    private static final List<String> OWN_FLAGS = List.of("cache_hit", "stream");

    /** Our own names with a number, each with the names that others use. */
    private static final Map<String, List<String>> NUMBERS = Map.of(
            "input_tokens", List.of("input_tokens", "prompt_tokens"),
            "output_tokens", List.of("output_tokens", "completion_tokens"),
            "cached_tokens", List.of("cached_tokens"),
            "reasoning_tokens", List.of("reasoning_tokens"),
            "latency_ms", List.of("latency_ms", "duration_ms", "response_time_ms"),
            "ttft_ms", List.of("ttft_ms"),
            "queue_ms", List.of("queue_ms"),
            "cost_usd", List.of("cost_usd", "cost"),
            "http_status", List.of("http_status", "status_code"));

    private final Set<String> given = new HashSet<>();

    /**
     * One record.
     *
     * @param source what the object's file is called, for the field {@code service}
     * @param place where the object stands; stable, so that a second replay gives the same identifier
     * @param now becomes the record's time; the file's own goes to {@code extra}
     */
    ObjectNode map(ObjectNode from, String source, String place, Instant now) {
        ForeignFields in = new ForeignFields(from);
        ObjectNode record = JsonNodeFactory.instance.objectNode();
        ObjectNode extra = JsonNodeFactory.instance.objectNode();
        texts(in, record, extra);
        record.put("request_id", id(in.name(ID), place));
        record.put("timestamp", now.toString());
        put(record, "model", orElse(in.text(MODEL), "replay"));
        put(record, "user_id", in.name(USER));
        put(record, "session_id", in.name(SESSION));
        OWN_TEXTS.forEach(name -> put(record, name, in.text(List.of(name))));
        if (!record.has("service")) {
            record.put("service", source);
        }
        OWN_FLAGS.forEach(name -> in.flag(name, record));
        NUMBERS.forEach((name, names) -> in.number(names, name, record));
        usage(in, record);
        outcome(in, record);
        labels(in, record);
        tokens(record, extra);
        JsonNode time = in.any(TIME);
        if (time != null) {
            extra.set("original_timestamp", time);
        }
        in.rest(extra);
        if (!extra.isEmpty()) {
            record.set("extra", extra);
        }
        return record;
    }

    /** The object's own identifier if it has one that this replay has not given yet, else a hash of its place. */
    private String id(@Nullable String own, String place) {
        if (own != null && !own.isBlank() && own.length() <= MAX_ID_CHARS && given.add(own)) {
            return own;
        }
        String hash = "replay-" + hash(place);
        given.add(hash);
        return hash;
    }

    private static String hash(String place) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(place.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void texts(ForeignFields in, ObjectNode record, ObjectNode extra) {
        Conversation chat = Conversation.of(in.array("messages"), in.array("conversations"), in.array("choices"));
        String prompt = in.text(PROMPT);
        String input = in.text(List.of("input"));
        if (prompt != null && input != null) {
            // An instruction and the text it is about.
            prompt = input.isBlank() ? prompt : prompt + "\n\n" + input;
        }
        put(record, "prompt", orElse(prompt, chat.prompt()));
        put(record, "system_prompt", orElse(in.text(SYSTEM), chat.system()));
        put(record, "response", orElse(in.text(RESPONSE), chat.response()));
        put(record, "reference", in.text(REFERENCE));
        List<String> context = in.texts(CONTEXT);
        if (!context.isEmpty()) {
            context.forEach(record.putArray("context")::add);
        }
        if (chat.turns() > 1) {
            extra.put("turns", chat.turns());
        }
    }

    /** OpenAI's {@code usage}. */
    private static void usage(ForeignFields in, ObjectNode record) {
        JsonNode usage = in.object("usage");
        if (usage == null) {
            return;
        }
        ForeignFields inner = new ForeignFields((ObjectNode) usage);
        for (String name : List.of("input_tokens", "output_tokens", "cached_tokens", "reasoning_tokens")) {
            if (!record.has(name)) {
                inner.number(NUMBERS.getOrDefault(name, List.of(name)), name, record);
            }
        }
        long cached = usage.path("prompt_tokens_details").path("cached_tokens").asLong();
        long reasoning =
                usage.path("completion_tokens_details").path("reasoning_tokens").asLong();
        if (cached > 0 && !record.has("cached_tokens")) {
            record.put("cached_tokens", cached);
        }
        if (reasoning > 0 && !record.has("reasoning_tokens")) {
            record.put("reasoning_tokens", reasoning);
        }
    }

    /** Success unless the file says otherwise by a status, an HTTP status or an error. */
    private static void outcome(ForeignFields in, ObjectNode record) {
        JsonNode error = in.any(List.of("error"));
        String message = error == null ? null : error.isObject() ? Json.text(error.path("message")) : Json.text(error);
        String type = in.text(List.of("error_type"));
        if (type == null && error != null) {
            type = orElse(Json.text(error.path("type")), Json.text(error.path("code")));
        }
        String status = in.status();
        boolean failed = status == null
                ? (message != null && !message.isBlank())
                        || record.path("http_status").asInt() >= 400
                : status.equals("error");
        record.put("status", failed ? "error" : "success");
        put(record, "error", message == null || message.isBlank() ? null : message);
        put(record, "error_type", type);
    }

    private static void labels(ForeignFields in, ObjectNode record) {
        JsonNode labels = in.object("labels");
        if (labels != null) {
            ObjectNode texts = record.putObject("labels");
            labels.forEachEntry(
                    (name, value) -> texts.put(name, value.isValueNode() ? value.asText() : value.toString()));
        }
    }

    private static void tokens(ObjectNode record, ObjectNode extra) {
        if (!record.has("input_tokens")) {
            record.put("input_tokens", Tokens.ofInput(record));
            extra.put("tokens_estimated", true);
        }
        if (!record.has("output_tokens")) {
            record.put("output_tokens", Tokens.estimate(record.path("response").asText()));
            extra.put("tokens_estimated", true);
        }
    }

    private static void put(ObjectNode record, String name, @Nullable String value) {
        if (value != null) {
            record.put(name, value);
        }
    }

    private static @Nullable String orElse(@Nullable String value, @Nullable String otherwise) {
        return value == null ? otherwise : value;
    }
}
