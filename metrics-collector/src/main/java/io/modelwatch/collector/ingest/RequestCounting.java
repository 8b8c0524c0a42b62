package io.modelwatch.collector.ingest;

import io.modelwatch.collector.catalogue.MetricType;
import io.modelwatch.collector.cost.Cost;
import io.modelwatch.collector.cost.PricedRequest;
import io.modelwatch.collector.exposition.RequestFamilies;
import io.modelwatch.collector.request.Origin;
import io.modelwatch.collector.request.RequestRecord;
import io.modelwatch.collector.usage.UsageWindows;
import io.modelwatch.collector.window.Labels;
import io.modelwatch.collector.window.MetricWindows;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Counts a request that has been taken: windows, usage, families at /metrics. Thread-safe. */
final class RequestCounting {

    private final MetricWindows windows;
    private final UsageWindows usage;
    private final RequestFamilies families;
    private final IngestMetrics metrics;
    private final InstantSource clock;

    RequestCounting(
            MetricWindows windows,
            UsageWindows usage,
            RequestFamilies families,
            IngestMetrics metrics,
            InstantSource clock) {
        this.windows = windows;
        this.usage = usage;
        this.families = families;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Counts it at its own time; a time in the near future counts as now, one before all windows in totals only. */
    void count(PricedRequest priced) {
        RequestRecord request = priced.request();
        Instant now = clock.instant();
        Instant at = request.timestamp().isAfter(now) ? now : request.timestamp();
        if (at.isBefore(now.minus(windows.span()))) {
            metrics.late();
        }
        if (priced.cost() instanceof Cost.Unpriced) {
            metrics.unpriced();
        }
        Labels origin = labels(request.origin());
        usage.add(request, priced.cost(), origin, at);
        add(priced, origin.and("status", request.outcome().status().spelled()), at);
        families.count(request);
    }

    private void add(PricedRequest priced, Labels labels, Instant at) {
        RequestRecord request = priced.request();
        windows.add("requests_total", MetricType.COUNTER, labels, 1, at);
        if (request.failed()) {
            windows.add("errors_total", MetricType.COUNTER, labels, 1, at);
        }
        add("request_latency_ms", MetricType.HISTOGRAM, labels, request.timing().latencyMs(), at);
        add("ttft_ms", MetricType.HISTOGRAM, labels, request.timing().ttftMs(), at);
        request.timing()
                .throughput(request.tokens())
                .ifPresent(perSecond -> windows.add("tokens_per_second", MetricType.GAUGE, labels, perSecond, at));
        if (priced.cost() instanceof Cost.Usd usd) {
            windows.add(
                    "cost_per_request", MetricType.GAUGE, labels, usd.amount().doubleValue(), at);
        }
    }

    private void add(String metric, MetricType type, Labels labels, @Nullable Double value, Instant at) {
        if (value != null) {
            windows.add(metric, type, labels, value, at);
        }
    }

    private static Labels labels(Origin origin) {
        return Labels.of("model", origin.model())
                .and("service", origin.service())
                .and("provider", origin.provider())
                .and("environment", origin.environment());
    }
}
