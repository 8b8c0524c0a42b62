package io.modelwatch.collector.spend;

import io.modelwatch.collector.cost.Booking;
import io.modelwatch.collector.cost.PricedRequest;
import io.modelwatch.collector.spend.SpendBook.BookException;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.InstantSource;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Books as configured: within the request, or a little later on a thread of its own. */
@Singleton
final class SpendBeans {

    private static final Logger LOG = Logger.getLogger(SpendBeans.class);

    private final SpendConfig config;
    private final SpendStore store;
    private final SpendLedger ledger;
    private final InstantSource clock;
    private final Counter failures;
    private boolean failing;
    private @Nullable Thread writer;

    @Inject
    SpendBeans(SpendConfig config, SpendStore store, InstantSource clock, PrometheusRegistry registry) {
        this.config = config;
        this.store = store;
        this.clock = clock;
        this.ledger = new SpendLedger(store, config.maxKeys(), clock);
        failures = Counter.builder()
                .name("metrics_collector_spend_write_failures_total")
                .help("Attempts to write hourly roll-ups that failed; what they had stays to be written")
                .register(registry);
        GaugeWithCallback.builder()
                .name("metrics_collector_spend_unwritten_rows")
                .help("Rows of the hourly roll-ups that wait to be written")
                .callback(gauge -> gauge.call(ledger.unwritten()))
                .register(registry);
        CounterWithCallback.builder()
                .name("metrics_collector_spend_folded_requests_total")
                .help("Requests whose user or more became other in the roll-ups, because there are too many of them")
                .callback(counter -> counter.call((double) ledger.folded()))
                .register(registry);
    }

    @Produces
    @Singleton
    Booking booking() {
        return switch (config.policy()) {
            case REQUIRED -> this::bookNow;
            case BEST_EFFORT -> ledger::add;
            case OFF -> requests -> {};
        };
    }

    @Produces
    @Singleton
    SpendLedger ledger() {
        return ledger;
    }

    private void bookNow(List<PricedRequest> requests) {
        try {
            ledger.addAndWrite(requests);
        } catch (BookException e) {
            failures.inc();
            throw Problem.of(CommonProblem.UNAVAILABLE, "the cost could not be booked; nothing was counted, send again")
                    .asException();
        }
    }

    void onStart(@Observes StartupEvent event) {
        writer = Thread.ofVirtual().name("spend").start(this::write);
    }

    private void write() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(config.linger());
                flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void flush() {
        try {
            ledger.flush();
            if (failing) {
                LOG.info("roll-ups are written again");
            }
            failing = false;
        } catch (BookException e) {
            failures.inc();
            if (!failing) {
                LOG.warnf("roll-ups cannot be written, they wait cause=%s", e.getMessage());
            }
            failing = true;
        }
    }

    /** On the scheduler's worker thread. */
    @Scheduled(every = "6h", delayed = "10m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void forget() {
        store.forgetBefore(clock.instant().minus(config.keep()));
    }

    /** Before the database's own end. */
    void onStop(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent event)
            throws InterruptedException {
        Thread running = writer;
        if (running != null) {
            running.interrupt();
            running.join();
        }
        flush();
    }
}
