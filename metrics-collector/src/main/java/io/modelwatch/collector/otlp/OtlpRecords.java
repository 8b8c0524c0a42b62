package io.modelwatch.collector.otlp;

import io.modelwatch.collector.request.RequestRecord;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.ProblemException;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Finds the calls of models in what a sender exports. Thread-safe. */
final class OtlpRecords {

    private final ModelCalls calls;
    private final boolean countEvents;
    private final int mostRecords;

    OtlpRecords(ModelCalls calls, boolean countEvents, int mostRecords) {
        this.calls = calls;
        this.countEvents = countEvents;
        this.mostRecords = mostRecords;
    }

    /**
     * The calls among the spans, each still to be checked.
     *
     * @throws ProblemException 413 when there are too many
     */
    List<Supplier<RequestRecord>> ofSpans(ExportTraceServiceRequest request) {
        List<Supplier<RequestRecord>> found = new ArrayList<>();
        for (ResourceSpans ofResource : request.getResourceSpansList()) {
            Attributes resource = Attributes.of(ofResource.getResource().getAttributesList());
            for (ScopeSpans ofScope : ofResource.getScopeSpansList()) {
                for (Span span : ofScope.getSpansList()) {
                    Attributes attributes = Attributes.of(span.getAttributesList());
                    if (ModelCalls.isModelCall(attributes)) {
                        add(found, () -> calls.ofSpan(span, attributes, resource));
                    }
                }
            }
        }
        return found;
    }

    /** The calls among the log events, none unless they are to be counted. */
    List<Supplier<RequestRecord>> ofEvents(ExportLogsServiceRequest request) {
        List<Supplier<RequestRecord>> found = new ArrayList<>();
        if (!countEvents) {
            return found;
        }
        for (ResourceLogs ofResource : request.getResourceLogsList()) {
            Attributes resource = Attributes.of(ofResource.getResource().getAttributesList());
            for (ScopeLogs ofScope : ofResource.getScopeLogsList()) {
                for (LogRecord event : ofScope.getLogRecordsList()) {
                    Attributes attributes = Attributes.of(event.getAttributesList());
                    boolean details = ModelCalls.OPERATION_DETAILS.equals(event.getEventName())
                            || ModelCalls.OPERATION_DETAILS.equals(attributes.text("event.name"));
                    if (details && ModelCalls.isModelCall(attributes)) {
                        add(found, () -> calls.ofEvent(event, attributes, resource));
                    }
                }
            }
        }
        return found;
    }

    private void add(List<Supplier<RequestRecord>> found, Supplier<RequestRecord> call) {
        if (found.size() == mostRecords) {
            throw Problem.of(CommonProblem.BODY_TOO_LARGE, "a body may have at most " + mostRecords + " model calls")
                    .asException();
        }
        found.add(call);
    }
}
