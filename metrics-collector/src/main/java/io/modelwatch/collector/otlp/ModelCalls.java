package io.modelwatch.collector.otlp;

import com.google.protobuf.ByteString;
import io.modelwatch.collector.request.RecordBounds;
import io.modelwatch.collector.request.RecordDraft;
import io.modelwatch.collector.request.RequestParser;
import io.modelwatch.collector.request.RequestRecord;
import io.modelwatch.collector.request.Status;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.trace.v1.Span;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads calls of models out of spans and events, in the words of the GenAI conventions (current and former),
 * OpenInference and OpenLLMetry. A span around such a call (an agent, a chain, a tool, a workflow) repeats what is in it
 * and is no call.
 */
final class ModelCalls {

    static final String OPERATION_DETAILS = "gen_ai.client.inference.operation.details";

    private static final Set<String> OPERATIONS = Set.of("chat", "text_completion", "generate_content", "embeddings");
    private static final Set<String> OPEN_INFERENCE_KINDS = Set.of("LLM", "EMBEDDING");
    private static final int TRACE_ID_BYTES = 16;
    private static final int SPAN_ID_BYTES = 8;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double MILLIS_PER_SECOND = 1e3;
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final String FREE_LABELS = "traceloop.association.properties.";

    private final RequestParser parser;
    private final RecordBounds bounds;
    private final boolean keepContent;

    ModelCalls(RequestParser parser, RecordBounds bounds, boolean keepContent) {
        this.parser = parser;
        this.bounds = bounds;
        this.keepContent = keepContent;
    }

    /** Whether a span or event with these attributes is the call of a model. */
    static boolean isModelCall(Attributes attributes) {
        String operation = attributes.text("gen_ai.operation.name");
        if (operation != null) {
            return OPERATIONS.contains(operation);
        }
        String kind = attributes.text("openinference.span.kind");
        if (kind != null) {
            return OPEN_INFERENCE_KINDS.contains(kind);
        }
        return attributes.has("llm.request.type");
    }

    /** The record of a span. */
    RequestRecord ofSpan(Span span, Attributes attributes, Attributes resource) {
        RecordDraft draft = draft(span.getTraceId(), span.getSpanId(), attributes, resource);
        boolean failed = span.getStatus().getCodeValue() == 2 || attributes.has("error.type");
        draft.status(failed ? Status.ERROR : Status.SUCCESS);
        if (failed) {
            Attributes exception = exceptionOf(span);
            String message = span.getStatus().getMessage();
            draft.error(
                    message.isBlank() ? exception.text("exception.message") : message,
                    attributes.has("error.type") ? attributes.text("error.type") : exception.text("exception.type"));
        }
        draft.endedAt(instant(span.getEndTimeUnixNano()));
        if (span.getEndTimeUnixNano() != 0 && span.getStartTimeUnixNano() != 0) {
            draft.milliseconds("latency_ms", milliseconds(span.getStartTimeUnixNano(), span.getEndTimeUnixNano()));
        }
        firstToken(draft, span, attributes);
        return draft.check(parser);
    }

    /** The record of an event; it knows no latency. */
    RequestRecord ofEvent(LogRecord event, Attributes attributes, Attributes resource) {
        RecordDraft draft = draft(event.getTraceId(), event.getSpanId(), attributes, resource);
        draft.status(attributes.has("error.type") ? Status.ERROR : Status.SUCCESS);
        draft.error(null, attributes.text("error.type"));
        long time = event.getTimeUnixNano();
        draft.endedAt(instant(time == 0 ? event.getObservedTimeUnixNano() : time));
        return draft.check(parser);
    }

