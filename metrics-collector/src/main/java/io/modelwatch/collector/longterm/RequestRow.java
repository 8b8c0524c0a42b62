package io.modelwatch.collector.longterm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelwatch.collector.cost.Cost;
import io.modelwatch.collector.cost.PricedRequest;
import io.modelwatch.collector.request.Origin;
import io.modelwatch.collector.request.RequestRecord;
import io.modelwatch.collector.request.Timing;
import io.modelwatch.collector.request.Tokens;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A request as a row of the table {@code requests}, one JSON object without a line break: figures and names, never what was asked or answered. */
final class RequestRow {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Decimals without an exponent, which old servers do not read. */
    private static final ObjectWriter WRITER = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build()
            .writer();

    private static final int COST_SCALE = 12;
    private static final int MILLIS_PER_SECOND = 1000;

    private RequestRow() {}

    static byte[] of(PricedRequest priced) {
        RequestRecord request = priced.request();
        ObjectNode row = NODES.objectNode();
        Instant time = request.timestamp();
        row.put("day", LocalDate.ofInstant(time, ZoneOffset.UTC).toString());
        row.put("time", time.getEpochSecond());
        row.put("millis", (int) (time.toEpochMilli() % MILLIS_PER_SECOND));
        row.put("request_id", request.requestId());
        row.put("trace_id", text(request.trace().traceId()));
        origin(row, request);
        row.put("status", request.outcome().status().spelled());
        row.put("error_type", text(request.outcome().errorType()));
        row.put("http_status", Objects.requireNonNullElse(request.outcome().httpStatus(), 0L));
        tokens(row, request.tokens());
        timing(row, request.timing());
        BigDecimal cost = priced.cost().amountOrNull();
        row.set(
                "cost_usd",
                cost == null ? NODES.nullNode() : NODES.numberNode(cost.setScale(COST_SCALE, RoundingMode.HALF_UP)));
        row.put("unpriced", priced.cost() instanceof Cost.Unpriced ? 1 : 0);
        ArrayNode names = row.putArray("label_names");
        ArrayNode values = row.putArray("label_values");
        request.labels().forEach((name, value) -> {
            names.add(name);
            values.add(value);
        });
        try {
            return WRITER.writeValueAsBytes(row);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void origin(ObjectNode row, RequestRecord request) {
        Origin origin = request.origin();
        row.put("model", origin.model());
        row.put("service", text(origin.service()));
        row.put("environment", text(origin.environment()));
        row.put("provider", text(origin.provider()));
        row.put("operation", text(origin.operation()));
        row.put("user_id", text(origin.userId()));
        row.put("session_id", text(origin.sessionId()));
        row.put("team", text(request.labels().get("team")));
    }

    private static void tokens(ObjectNode row, Tokens tokens) {
        row.put("cache_hit", tokens.fromCache() ? 1 : 0);
        row.put("input_tokens", tokens.inputOrZero());
        row.put("output_tokens", tokens.outputOrZero());
        row.put("cached_tokens", tokens.cachedOrZero());
        row.put("reasoning_tokens", tokens.reasoningOrZero());
    }

    private static void timing(ObjectNode row, Timing timing) {
        row.put("stream", Boolean.TRUE.equals(timing.stream()) ? 1 : 0);
        row.put("latency_ms", timing.latencyMs());
        row.put("ttft_ms", timing.ttftMs());
        row.put("queue_ms", timing.queueMs());
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
