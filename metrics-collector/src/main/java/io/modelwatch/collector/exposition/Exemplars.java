package io.modelwatch.collector.exposition;

import io.modelwatch.collector.request.Trace;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.model.snapshots.Labels;
import org.jspecify.annotations.Nullable;

/** What leads from a figure to a trace. */
final class Exemplars {

    private static final int MOST_CHARS = 128 - "trace_idspan_id".length();

    private Exemplars() {}

    /** Null without a trace or with one too long for OpenMetrics. */
    static @Nullable Labels of(Trace trace) {
        String traceId = trace.traceId();
        String spanId = trace.spanId();
        if (traceId == null || traceId.length() + (spanId == null ? 0 : spanId.length()) > MOST_CHARS) {
            return null;
        }
        return spanId == null ? Labels.of("trace_id", traceId) : Labels.of("trace_id", traceId, "span_id", spanId);
    }

    static void observe(DistributionDataPoint histogram, @Nullable Double value, @Nullable Labels exemplar) {
        if (value == null) {
            return;
        }
        if (exemplar == null) {
            histogram.observe(value);
        } else {
            histogram.observeWithExemplar(value, exemplar);
        }
    }
}
