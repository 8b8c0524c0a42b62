package io.modelwatch.collector.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelwatch.intake.Fields;
import io.modelwatch.intake.ProblemException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a checked record out of JSON fields. */
public final class RequestParser {

    private static final int HTTP_STATUS_MIN = 100;
    private static final int HTTP_STATUS_MAX = 599;

    private final RecordBounds bounds;
    private final InstantSource clock;

    public RequestParser(RecordBounds bounds, InstantSource clock) {
        this.bounds = bounds;
        this.clock = clock;
    }

    /**
     * Reads all fields, whatever is wrong with some.
     *
     * @throws ProblemException 400 naming every field that is wrong
     */
    public RequestRecord parse(Fields fields) {
        String requestId = fields.requiredText("request_id", bounds.nameChars());
        Instant timestamp = timestamp(fields);
        Origin origin = origin(fields);
        Outcome outcome = outcome(fields);
        Tokens tokens = tokens(fields);
        Timing timing = new Timing(
                fields.flag("stream"),
                milliseconds(fields, "latency_ms"),
                milliseconds(fields, "ttft_ms"),
                milliseconds(fields, "queue_ms"));
        BigDecimal cost = cost(fields);
        Content content = content(fields);
        Trace trace = new Trace(name(fields, "trace_id"), name(fields, "span_id"));
        Map<String, String> labels = fields.labels("labels", bounds.labels(), bounds.nameChars());
        Map<String, JsonNode> extra = extra(fields);
        fields.check();
        return new RequestRecord(
                requestId, timestamp, origin, outcome, tokens, timing, cost, content, trace, labels, extra);
    }

    private Instant timestamp(Fields fields) {
        Instant now = clock.instant();
        Instant timestamp = fields.instant("timestamp");
        if (timestamp == null) {
            return now;
        }
        if (timestamp.isAfter(now.plus(bounds.futureTolerance()))) {
            fields.reject(
                    "timestamp",
                    "must lie at most " + bounds.futureTolerance().toSeconds() + " s ahead of " + now + ", was "
                            + timestamp);
        }
        return timestamp;
    }

    private Origin origin(Fields fields) {
        return new Origin(
                fields.requiredText("model", bounds.nameChars()),
                name(fields, "service"),
                name(fields, "environment"),
                name(fields, "provider"),
                name(fields, "operation"),
                name(fields, "user_id"),
                name(fields, "session_id"));
    }

    private Outcome outcome(Fields fields) {
        if (fields.node("status") == null) {
            fields.reject("status", "is required: success or error");
        }
        Status status = fields.oneOf("status", Status.class);
        Long httpStatus = fields.count("http_status", HTTP_STATUS_MAX);
        if (httpStatus != null && httpStatus < HTTP_STATUS_MIN) {
            fields.reject("http_status", "must be at least " + HTTP_STATUS_MIN + ", was " + httpStatus);
        }
        return new Outcome(
                status == null ? Status.ERROR : status,
                fields.text("error", bounds.errorChars()),
                name(fields, "error_type"),
                httpStatus);
    }

    private Tokens tokens(Fields fields) {
        Tokens tokens = new Tokens(
                fields.count("input_tokens", bounds.tokens()),
                fields.count("output_tokens", bounds.tokens()),
                fields.count("cached_tokens", bounds.tokens()),
                fields.count("reasoning_tokens", bounds.tokens()),
                fields.flag("cache_hit"),
                new Tokens.Special(
                        fields.count("cache_write_tokens", bounds.tokens()),
                        fields.count("audio_input_tokens", bounds.tokens()),
                        fields.count("audio_output_tokens", bounds.tokens()),
                        fields.count("output_images", bounds.tokens())));
        Tokens.Special special = tokens.special();
        within(fields, "cached_tokens", tokens.cached(), "input_tokens", tokens.input());
        within(
                fields,
                "cache_write_tokens",
                special.cacheWritten(),
                "input_tokens without cached ones",
                minus(tokens.input(), tokens.cachedOrZero()));
        within(
                fields,
                "audio_input_tokens",
                special.audioInput(),
                "input_tokens without cached and cache_write ones",
                minus(tokens.input(), tokens.cachedOrZero() + special.cacheWrittenOrZero()));
        within(fields, "reasoning_tokens", tokens.reasoning(), "output_tokens", tokens.output());
        within(
                fields,
                "audio_output_tokens",
                special.audioOutput(),
                "output_tokens without reasoning ones",
                minus(tokens.output(), tokens.reasoningOrZero()));
        return tokens;
    }

    private static @Nullable Long minus(@Nullable Long whole, long part) {
        return whole == null ? null : (Long) Math.max(0, whole - part);
    }

    private static void within(
            Fields fields, String partName, @Nullable Long part, String wholeName, @Nullable Long whole) {
        if (part != null && whole != null && part > whole) {
            fields.reject(partName, "must be at most " + wholeName + " (" + whole + "), was " + part);
        }
    }

    private @Nullable Double milliseconds(Fields fields, String name) {
        return fields.number(name, 0, (double) bounds.duration().toMillis());
    }

    private @Nullable BigDecimal cost(Fields fields) {
        Double cost = fields.number("cost_usd", 0, bounds.costUsd().doubleValue());
        JsonNode node = fields.node("cost_usd");
        return cost == null || node == null ? null : node.decimalValue();
    }

    private Content content(Fields fields) {
        return new Content(
                fields.text("prompt", bounds.textChars()),
                fields.text("system_prompt", bounds.textChars()),
                fields.texts("context", bounds.contextItems(), bounds.textChars()),
                fields.text("response", bounds.textChars()),
                fields.text("reference", bounds.textChars()));
    }

    /** What the sender put into {@code extra}, and beside it the fields nobody knows. */
    private static Map<String, JsonNode> extra(Fields fields) {
        Map<String, JsonNode> extra = new LinkedHashMap<>();
        JsonNode given = fields.node("extra");
        if (given != null && !given.isObject()) {
            fields.reject("extra", "must be an object");
        } else if (given != null) {
            given.forEachEntry(extra::put);
        }
        fields.rest().forEach(extra::putIfAbsent);
        return extra;
    }

    private @Nullable String name(Fields fields, String field) {
        return fields.text(field, bounds.nameChars());
    }
}
