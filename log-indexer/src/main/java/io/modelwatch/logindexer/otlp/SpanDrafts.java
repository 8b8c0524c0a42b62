package io.modelwatch.logindexer.otlp;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.ProblemException;
import io.modelwatch.logindexer.document.Draft;
import io.modelwatch.logindexer.document.EcsMapper;
import io.modelwatch.logindexer.document.Identities;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Turns spans into drafts of documents: one a span, at the time of its beginning, named by trace and span, so that a
 * span that is sent again is stored once. Its events stay with it; an exception among them is its error.
 */
final class SpanDrafts {

    private static final String DATASET = "otlp.traces";
    private static final int TRACE_ID_BYTES = 16;
    private static final int SPAN_ID_BYTES = 8;
    private static final double NANOS_A_MILLI = 1e6;

    private final EcsMapper mapper;

    SpanDrafts(EcsMapper mapper) {
        this.mapper = mapper;
    }

    /**
     * The draft of a span.
     *
     * @throws ProblemException 400 when trace or span have no identifier
     */
    Draft of(Span span, Resource resource, InstrumentationScope scope, Instant receivedAt, Identities identities) {
        if (!Source.isId(span.getTraceId(), TRACE_ID_BYTES) || !Source.isId(span.getSpanId(), SPAN_ID_BYTES)) {
            throw Problem.of(
                            CommonProblem.INVALID_RECORD,
                            "a trace id of 16 bytes and a span id of 8 are required, not all of them 0")
                    .asException();
        }
        Source source = new Source();
        source.putTime(span.getStartTimeUnixNano());
        source.putId("trace.id", span.getTraceId(), TRACE_ID_BYTES);
        source.putId("span.id", span.getSpanId(), SPAN_ID_BYTES);
        source.putId("parent.id", span.getParentSpanId(), SPAN_ID_BYTES);
        source.put("span.name", span.getName());
        source.put("span.kind", kind(span));
        source.put("message", span.getName());
        putDuration(source, span);
        putOutcome(source, span);
        source.putAttributes(span.getAttributesList());
        putEvents(source, span);
        source.putOrigin(resource, scope);
        String id = HexFormat.of().formatHex(span.getTraceId().toByteArray()) + "-"
                + HexFormat.of().formatHex(span.getSpanId().toByteArray());
        return mapper.map(source.fields(), id, DATASET, receivedAt, identities);
    }

    private static String kind(Span span) {
        return span.getKind() == Span.SpanKind.UNRECOGNIZED || span.getKind() == Span.SpanKind.SPAN_KIND_UNSPECIFIED
                ? ""
                : span.getKind().name().substring("SPAN_KIND_".length()).toLowerCase(Locale.ROOT);
    }

    private static void putDuration(Source source, Span span) {
        long nanos = span.getEndTimeUnixNano() - span.getStartTimeUnixNano();
        if (span.getStartTimeUnixNano() == 0 || span.getEndTimeUnixNano() == 0 || nanos < 0) {
            return;
        }
        source.put("event.duration", nanos);
        if (span.getAttributesList().stream()
                .anyMatch(attribute -> attribute.getKey().startsWith("gen_ai."))) {
            source.put("llm.latency_ms", nanos / NANOS_A_MILLI);
        }
    }

    /** A span whose status is not set ended without an error, as far as its sender knows. */
    private static void putOutcome(Source source, Span span) {
        boolean failed = span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR;
        source.put("event.outcome", failed ? "failure" : "success");
        if (failed) {
            source.put("error.message", span.getStatus().getMessage());
        }
    }

    private static void putEvents(Source source, Span span) {
        ArrayNode events = JsonNodeFactory.instance.arrayNode();
        for (Span.Event event : span.getEventsList()) {
            ObjectNode attributes = AnyValues.json(event.getAttributesList());
            if (event.getName().equals("exception")) {
                source.put("error.message", attributes.path("exception.message"));
                source.put("error.type", attributes.path("exception.type"));
                source.put("error.stack_trace", attributes.path("exception.stacktrace"));
            } else {
                source.put("gen_ai.prompt", ChatText.of(attributes.get("gen_ai.prompt")));
                source.put("gen_ai.completion", ChatText.of(attributes.get("gen_ai.completion")));
                ObjectNode kept = events.addObject().put("name", event.getName());
                kept.put("offset_ns", event.getTimeUnixNano() - span.getStartTimeUnixNano());
                if (!attributes.isEmpty()) {
                    kept.set("attributes", attributes);
                }
            }
        }
        source.putExtra("events", events);
        ArrayNode links = JsonNodeFactory.instance.arrayNode();
        for (Span.Link link : span.getLinksList()) {
            links.add(HexFormat.of().formatHex(link.getTraceId().toByteArray()) + "-"
                    + HexFormat.of().formatHex(link.getSpanId().toByteArray()));
        }
        source.putExtra("links", links);
    }
}
