package io.modelwatch.collector.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** A checked record as JSON again: known fields in one order and form, the others in {@code extra}. */
public final class RequestJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private RequestJson() {}

    /** All fields that are there. */
    public static ObjectNode of(RequestRecord request) {
        ObjectNode json = NODES.objectNode();
        json.put("request_id", request.requestId());
        json.put("timestamp", request.timestamp().toString());
        put(json, request.origin());
        put(json, request.outcome());
        put(json, request.tokens());
        put(json, request.timing());
        put(json, "cost_usd", request.costUsd());
        put(json, request.content());
        put(json, "trace_id", request.trace().traceId());
        put(json, "span_id", request.trace().spanId());
        putLabels(json, request);
        if (!request.extra().isEmpty()) {
            json.putObject("extra").setAll(request.extra());
        }
        return json;
    }

    /** The fields that quality-evaluator reads. */
    public static ObjectNode forEvaluation(RequestRecord request) {
        ObjectNode json = NODES.objectNode();
        json.put("request_id", request.requestId());
        json.put("timestamp", request.timestamp().toString());
        json.put("model", request.origin().model());
        put(json, "service", request.origin().service());
        json.put("status", request.outcome().status().spelled());
        put(json, request.content());
        put(json, "input_tokens", request.tokens().input());
        put(json, "output_tokens", request.tokens().output());
        put(json, "latency_ms", request.timing().latencyMs());
        putLabels(json, request);
        return json;
    }

    private static void put(ObjectNode json, Origin origin) {
        json.put("model", origin.model());
        put(json, "service", origin.service());
        put(json, "environment", origin.environment());
        put(json, "provider", origin.provider());
        put(json, "operation", origin.operation());
        put(json, "user_id", origin.userId());
        put(json, "session_id", origin.sessionId());
    }

    private static void put(ObjectNode json, Outcome outcome) {
        json.put("status", outcome.status().spelled());
        put(json, "error", outcome.error());
        put(json, "error_type", outcome.errorType());
        put(json, "http_status", outcome.httpStatus());
    }

    private static void put(ObjectNode json, Tokens tokens) {
        put(json, "input_tokens", tokens.input());
        put(json, "output_tokens", tokens.output());
        put(json, "cached_tokens", tokens.cached());
        put(json, "reasoning_tokens", tokens.reasoning());
        put(json, "cache_write_tokens", tokens.special().cacheWritten());
        put(json, "audio_input_tokens", tokens.special().audioInput());
        put(json, "audio_output_tokens", tokens.special().audioOutput());
        put(json, "output_images", tokens.special().images());
        put(json, "cache_hit", tokens.cacheHit());
    }

    private static void put(ObjectNode json, Timing timing) {
        put(json, "stream", timing.stream());
        put(json, "latency_ms", timing.latencyMs());
        put(json, "ttft_ms", timing.ttftMs());
        put(json, "queue_ms", timing.queueMs());
    }

    private static void put(ObjectNode json, Content content) {
        put(json, "prompt", content.prompt());
        put(json, "system_prompt", content.systemPrompt());
        if (!content.context().isEmpty()) {
            ArrayNode context = json.putArray("context");
            content.context().forEach(context::add);
        }
        put(json, "response", content.response());
        put(json, "reference", content.reference());
    }

    private static void putLabels(ObjectNode json, RequestRecord request) {
        if (!request.labels().isEmpty()) {
            ObjectNode labels = json.putObject("labels");
            request.labels().forEach(labels::put);
        }
    }

    /** A number without a fraction is written without one. */
    private static void put(ObjectNode json, String name, @Nullable Object value) {
        switch (value) {
            case null -> {}
            case String text -> json.put(name, text);
            case Long number -> json.put(name, number);
            case Boolean flag -> json.put(name, flag);
            case Double number when number == Math.rint(number) -> json.put(name, number.longValue());
            case Double number -> json.put(name, number);
            case BigDecimal number -> json.set(name, decimal(number));
            default -> throw new IllegalArgumentException("no JSON for " + value.getClass());
        }
    }

    /** Exactly, without zeros at the end. */
    public static JsonNode decimal(BigDecimal number) {
        BigDecimal shortest = number.stripTrailingZeros();
        return NODES.numberNode(shortest.scale() < 0 ? shortest.setScale(0) : shortest);
    }
}
