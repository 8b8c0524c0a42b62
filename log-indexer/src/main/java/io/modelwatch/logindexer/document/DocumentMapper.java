package io.modelwatch.logindexer.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelwatch.intake.Fields;
import io.modelwatch.intake.Text;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns a log record into the draft of a document. Known fields have their type checked here, because Elasticsearch would refuse the
 * whole document for a wrong one; all others go to {@code extra}, whatever they are. Thread-safe.
 */
public final class DocumentMapper {

    private static final int MAX_WORD_CHARS = 1024;
    private static final int MAX_LABELS = 1000;
    private static final long MAX_TOKENS = 1_000_000_000_000L;
    private static final double MAX_MILLIS = 1e12;
    private static final double MAX_COST = 1e12;
    private static final double NANOS_A_MILLI = 1e6;
    private static final int MAX_STATUS = 999;

    private final DocumentSettings settings;
    private final DataStream dataStream;

    public DocumentMapper(DocumentSettings settings, DataStream dataStream) {
        this.settings = settings;
        this.dataStream = dataStream;
    }

    /**
     * Maps one record.
     *
     * @param receivedAt stands in for a time of its own
     * @param identities those of the body the record came in
     * @throws io.modelwatch.intake.ProblemException 400 naming every field that is wrong
     */
    public Draft map(Fields fields, Instant receivedAt, Identities identities) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        String requestId = word(fields, "request_id");
        boolean hasTime = putTime(document, fields, receivedAt);
        String outcome = putOutcome(document, fields);
        String event = putEvent(document, fields, receivedAt);
        putLevel(document, fields, outcome);
        putModel(document, fields);
        putMeasures(document, fields);
        putOrigin(document, fields, requestId);
        putTexts(document, fields);
        putLabels(document, fields);
        putExtra(document, fields);
        fields.check();

