package io.modelwatch.alertrouter.dispatch;

import io.modelwatch.alertrouter.acknowledge.AcknowledgementBook;
import io.modelwatch.alertrouter.alert.AlertBook;
import io.modelwatch.alertrouter.alert.AlertSettings;
import io.modelwatch.alertrouter.alert.AlertStore;
import io.modelwatch.alertrouter.alert.StoredAlert;
import io.modelwatch.alertrouter.alert.Suppression;
import io.modelwatch.alertrouter.config.CurrentConfig;
import io.modelwatch.alertrouter.config.RouterSettings;
import io.modelwatch.alertrouter.db.Database;
import io.modelwatch.alertrouter.exposition.RouterMetrics;
import io.modelwatch.alertrouter.notify.HttpSender;
import io.modelwatch.alertrouter.notify.NotifySettings;
import io.modelwatch.alertrouter.notify.Outbox;
import io.modelwatch.alertrouter.outgoing.AddressPolicy;
import io.modelwatch.alertrouter.outgoing.OutgoingSettings;
import io.modelwatch.alertrouter.silence.AffectedAlerts;
import io.modelwatch.alertrouter.silence.RecurringSilences;
import io.modelwatch.alertrouter.silence.SilenceBook;
import io.modelwatch.alertrouter.silence.SilenceSettings;
import io.modelwatch.alertrouter.silence.SilenceState;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/** The replica that this process is: started and stopped with it, its parts given to those who ask. */
@ApplicationScoped
public class LocalReplica {

    private static final Logger LOG = Logger.getLogger(LocalReplica.class);

    private final Replica replica;
    private final HttpSender sender;
    private final Database database;
    private final RecurringSilences recurring;
    private final AlertSettings alertSettings;
    private final SilenceSettings silenceSettings;
    private final NotifySettings notifySettings;
    private final CurrentConfig config;
    private final RouterMetrics metrics;
    private final InstantSource clock;
    private final String owner = UUID.randomUUID().toString();

    public LocalReplica(
            Pool pool,
            CurrentConfig config,
            RouterSettings routerSettings,
            DispatchSettings dispatchSettings,
            AlertSettings alertSettings,
            SilenceSettings silenceSettings,
            NotifySettings notifySettings,
            OutgoingSettings outgoingSettings,
            OnCallSettings onCall,
            ShadowSettings shadow,
            RouterMetrics metrics,
            InstantSource clock) {
        this.database = new Database(pool, dispatchSettings.databaseTimeout());
        this.recurring = new RecurringSilences(database);
        this.alertSettings = alertSettings;
        this.silenceSettings = silenceSettings;
        this.notifySettings = notifySettings;
        this.config = config;
        this.metrics = metrics;
        this.clock = clock;
        this.sender =
                new HttpSender(notifySettings, AddressPolicy.of(outgoingSettings), routerSettings.reportedVersion());
        this.replica = new Replica(
                owner,
                database,
                config::get,
                dispatchSettings,
                new HttpSender(notifySettings, AddressPolicy.of(outgoingSettings), routerSettings.reportedVersion()),
                routerSettings.externalUrl().toString(),
                OnCall.of(onCall, config.get().receivers().keySet()),
                shadow.alertmanagerUrl().isPresent(),
                metrics,
                clock);
    }

    void start(@Observes StartupEvent event) {
        replica.start();
        config.onChange(replica::use);
        metrics.gauge(
                "alertmanager_alerts",
                "Alerts by state.",
                "state",
                () -> replica.suppression().countByState(clock.instant()));
        metrics.gauge("alertmanager_silences", "Silences by state.", "state", this::silencesByState);
        metrics.gauge(
                "alertmanager_dispatcher_aggregation_groups",
                "Groups of alerts.",
                () -> replica.membership().groups().size());
    }

    private Map<String, Integer> silencesByState() {
        Instant now = clock.instant();
        Map<String, Integer> counts = new HashMap<>();
        for (SilenceState state : SilenceState.values()) {
            counts.put(state.text(), 0);
        }
        replica.silences()
                .all()
                .forEach(silence -> counts.merge(silence.state(now).text(), 1, Integer::sum));
        return counts;
    }

    void stop(@Observes ShutdownEvent event) {
        replica.stop();
    }

    @Scheduled(
            every = "${alert-router.dispatch.maintenance-interval:30s}",
            delayed = "${alert-router.dispatch.maintenance-interval:30s}",
            concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void maintain() {
        try {
            recurring.makeAhead(clock.instant());
            replica.maintain(
                    alertSettings.retention(), silenceSettings.retention(), notifySettings.deliveryRetention());
        } catch (RuntimeException e) {
            LOG.warnf("maintenance failed, the next round does it again reason=\"%s\"", e);
        }
    }

    @Scheduled(
            every = "${alert-router.notify.outbox-interval:5s}",
            delayed = "${alert-router.notify.outbox-interval:5s}",
            concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void deliverLate() {
        try {
            replica.outbox().work();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warnf("outbox failed, the next round does it again reason=\"%s\"", e);
        }
    }

    @Produces
    @Singleton
    HttpSender sender() {
        return sender;
    }

    @Produces
    @Singleton
    Outbox outbox() {
        return replica.outbox();
    }

    @Produces
    @Singleton
    Database database() {
        return database;
    }

    @Produces
    @Singleton
    AlertBook book() {
        return replica.book();
    }

    @Produces
    @Singleton
    AlertStore alerts() {
        return replica.alerts();
    }

    @Produces
    @Singleton
    AffectedAlerts affected() {
        return matchers -> {
            Instant now = clock.instant();
            return (int) replica.book().all().stream()
                    .map(StoredAlert::alert)
                    .filter(alert -> !alert.resolvedAt(now) && matchers.matches(alert.labels()))
                    .count();
        };
    }

    @Produces
    @Singleton
    SilenceBook silences() {
        return replica.silences();
    }

    @Produces
    @Singleton
    Suppression suppression() {
        return replica.suppression();
    }

    @Produces
    @Singleton
    Explainer explainer() {
        return replica.explainer();
    }

    @Produces
    @Singleton
    AcknowledgementBook acknowledgements() {
        return replica.acknowledgements();
    }

    @Produces
    @Singleton
    Membership membership() {
        return replica.membership();
    }
}
