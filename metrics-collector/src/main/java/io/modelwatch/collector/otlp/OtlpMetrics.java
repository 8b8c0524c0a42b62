package io.modelwatch.collector.otlp;

import io.modelwatch.collector.catalogue.Catalogue;
import io.modelwatch.collector.catalogue.MetricType;
import io.modelwatch.collector.foreign.CounterIncrements;
import io.modelwatch.collector.foreign.ForeignReading;
import io.modelwatch.collector.window.Labels;
import io.modelwatch.collector.window.MetricWindows;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.Sum;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads data points whose metric the catalogue has: gauges by our own names, gauges and sums by the names of engines, GPUs
 * and machines. Requests come as spans and records; their histograms would only count them twice. Thread-safe.
 */
final class OtlpMetrics {

    private static final int NO_VALUE = 1;
    private static final String TOTAL = "_total";

    private final CounterIncrements increments;
    private final Supplier<Catalogue> catalogue;
    private final MetricWindows windows;
    private final InstantSource clock;

    OtlpMetrics(
            CounterIncrements increments, Supplier<Catalogue> catalogue, MetricWindows windows, InstantSource clock) {
        this.increments = increments;
        this.catalogue = catalogue;
        this.windows = windows;
        this.clock = clock;
    }

    /** Takes what can be taken. */
    Refused take(ExportMetricsServiceRequest request) {
        Instant now = clock.instant();
        long refused = 0;
        @Nullable String first = null;
        for (ResourceMetrics ofResource : request.getResourceMetricsList()) {
            Attributes resource = Attributes.of(ofResource.getResource().getAttributesList());
            Labels labels = Labels.NONE
                    .and("instance", resource.text("service.instance.id"))
                    .and("host", resource.text("host.name"))
                    .and("pod", resource.text("k8s.pod.name"))
                    .and("namespace", resource.text("k8s.namespace.name"))
                    .and("service", resource.text("service.name"));
            ForeignReading reading = new ForeignReading("otlp " + labels.values(), labels, now, catalogue.get());
            for (ScopeMetrics ofScope : ofResource.getScopeMetricsList()) {
                for (Metric metric : ofScope.getMetricsList()) {
                    if (!take(metric, reading)) {
                        refused += points(metric);
                        first = first == null ? metric.getName() : first;
                    }
                }
            }
            reading.record(increments, windows);
        }
        return new Refused(
                "rejectedDataPoints",
                refused,
                first == null ? null : "no metric of the catalogue has the values of '" + first + "'");
    }

    private boolean take(Metric metric, ForeignReading reading) {
        return switch (metric.getDataCase()) {
            case GAUGE -> takeGauge(metric.getName(), metric.getGauge().getDataPointsList(), reading);
            case SUM ->
                metric.getSum().getIsMonotonic()
                        ? takeTotal(metric.getName(), metric.getSum(), reading)
                        : takeGauge(metric.getName(), metric.getSum().getDataPointsList(), reading);
            default -> false;
        };
    }

    private boolean takeGauge(String name, List<NumberDataPoint> points, ForeignReading reading) {
        boolean own = catalogue
                .get()
                .find(name)
                .filter(definition -> definition.type() == MetricType.GAUGE)
                .isPresent();
        if (!own && (!reading.knows(name) || reading.knowsTotal(name))) {
            return false;
        }
        for (NumberDataPoint point : points) {
            if (!hasValue(point)) {
                continue;
            }
            if (own) {
                reading.addOwn(name, labels(point), value(point));
            } else {
                reading.add(name, labels(point), value(point));
            }
        }
        return true;
    }

    /** Some exporters leave {@code _total} to Prometheus. */
    private static boolean takeTotal(String name, Sum sum, ForeignReading reading) {
        String known = reading.knowsTotal(name) ? name : name + TOTAL;
        AggregationTemporality temporality = sum.getAggregationTemporality();
        boolean delta = temporality == AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA;
        if (!reading.knowsTotal(known)
                || (!delta && temporality != AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE)) {
            return false;
        }
        for (NumberDataPoint point : sum.getDataPointsList()) {
            if (!hasValue(point)) {
                continue;
            }
            if (delta) {
                reading.addIncrement(known, labels(point), value(point));
            } else {
                reading.addTotal(known, labels(point), value(point), point.getStartTimeUnixNano());
            }
        }
        return true;
    }

    private static boolean hasValue(NumberDataPoint point) {
        return (point.getFlags() & NO_VALUE) == 0;
    }

    private static double value(NumberDataPoint point) {
        return point.hasAsInt() ? point.getAsInt() : point.getAsDouble();
    }

    private static Map<String, String> labels(NumberDataPoint point) {
        Map<String, String> labels = new HashMap<>();
        for (KeyValue attribute : point.getAttributesList()) {
            String text = Attributes.text(attribute.getValue());
            if (text != null) {
                labels.put(attribute.getKey(), text);
            }
        }
        return labels;
    }

    private static long points(Metric metric) {
        return switch (metric.getDataCase()) {
            case GAUGE -> metric.getGauge().getDataPointsCount();
            case SUM -> metric.getSum().getDataPointsCount();
            case HISTOGRAM -> metric.getHistogram().getDataPointsCount();
            case EXPONENTIAL_HISTOGRAM -> metric.getExponentialHistogram().getDataPointsCount();
            case SUMMARY -> metric.getSummary().getDataPointsCount();
            case DATA_NOT_SET -> 0;
        };
    }
}
