package io.modelwatch.collector.forward;

import io.modelwatch.collector.cost.PricedRequest;
import io.modelwatch.collector.forward.ForwardConfig.DestinationConfig;
import io.modelwatch.collector.longterm.LongTermStore;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Puts the deliveries together as configured, and empties their buffers when the service stops. */
@Singleton
final class ForwardBeans {

    private final ForwardConfig config;
    private final InstantSource clock;
    private final List<BestEffortDelivery> running = new ArrayList<>();

    @Inject
    ForwardBeans(ForwardConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
    }

    @Produces
    @Singleton
    Forwarder forwarder(
            LogIndexerClient logIndexer,
            QualityEvaluatorClient qualityEvaluator,
            LongTermStore longTerm,
            PrometheusRegistry registry) {
        DeliveryMetrics metrics = new DeliveryMetrics(registry);
        double share = config.evaluationsSampling();
        List<Forwarding.Route> routes = new ArrayList<>();
        route(logIndexer, config.logs(), request -> Optional.of(Renderings.logEntry(request)), metrics)
                .ifPresent(routes::add);
        route(qualityEvaluator, config.evaluations(), request -> Renderings.evaluation(request, share), metrics)
                .ifPresent(routes::add);
        if (longTerm.configured()) {
            route(
                            new LongTermDestination(longTerm),
                            config.clickhouse(),
                            request -> Optional.of(new Outgoing(longTerm.row(request))),
                            metrics)
                    .ifPresent(routes::add);
        }
        return new Forwarding(routes);
    }

    private Optional<Forwarding.Route> route(
            Destination destination,
            DestinationConfig settings,
            Function<PricedRequest, Optional<Outgoing>> rendering,
            DeliveryMetrics metrics) {
        return switch (settings.policy()) {
            case REQUIRED -> Optional.of(new Forwarding.Required(required(destination, settings, metrics), rendering));
            case BEST_EFFORT ->
                Optional.of(new Forwarding.BestEffort(bestEffort(destination, settings, metrics), rendering));
            case OFF -> Optional.empty();
        };
    }

    private RequiredDelivery required(Destination destination, DestinationConfig settings, DeliveryMetrics metrics) {
        return new RequiredDelivery(
                destination,
                batchBounds(settings),
                settings.attempts(),
                backoff(settings),
                new CircuitBreaker(settings.breakerFailures(), settings.breakerOpenFor(), clock),
                metrics);
    }

    private BestEffortDelivery bestEffort(
            Destination destination, DestinationConfig settings, DeliveryMetrics metrics) {
        BestEffortDelivery delivery = new BestEffortDelivery(
                destination,
                batchBounds(settings),
                new BestEffortDelivery.Patience(
                        settings.bufferRecords(),
                        settings.bufferBytes().asLongValue(),
                        settings.linger(),
                        settings.giveUpAfter()),
                backoff(settings),
                metrics);
        delivery.start();
        running.add(delivery);
        return delivery;
    }

    private static BatchBounds batchBounds(DestinationConfig settings) {
        return new BatchBounds(settings.batchRecords(), settings.batchBytes().asLongValue());
    }

    private static Backoff backoff(DestinationConfig settings) {
        return new Backoff(settings.retryDelay(), settings.maxRetryDelay());
    }

    void onStop(@Observes ShutdownEvent event) throws InterruptedException {
        long deadline = System.nanoTime() + config.drainTimeout().toNanos();
        for (BestEffortDelivery delivery : running) {
            delivery.close(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        }
    }
}
