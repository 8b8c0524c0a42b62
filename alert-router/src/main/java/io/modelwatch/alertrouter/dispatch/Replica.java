package io.modelwatch.alertrouter.dispatch;

import io.modelwatch.alertrouter.acknowledge.AcknowledgementBook;
import io.modelwatch.alertrouter.alert.AlertBook;
import io.modelwatch.alertrouter.alert.AlertStore;
import io.modelwatch.alertrouter.alert.StoredAlert;
import io.modelwatch.alertrouter.alert.Suppression;
import io.modelwatch.alertrouter.config.RouterConfig;
import io.modelwatch.alertrouter.db.Database;
import io.modelwatch.alertrouter.exposition.RouterMetrics;
import io.modelwatch.alertrouter.label.LabelSet;
import io.modelwatch.alertrouter.notify.ChannelMemory;
import io.modelwatch.alertrouter.notify.HttpSender;
import io.modelwatch.alertrouter.notify.NotificationLog;
import io.modelwatch.alertrouter.notify.Notifier;
import io.modelwatch.alertrouter.notify.Outbox;
import io.modelwatch.alertrouter.notify.SendGate;
import io.modelwatch.alertrouter.route.Route;
import io.modelwatch.alertrouter.silence.SilenceBook;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Everything that one replica works with, put together. Several of them may share one database. */
public final class Replica {

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration COMPACT_OLDER_THAN = Duration.ofSeconds(10);
    private static final Duration LONGEST_RATE = Duration.ofDays(2);
    private static final Duration ABANDONED_AFTER = Duration.ofHours(1);

    private final AlertBook book = new AlertBook();
    private final AlertStore alerts;
    private final SilenceBook silences;
    private final Suppression suppression;
    private final Membership membership;
    private final AcknowledgementBook acknowledgements;
    private final OnCall onCall;
    private final GroupStore groups;
    private final NotificationLog log;
    private final SendGate gate;
    private final ChannelMemory memory;
    private final Outbox outbox;
    private final Dispatcher dispatcher;
    private final Explainer explainer;
    private final InstantSource clock;
    private final Supplier<RouterConfig> config;

    /**
     * A replica that has not begun.
     *
     * @param sendsNothing whether everything is decided and logged, and nothing is sent
     */
    Replica(
            String owner,
            Database database,
            Supplier<RouterConfig> config,
            DispatchSettings settings,
            HttpSender sender,
            String externalUrl,
            OnCall onCall,
            boolean sendsNothing,
            RouterMetrics metrics,
            InstantSource clock) {
        this.onCall = onCall;
        this.clock = clock;
        this.config = config;
        this.alerts = new AlertStore(database, book, metrics);
        this.silences = new SilenceBook(database);
        this.suppression = new Suppression(book, silences);
        this.membership = new Membership(book, config.get().route(), onCall.escalations());
        this.acknowledgements = new AcknowledgementBook(database);
        this.groups = new GroupStore(database);
        this.log = new NotificationLog(database);
        this.gate = new SendGate(database);
        this.memory = new ChannelMemory(database);
        this.outbox = new Outbox(database, log, gate, sender, book, metrics, clock, config);
        this.dispatcher = new Dispatcher(
                owner,
                book,
                alerts,
                silences,
                suppression,
                acknowledgements,
                onCall,
                sendsNothing,
                membership,
                groups,
                log,
                new Notifier(log, gate, memory, sender, metrics, clock, externalUrl),
                settings,
                metrics,
                clock,
                config);
        this.explainer = new Explainer(
                database, membership, groups, log, suppression, acknowledgements, onCall, settings, config);
        suppression.use(config.get().inhibitRules());
    }

    /** Reads what is there, then begins to work. */
    public void start() {
        alerts.sync();
        silences.sync();
        acknowledgements.sync();
        dispatcher.start();
    }

    /** Stops in good order. */
    public void stop() {
        dispatcher.stop(PATIENCE);
    }

    /** Stops dead, as a killed process does. */
    void kill() {
        dispatcher.kill();
    }

    /** From now on this configuration holds. */
    public void use(RouterConfig changed) {
        membership.use(changed.route());
        suppression.use(changed.inhibitRules());
        Map<String, Duration> waits = new LinkedHashMap<>();
        changed.route().all().forEach(route -> waits.put(route.id(), route.groupWait()));
        groups.retime(waits, clock.instant());
        dispatcher.repair();
    }

    /** Deletes what is old and repairs what is missing. Any number of replicas may do it. */
    public void maintain(Duration alertRetention, Duration silenceRetention, Duration deliveryRetention) {
        Instant now = clock.instant();
        alerts.compact(now.minus(COMPACT_OLDER_THAN));
        silences.forget(now, silenceRetention);
        acknowledgements.forget(now.minus(alertRetention));
        log.forget(now, now.minus(deliveryRetention));
        memory.forget(now.minus(deliveryRetention));
        gate.forget(now.minus(LONGEST_RATE));
        groups.forgetOverdue(now.minus(ABANDONED_AFTER));
        groups.retime(longestWaits(), now);
        forgetAlerts(now.minus(longer(alertRetention)));
        dispatcher.repair();
    }

    /** No group waits longer than that, unless a clock was set back. */
    private Map<String, Duration> longestWaits() {
        Map<String, Duration> waits = new LinkedHashMap<>();
        Stream.concat(config.get().route().all().stream(), onCall.escalations().stream())
                .forEach(route -> waits.put(
                        route.id(),
                        route.groupWait().compareTo(route.groupInterval()) > 0
                                ? route.groupWait()
                                : route.groupInterval()));
        return waits;
    }

    /** Alerts must outlive the flush that tells of their end. */
    private Duration longer(Duration retention) {
        Duration longest = config.get().route().all().stream()
                .map(Route::groupInterval)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO)
                .multipliedBy(2);
        return longest.compareTo(retention) > 0 ? longest : retention;
    }

    private void forgetAlerts(Instant before) {
        List<StoredAlert> old = book.all().stream()
                .filter(each -> each.alert().resolvedAt(before))
                .toList();
        if (old.isEmpty()) {
            return;
        }
        Map<GroupId, Seen> all = groups.all();
        alerts.forget(old.stream().filter(each -> isDone(each, all)).toList());
        alerts.forgetMissing(old);
    }

    /** Whether no group has still to tell of the alert's end. */
    private boolean isDone(StoredAlert alert, Map<GroupId, Seen> all) {
        LabelSet labels = alert.alert().labels();
        return membership.groupsOf(labels).stream().noneMatch(group -> {
            Seen seen = all.get(group);
            return seen != null && seen.misses(alert, onCall.hold(labels));
        });
    }

    public Outbox outbox() {
        return outbox;
    }

    public AlertBook book() {
        return book;
    }

    public AlertStore alerts() {
        return alerts;
    }

    public SilenceBook silences() {
        return silences;
    }

    public Suppression suppression() {
        return suppression;
    }

    Explainer explainer() {
        return explainer;
    }

    public AcknowledgementBook acknowledgements() {
        return acknowledgements;
    }

    public Membership membership() {
        return membership;
    }
}