        String id = identities.of(fields.record(), requestId, event, hasTime);
        at(document, "event").put("id", id);
        ObjectNode target = at(document, "data_stream");
        target.put("type", "logs");
        target.put("dataset", dataStream.dataset());
        target.put("namespace", dataStream.namespace());
        return new Draft(id, requestId, document);
    }

    private static boolean putTime(ObjectNode document, Fields fields, Instant receivedAt) {
        JsonNode given = fields.node("timestamp");
        if (given == null || isBlank(given)) {
            document.put("@timestamp", receivedAt.toString());
            return false;
        }
        Instant time = Timestamps.read(given).orElse(null);
        if (time == null) {
            fields.reject(
                    "timestamp",
                    "must be a time between 1970 and 2200: RFC 3339 such as 2026-11-22T08:00:00.812Z, or seconds,"
                            + " milliseconds, microseconds or nanoseconds since 1970");
            return false;
        }
        document.put("@timestamp", time.toString());
        if (!given.asText().equals(time.toString())) {
            at(document, "llm").put("timestamp", given.asText());
        }
        return true;
    }

    /** {@code status}, {@code http_status} and {@code error}; returns success, failure or unknown. */
    private static String putOutcome(ObjectNode document, Fields fields) {
        boolean failed = putError(document, fields);
        Long httpStatus = fields.count("http_status", MAX_STATUS);
        String status = null;
        JsonNode given = fields.node("status");
        if (given != null && given.isNumber()) {
            httpStatus = fields.count("status", MAX_STATUS);
            status = given.asText();
        } else if (given != null) {
            status = word(fields, "status");
        }
        if (status != null) {
            at(document, "llm").put("status", status);
        }
        if (httpStatus != null) {
            at(at(document, "http"), "response").put("status_code", httpStatus);
        }
        String outcome = Outcome.of(status, httpStatus, failed);
        at(document, "event").put("outcome", outcome);
        return outcome;
    }

    /** {@code error} as text or as an object, and {@code error_type}; returns whether there is any. */
    private static boolean putError(ObjectNode document, Fields fields) {
        JsonNode given = fields.node("error");
        boolean failed = false;
        if (given != null && given.isObject()) {
            Fields parts = Fields.of((ObjectNode) given);
            failed = putErrorText(document, "message", parts.text("message", Integer.MAX_VALUE));
            failed |= putErrorText(document, "type", word(parts, "type"));
            failed |= putErrorText(document, "code", code(parts));
            failed |= putErrorText(document, "stack_trace", parts.text("stack_trace", Integer.MAX_VALUE));
            parts.errors().forEach(error -> fields.reject("error" + error.field(), error.detail()));
        } else if (given != null) {
            String text = fields.text("error", Integer.MAX_VALUE);
            failed = putErrorText(document, "message", text == null || text.isBlank() ? null : text);
        }
        return putErrorText(document, "type", word(fields, "error_type")) || failed;
    }

    private static @Nullable String code(Fields error) {
        JsonNode code = error.node("code");
        return code != null && code.isNumber() ? code.asText() : word(error, "code");
    }

    private static boolean putErrorText(ObjectNode document, String name, @Nullable String text) {
        if (text == null) {
            return false;
        }
        at(document, "error").put(name, text);
        return true;
    }

    private @Nullable String putEvent(ObjectNode document, Fields fields, Instant receivedAt) {
        String event = word(fields, "event");
        String message = fields.text("message", Integer.MAX_VALUE);
        if (event == null && fields.node("model") != null && fields.node("status") != null) {
            event = Identities.COMPLETED; // the request record, which has no field for it
        }
        if (event == null && (message == null || message.isBlank()) && isBlank(fields.node("request_id"))) {
            fields.reject("event", "is required where there is neither request_id nor message");
        }
        ObjectNode target = at(document, "event");
        target.put("kind", "event");
        target.put("dataset", dataStream.dataset());
        target.put("ingested", receivedAt.toString());
        if (event != null) {
            target.put("action", event);
        }
        if (message != null) {
            document.put("message", message);
        } else if (event != null) {
            document.put("message", event);
        }
        return event;
    }

    private static boolean isBlank(@Nullable JsonNode node) {
        return node == null || (node.isTextual() && node.textValue().isBlank());
    }

    private static void putLevel(ObjectNode document, Fields fields, String outcome) {
        JsonNode given = fields.node("level");
        String level = outcome.equals(Outcome.FAILURE) ? "ERROR" : "INFO";
        if (given != null && given.isNumber()) {
            Long number = fields.count("level", Level.maxNumber());
            if (number != null && number > 0) {
                level = Level.ofNumber(number.intValue());
            } else if (number != null) {
                fields.reject("level", "must be at least 1, was 0");
            }
        } else if (given != null) {
            String name = fields.text("level", 64);
            level = name == null || name.isBlank() ? level : Level.stored(name);
        }
        at(document, "log").put("level", level);
    }

    private static void putModel(ObjectNode document, Fields fields) {
        putWord(document, fields, "model", "gen_ai", "request", "model");
        putWord(document, fields, "provider", "gen_ai", "provider", "name");
        putWord(document, fields, "operation", "gen_ai", "operation", "name");
    }

    private static void putMeasures(ObjectNode document, Fields fields) {
        putCount(document, fields, "input_tokens", "gen_ai", "usage", "input_tokens");
        putCount(document, fields, "output_tokens", "gen_ai", "usage", "output_tokens");
        putCount(document, fields, "cached_tokens", "llm", "cached_tokens");
        putCount(document, fields, "reasoning_tokens", "llm", "reasoning_tokens");
        Double latency = putNumber(document, fields, "latency_ms", MAX_MILLIS);
        if (latency != null) {
            at(document, "event").put("duration", Math.round(latency * NANOS_A_MILLI));
        }
        putNumber(document, fields, "ttft_ms", MAX_MILLIS);
        putNumber(document, fields, "queue_ms", MAX_MILLIS);
        putNumber(document, fields, "cost_usd", MAX_COST);
        putFlag(document, fields, "stream");
        putFlag(document, fields, "cache_hit");
    }

    private static void putOrigin(ObjectNode document, Fields fields, @Nullable String requestId) {
        if (requestId != null) {
            put(document, requestId, "http", "request", "id");
        }
        putWord(document, fields, "service", "service", "name");
        putWord(document, fields, "environment", "service", "environment");
        putWord(document, fields, "user_id", "user", "id");
        putWord(document, fields, "session_id", "session", "id");
        putHexId(document, fields, "trace_id", "trace");
        putHexId(document, fields, "span_id", "span");
    }

    private static void putTexts(ObjectNode document, Fields fields) {
        putText(document, fields, "prompt", "prompt");
        putText(document, fields, "system_prompt", "system_instructions");
        putText(document, fields, "response", "completion");
        putText(document, fields, "reference", "reference");
        List<String> context = fields.texts("context", Integer.MAX_VALUE, Integer.MAX_VALUE);
        if (!context.isEmpty()) {
            at(document, "gen_ai").put("context", String.join("\n\n", context));
        }
    }

    private static void putText(ObjectNode document, Fields fields, String name, String target) {
        String text = fields.text(name, Integer.MAX_VALUE);
        if (text != null && !text.isEmpty()) {
            at(document, "gen_ai").put(target, text);
        }
    }

    private static void putLabels(ObjectNode document, Fields fields) {
        Map<String, String> labels = fields.labels("labels", MAX_LABELS, MAX_WORD_CHARS);
        if (!labels.isEmpty()) {
            ObjectNode target = at(document, "labels");
            labels.forEach(target::put);
        }
    }

    private void putExtra(ObjectNode document, Fields fields) {
        JsonNode given = fields.node("extra");
        FlatFields extra = new FlatFields(settings.maxExtraFields());
        fields.rest().forEach(extra::add);
        if (given != null) {
            extra.addAll(given);
        }
        ObjectNode flat = extra.toJson();
        if (flat != null) {
            document.set("extra", flat);
        }
        if (extra.dropped() > 0) {
            at(document, "llm").put("extra_dropped", extra.dropped());
        }
    }

    /** A short text; null where it is absent or blank, as the seed's logger leaves what it does not know. */
    private static @Nullable String word(Fields fields, String name) {
        String word = fields.text(name, MAX_WORD_CHARS);
        return word == null || word.isBlank() ? null : word;
    }

    private static void putWord(ObjectNode document, Fields fields, String name, String... path) {
        String word = word(fields, name);
        if (word != null) {
            put(document, word, path);
        }
    }

    private static void putHexId(ObjectNode document, Fields fields, String name, String target) {
        String id = word(fields, name);
        if (id != null) {
            put(document, HexId.plain(id), target, "id");
        }
    }

    private static void putCount(ObjectNode document, Fields fields, String name, String... path) {
        Long count = fields.count(name, MAX_TOKENS);
        if (count != null) {
            parent(document, path).put(path[path.length - 1], count);
        }
    }

    private static @Nullable Double putNumber(ObjectNode document, Fields fields, String name, double max) {
        Double number = fields.number(name, 0, max);
        if (number != null) {
            at(document, "llm").put(name, number);
        }
        return number;
    }

    private static void putFlag(ObjectNode document, Fields fields, String name) {
        Boolean flag = fields.flag(name);
        if (flag != null) {
            at(document, "llm").put(name, flag);
        }
    }

    private static void put(ObjectNode document, String value, String... path) {
        parent(document, path).put(path[path.length - 1], value);
    }

    private static ObjectNode parent(ObjectNode document, String... path) {
        ObjectNode parent = document;
        for (int i = 0; i < path.length - 1; i++) {
            parent = at(parent, path[i]);
        }
        return parent;
    }

    private static ObjectNode at(ObjectNode parent, String name) {
        return parent.withObjectProperty(name);
    }

    /** The identifier a record goes by in answers, even when it cannot be taken. */
    public static @Nullable String requestIdOf(Fields fields) {
        JsonNode id = fields.record().get("request_id");
        return id != null && id.isTextual() ? Text.storable(id.textValue()) : null;
    }
}
