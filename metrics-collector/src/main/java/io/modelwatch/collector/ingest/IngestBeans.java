package io.modelwatch.collector.ingest;

import io.modelwatch.collector.cost.Booking;
import io.modelwatch.collector.cost.Pricing;
import io.modelwatch.collector.durable.ChangeLog;
import io.modelwatch.collector.exposition.RequestFamilies;
import io.modelwatch.collector.forward.Forwarder;
import io.modelwatch.collector.request.KnownRequests;
import io.modelwatch.collector.request.RecentOrigins;
import io.modelwatch.collector.request.RecordBounds;
import io.modelwatch.collector.request.RequestParser;
import io.modelwatch.collector.settings.LimitsConfig;
import io.modelwatch.collector.usage.UsageWindows;
import io.modelwatch.collector.window.MetricWindows;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;

/** Puts the way of a record together as configured. */
@Singleton
final class IngestBeans {

    private static final int MOST_MODELS = 10_000;
    private static final Duration ROOM_WITHIN = Duration.ofSeconds(2);
    private static final Duration OTHER_SENDER_WITHIN = Duration.ofSeconds(30);

    @Produces
    @Singleton
    RecordBounds bounds(IngestConfig config) {
        return new RecordBounds(
                config.maxNameChars(),
                config.maxErrorChars(),
                Math.toIntExact(config.maxTextChars().asLongValue()),
                config.maxContextItems(),
                config.maxLabels(),
                config.maxTokens(),
                config.maxDuration(),
                config.maxCostUsd(),
                config.futureTolerance());
    }

    @Produces
    @Singleton
    RequestParser parser(RecordBounds bounds, InstantSource clock) {
        return new RequestParser(bounds, clock);
    }

    @Produces
    @Singleton
    InFlightBudget budget(LimitsConfig limits) {
        long bytes = limits.maxInFlight().asLongValue();
        if (bytes < limits.maxBody().asLongValue() || bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "metrics-collector.limits.max-in-flight must be at least max-body and less than 2G, was " + bytes);
        }
        return new InFlightBudget((int) bytes, ROOM_WITHIN);
    }

    @Produces
    @Singleton
    KnownRequests known(IngestConfig config, InstantSource clock, ChangeLog changes) {
        return new KnownRequests(config.knownFor(), config.knownMax(), clock, changes);
    }

    @Produces
    @Singleton
    IngestMetrics metrics(PrometheusRegistry registry) {
        return new IngestMetrics(registry);
    }

    @Produces
    @Singleton
    RecordDoor door(
            LimitsConfig limits,
            InFlightBudget budget,
            KnownRequests known,
            Pricing prices,
            Forwarder forwarder,
            Booking booking,
            MetricWindows windows,
            UsageWindows usage,
            RequestFamilies families,
            RecentOrigins recent,
            IngestMetrics metrics,
            InstantSource clock) {
        ModelNames models = new ModelNames(prices::knows, MOST_MODELS);
        metrics.unknownModels(models::unknown);
        RequestCounting counting = new RequestCounting(windows, usage, families, recent, models, metrics, clock);
        RequestIntake intake = new RequestIntake(known, prices, forwarder, booking, counting, OTHER_SENDER_WITHIN);
        return new RecordDoor(new RequestBodies(limits.toLimits()), intake, budget, metrics);
    }
}
