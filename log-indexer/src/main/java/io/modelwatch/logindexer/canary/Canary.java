package io.modelwatch.logindexer.canary;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelwatch.logindexer.document.DataStream;
import io.modelwatch.logindexer.document.Draft;
import io.modelwatch.logindexer.elasticsearch.DataStreamConfig;
import io.modelwatch.logindexer.elasticsearch.DocumentLookup;
import io.modelwatch.logindexer.exposition.Meters;
import io.modelwatch.logindexer.intake.Admission;
import io.modelwatch.logindexer.spool.AppendOutcome;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.ScheduledExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes a record the way all records go, into a data stream of its own that no search sees, and looks for it in
 * Elasticsearch. While it is not found an alert is raised at alert-router, where there is one.
 */
@Singleton
class Canary {

    private static final Logger LOG = Logger.getLogger(Canary.class);
    private static final double MILLIS_A_SECOND = 1000;
    private static final String DATASET = "llm_canary";

    private final Admission admission;
    private final DocumentLookup lookup;
    private final Instance<AlertRouter> alertRouter;
    private final boolean enabled;
    private final boolean hasAlertRouter;
    private final DataStream dataStream;
    private final RoundTrips roundTrips;
    private final CanaryAlert alert;
    private final String instance = UUID.randomUUID().toString();
    private final InstantSource clock = InstantSource.system();
    private final Gauge up;
    private final Gauge seconds;
    private final Counter trips;
    private final Counter alerts;

    Canary(
            Admission admission,
            DocumentLookup lookup,
            @RestClient Instance<AlertRouter> alertRouter,
            CanaryConfig config,
            DataStreamConfig dataStreamConfig,
            @ConfigProperty(name = "quarkus.rest-client.alert-router.url") Optional<String> alertRouterUrl,
            Meters meters) {
        this.admission = admission;
        this.lookup = lookup;
        this.alertRouter = alertRouter;
        this.hasAlertRouter = alertRouterUrl.isPresent();
        this.enabled = config.enabled().orElse(hasAlertRouter);
        this.dataStream = new DataStream(DATASET, dataStreamConfig.namespace());
        this.roundTrips = new RoundTrips(config.within());
        this.alert = new CanaryAlert(Map.of(
                "alertname",
                "LogRoundTripBroken",
                "service",
                "log-indexer",
                "namespace",
                dataStreamConfig.namespace(),
                "severity",
                config.severity()));
        this.up = Gauge.builder()
                .name("log_indexer_canary_up")
                .help("1 when the canary's last record was found in Elasticsearch")
                .withoutExemplars()
                .build();
        this.seconds = Gauge.builder()
                .name("log_indexer_canary_round_trip_seconds")
                .help("How long the canary's last record took to be found in Elasticsearch")
                .withoutExemplars()
                .build();
        this.trips = Counter.builder()
                .name("log_indexer_canary_records")
                .help("The canary's records by what became of them")
                .labelNames("outcome")
                .build();
        this.alerts = Counter.builder()
                .name("log_indexer_canary_alerts")
                .help("Times the canary's alert was told to alert-router")
                .labelNames("outcome")
                .build();
        if (enabled) {
            meters.registry().register(up);
            meters.registry().register(seconds);
            meters.registry().register(trips);
            meters.registry().register(alerts);
        }
    }

    /** Says when the canary does not run. */
    @Singleton
    static final class Off implements Scheduled.SkipPredicate {

        private final Canary canary;

        Off(Canary canary) {
            this.canary = canary;
        }

        @Override
        public boolean test(ScheduledExecution execution) {
            return !canary.enabled;
        }
    }

    @Scheduled(
            every = "${log-indexer.canary.every:15s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Off.class)
    @RunOnVirtualThread
    void step() throws InterruptedException {
        RoundTrips.Broken before = roundTrips.broken();
        RoundTrips.OnItsWay record = roundTrips.onItsWay();
        if (record != null) {
            look(record);
        }
        if (roundTrips.onItsWay() == null) {
            write();
        }
        show();
        RoundTrips.Broken broken = roundTrips.broken();
        if (before == null && broken != null) {
            LOG.errorf("canary is lost, round trip broken reason=%s", broken.reason());
        } else if (before != null && broken == null) {
            LOG.info("canary is found again, round trip works");
        }
        tell(broken);
    }

    private void look(RoundTrips.OnItsWay record) throws InterruptedException {
        try {
            if (lookup.exists(dataStream, record.id())) {
                roundTrips.found(clock.instant());
                trips.labelValues("found").inc();
            } else {
                missed("Elasticsearch does not have it");
            }
        } catch (IOException e) {
            missed("Elasticsearch does not answer: " + e.getMessage());
        }
    }

    private void missed(String reason) {
        long lost = roundTrips.lost();
        roundTrips.missed(reason, clock.instant());
        trips.labelValues("lost").inc(roundTrips.lost() - lost);
    }

    private void write() throws InterruptedException {
        Instant now = clock.instant();
        String id = "canary-" + instance + "-" + now.toEpochMilli();
        try (Admission.Gathering gathering = admission.gather()) {
            String failure = gathering.add(admission.prepare(() -> new Draft(id, null, document(id, now))), dataStream)
                    ? failure(gathering.append())
                    : "too many records wait for the disk";
            if (failure == null) {
                roundTrips.written(id, now);
            } else {
                roundTrips.refused(failure, now);
                trips.labelValues("lost").inc();
            }
        }
    }

    private static @Nullable String failure(AppendOutcome outcome) {
        return switch (outcome) {
            case AppendOutcome.Durable durable -> null;
            case AppendOutcome.Full full -> full.detail();
            case AppendOutcome.Failed failed -> "the spool's disk does not take records";
        };
    }

    private ObjectNode document(String id, Instant now) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("@timestamp", now.toString());
        document.put("message", "canary");
        document.putObject("log").put("level", "INFO");
        document.putObject("service").put("name", "log-indexer");
        document.putObject("event")
                .put("id", id)
                .put("kind", "event")
                .put("action", "canary")
                .put("dataset", DATASET)
                .put("ingested", now.toString());
        document.putObject("data_stream")
                .put("type", "logs")
                .put("dataset", dataStream.dataset())
                .put("namespace", dataStream.namespace());
        return document;
    }

    private void show() {
        if (roundTrips.found() + roundTrips.lost() > 0) {
            up.set(roundTrips.broken() == null ? 1 : 0);
        }
        var last = roundTrips.last();
        if (last != null) {
            seconds.set(last.toMillis() / MILLIS_A_SECOND);
        }
    }

    private void tell(RoundTrips.@Nullable Broken broken) {
        if (!hasAlertRouter) {
            return;
        }
        try {
            alert.tell(broken, clock.instant(), told -> {
                alertRouter.get().raise(told);
                alerts.labelValues("told").inc();
            });
        } catch (RuntimeException e) {
            alerts.labelValues("failed").inc();
            LOG.warnf("canary's alert cannot be told to alert-router, will be repeated reason=%s", e.getMessage());
        }
    }
}