    private RecordDraft draft(ByteString traceId, ByteString spanId, Attributes call, Attributes resource) {
        if (isMissing(traceId, TRACE_ID_BYTES) || isMissing(spanId, SPAN_ID_BYTES)) {
            throw Problem.of(
                            CommonProblem.INVALID_RECORD,
                            "a trace id of 16 bytes and a span id of 8 are required, not all of them 0")
                    .asException();
        }
        String trace = HexFormat.of().formatHex(traceId.toByteArray());
        String span = HexFormat.of().formatHex(spanId.toByteArray());
        RecordDraft draft = new RecordDraft(bounds)
                .name("request_id", trace + "-" + span)
                .name("trace_id", trace)
                .name("span_id", span)
                .name("service", resource.text("service.name"))
                .name("environment", resource.text("deployment.environment.name", "deployment.environment"));
        origin(draft, call);
        draft.tokens(
                call.count(
                        "gen_ai.usage.input_tokens",
                        "gen_ai.usage.prompt_tokens",
                        "llm.token_count.prompt",
                        "llm.usage.prompt_tokens"),
                call.count(
                        "gen_ai.usage.output_tokens",
                        "gen_ai.usage.completion_tokens",
                        "llm.token_count.completion",
                        "llm.usage.completion_tokens"),
                call.count(
                        "gen_ai.usage.cache_read.input_tokens",
                        "gen_ai.usage.cache_read_input_tokens",
                        "llm.token_count.prompt_details.cache_read"),
                call.count(
                        "gen_ai.usage.reasoning.output_tokens",
                        "gen_ai.usage.reasoning_tokens",
                        "llm.token_count.completion_details.reasoning"));
        draft.specialTokens(
                call.count(
                        "gen_ai.usage.cache_creation.input_tokens",
                        "gen_ai.usage.cache_creation_input_tokens",
                        "llm.token_count.prompt_details.cache_write"),
                call.count("llm.token_count.prompt_details.audio"),
                call.count("llm.token_count.completion_details.audio"),
                null);
        draft.count("http_status", httpStatus(call));
        draft.costUsd(call.decimal("gen_ai.usage.cost", "llm.cost.total"));
        call.forEach(FREE_LABELS, draft::label);
        draft.extra("response_model", call.text("gen_ai.response.model"));
        draft.extra("response_id", call.text("gen_ai.response.id"));
        draft.extra("server_address", call.text("server.address"));
        if (keepContent) {
            SpanContent.into(draft, call);
        }
        return draft;
    }

    private static void origin(RecordDraft draft, Attributes call) {
        draft.name(
                        "model",
                        call.text(
                                "gen_ai.request.model",
                                "gen_ai.response.model",
                                "llm.model_name",
                                "embedding.model_name",
                                "llm.request.model"))
                .name("provider", call.text("gen_ai.provider.name", "gen_ai.system", "llm.provider", "llm.system"))
                .name("operation", operation(call))
                .name("user_id", call.text("user.id", "enduser.id", FREE_LABELS + "user_id"))
                .name("session_id", call.text("session.id", "gen_ai.conversation.id", FREE_LABELS + "session_id"));
    }

    private static @Nullable String operation(Attributes call) {
        String named = call.text("gen_ai.operation.name");
        if (named != null) {
            return named;
        }
        if ("EMBEDDING".equals(call.text("openinference.span.kind"))) {
            return "embeddings";
        }
        String type = call.text("llm.request.type");
        return switch (type) {
            case null -> "chat";
            case "completion" -> "text_completion";
            case "embedding" -> "embeddings";
            default -> type;
        };
    }

    private static @Nullable Long httpStatus(Attributes call) {
        Long status = call.count("http.response.status_code", "http.status_code");
        return status == null || status < 100 || status > 599 ? null : status;
    }

    /** Only a stream has a first token; OpenLIT reports one of every call. */
    private static void firstToken(RecordDraft draft, Span span, Attributes call) {
        Boolean stream = call.flag("gen_ai.request.stream", "gen_ai.request.is_stream", "llm.is_streaming");
        Double seconds = call.number("gen_ai.response.time_to_first_chunk");
        if (seconds == null && Boolean.TRUE.equals(stream)) {
            seconds = call.number("gen_ai.server.time_to_first_token");
        }
        if (seconds == null) {
            for (Span.Event event : span.getEventsList()) {
                if (event.getName().equals("First Token Stream Event")) {
                    seconds = milliseconds(span.getStartTimeUnixNano(), event.getTimeUnixNano()) / MILLIS_PER_SECOND;
                    break;
                }
            }
        }
        if (seconds == null || Boolean.FALSE.equals(stream)) {
            draft.flag("stream", stream);
        } else {
            draft.flag("stream", true).milliseconds("ttft_ms", seconds * MILLIS_PER_SECOND);
        }
    }

    private static Attributes exceptionOf(Span span) {
        for (Span.Event event : span.getEventsList()) {
            if (event.getName().equals("exception")) {
                return Attributes.of(event.getAttributesList());
            }
        }
        return Attributes.of(List.of());
    }

    private static boolean isMissing(ByteString id, int bytes) {
        if (id.size() != bytes) {
            return true;
        }
        for (int i = 0; i < bytes; i++) {
            if (id.byteAt(i) != 0) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Instant instant(long nanos) {
        return nanos <= 0 ? null : Instant.ofEpochSecond(nanos / NANOS_PER_SECOND, nanos % NANOS_PER_SECOND);
    }

    private static double milliseconds(long from, long to) {
        return (to - from) / NANOS_PER_MILLI;
    }
}
