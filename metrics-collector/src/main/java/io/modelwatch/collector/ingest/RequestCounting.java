package io.modelwatch.collector.ingest;

import io.modelwatch.collector.catalogue.MetricType;
import io.modelwatch.collector.cost.Cost;
import io.modelwatch.collector.cost.PricedRequest;
import io.modelwatch.collector.exposition.RequestFamilies;
import io.modelwatch.collector.request.Origin;
import io.modelwatch.collector.request.RecentOrigins;
import io.modelwatch.collector.request.RequestRecord;
import io.modelwatch.collector.request.Tokens;
import io.modelwatch.collector.usage.UsageWindows;
import io.modelwatch.collector.window.Labels;
import io.modelwatch.collector.window.MetricWindows;
import java.time.Instant;
import java.time.InstantSource;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts a request that has been taken: windows, usage, families at /metrics. Thread-safe. */
final class RequestCounting {

    private static final double MILLIS = 1000;

    private final MetricWindows windows;
    private final UsageWindows usage;
    private final RequestFamilies families;
    private final RecentOrigins recent;
    private final ModelNames models;
    private final IngestMetrics metrics;
    private final InstantSource clock;

    RequestCounting(
            MetricWindows windows,
            UsageWindows usage,
            RequestFamilies families,
            RecentOrigins recent,
            ModelNames models,
            IngestMetrics metrics,
            InstantSource clock) {
        this.windows = windows;
        this.usage = usage;
        this.families = families;
        this.recent = recent;
        this.models = models;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Counts many, and makes them known, as one change: after a restart all of it is there or nothing. */
    void together(Runnable counting) {
        windows.together(counting);
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
        RequestRecord known = models.known(request);
        Labels origin = labels(known.origin());
        usage.add(request, priced.cost(), origin, at);
        add(priced, origin.and("status", request.outcome().status().spelled()), at);
        families.count(known);
        if (priced.cost() instanceof Cost.Usd usd) {
            families.cost(known, usd.amount());
        }
        recent.remember(request);
    }

    private void add(PricedRequest priced, Labels labels, Instant at) {
        RequestRecord request = priced.request();
        windows.add("requests_total", MetricType.COUNTER, labels, 1, at);
        if (request.failed()) {
            windows.add("errors_total", MetricType.COUNTER, labels, 1, at);
        }
        add("request_latency_ms", MetricType.HISTOGRAM, labels, request.timing().latencyMs(), at);
        add("ttft_ms", MetricType.HISTOGRAM, labels, request.timing().ttftMs(), at);
        add("queue_ms", MetricType.HISTOGRAM, labels, request.timing().queueMs(), at);
        request.timing()
                .perOutputToken(request.tokens())
                .ifPresent(millis -> windows.add("tpot_ms", MetricType.HISTOGRAM, labels, millis, at));
        request.timing()
                .throughput(request.tokens())
                .ifPresent(perSecond -> windows.add("tokens_per_second", MetricType.GAUGE, labels, perSecond, at));
        addTotals(request, labels, at);
        if (priced.cost() instanceof Cost.Usd usd) {
            double cost = usd.amount().doubleValue();
            windows.add("cost_per_request", MetricType.GAUGE, labels, cost, at);
            addTotal("cost_usd_total", labels, cost, at);
        }
    }

    private void addTotals(RequestRecord request, Labels labels, Instant at) {
        Tokens tokens = request.tokens();
        addTotal("input_tokens_total", labels, (double) tokens.inputOrZero(), at);
        addTotal("output_tokens_total", labels, (double) tokens.outputOrZero(), at);
        addTotal("cached_tokens_total", labels, (double) tokens.cachedOrZero(), at);
        addTotal("reasoning_tokens_total", labels, (double) tokens.reasoningOrZero(), at);
        addTotal("cache_hits_total", labels, tokens.fromCache() ? 1 : 0, at);
        Double latency = request.timing().latencyMs();
        addTotal("request_seconds_total", labels, latency == null ? 0 : latency / MILLIS, at);
    }

    private void addTotal(String metric, Labels labels, double value, Instant at) {
        if (value > 0) {
            windows.add(metric, MetricType.COUNTER, labels, value, at);
        }
    }

    private void add(String metric, MetricType type, Labels labels, @Nullable Double value, Instant at) {
        if (value != null) {
            windows.add(metric, type, labels, value, at);
        }
    }

    private static Labels labels(Origin origin) {
        SortedMap<String, String> values = new TreeMap<>();
        values.put("model", origin.model());
        put(values, "service", origin.service());
        put(values, "provider", origin.provider());
        put(values, "environment", origin.environment());
        return new Labels(values);
    }

    private static void put(SortedMap<String, String> values, String name, @Nullable String value) {
        if (value != null) {
            values.put(name, value);
        }
    }
}
