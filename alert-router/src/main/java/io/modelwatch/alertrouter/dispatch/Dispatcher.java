package io.modelwatch.alertrouter.dispatch;

import io.modelwatch.alertrouter.acknowledge.AcknowledgementBook;
import io.modelwatch.alertrouter.alert.AlertBook;
import io.modelwatch.alertrouter.alert.AlertStore;
import io.modelwatch.alertrouter.alert.StoredAlert;
import io.modelwatch.alertrouter.alert.Suppression;
import io.modelwatch.alertrouter.config.RouterConfig;
import io.modelwatch.alertrouter.dispatch.GroupStore.Claimed;
import io.modelwatch.alertrouter.dispatch.GroupStore.Needed;
import io.modelwatch.alertrouter.exposition.RouterMetrics;
import io.modelwatch.alertrouter.notify.Fence;
import io.modelwatch.alertrouter.notify.Notification;
import io.modelwatch.alertrouter.notify.NotificationEntry;
import io.modelwatch.alertrouter.notify.NotificationLog;
import io.modelwatch.alertrouter.notify.Notifier;
import io.modelwatch.alertrouter.receiver.Integration;
import io.modelwatch.alertrouter.receiver.Receiver;
import io.modelwatch.alertrouter.route.Route;
import io.modelwatch.alertrouter.silence.SilenceBook;
import io.modelwatch.intake.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Works on the groups that are due. One thread keeps the books in step, sees that every firing alert has its groups,
 * claims due groups and renews leases; each claimed group is flushed on a virtual thread of its own.
 */
public final class Dispatcher {

    private static final Logger LOG = Logger.getLogger(Dispatcher.class);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final int RENEWALS_PER_LEASE = 4;

    private final String owner;
    private final AlertBook book;
    private final AlertStore alerts;
    private final SilenceBook silences;
    private final Suppression suppression;
    private final AcknowledgementBook acknowledgements;
    private final OnCall onCall;
    private final boolean sendsNothing;
    private final Membership membership;
    private final GroupStore groups;
    private final NotificationLog log;
    private final Notifier notifier;
    private final DispatchSettings settings;
    private final RouterMetrics metrics;
    private final InstantSource clock;
    private final Supplier<RouterConfig> config;

    private final Queue<StoredAlert> changed = new ConcurrentLinkedQueue<>();
    private final Semaphore wake = new Semaphore(0);
    private final HeldLeases leases;
    private final ExecutorService flushes = Executors.newVirtualThreadPerTaskExecutor();
    private final Thread loop;
    private final Instant firstFlushNotBefore;
    private volatile boolean running = true;
    private volatile boolean repairNeeded = true;
    private boolean failing;
    private long renewedNanos = System.nanoTime();

    Dispatcher(
            String owner,
            AlertBook book,
            AlertStore alerts,
            SilenceBook silences,
            Suppression suppression,
            AcknowledgementBook acknowledgements,
            OnCall onCall,
            boolean sendsNothing,
            Membership membership,
            GroupStore groups,
            NotificationLog log,
            Notifier notifier,
            DispatchSettings settings,
            RouterMetrics metrics,
            InstantSource clock,
            Supplier<RouterConfig> config) {
        this.owner = owner;
        this.book = book;
        this.alerts = alerts;
        this.silences = silences;
        this.suppression = suppression;
        this.acknowledgements = acknowledgements;
        this.onCall = onCall;
        this.sendsNothing = sendsNothing;
        this.membership = membership;
        this.groups = groups;
        this.log = log;
        this.notifier = notifier;
        this.settings = settings;
        this.metrics = metrics;
        this.clock = clock;
        this.config = config;
        this.leases = new HeldLeases(settings.lease());
        this.firstFlushNotBefore = clock.instant().plus(settings.startDelay());
        this.loop = Thread.ofVirtual().name("dispatcher-" + owner).unstarted(this::loop);
        book.addListener(new AlertBook.Listener() {
            @Override
            public void changed(StoredAlert alert) {
                changed.add(alert);
                wake.release();
            }

            @Override
            public void forgotten(StoredAlert alert) {
                // Its groups end by themselves.
            }
        });
    }

    void start() {
        loop.start();
    }

    /** Stops after the flushes under way, or gives them up after a while; other replicas may then go on at once. */
    void stop(Duration patience) {
        running = false;
        wake.release();
        flushes.shutdown();
        try {
            if (!flushes.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                flushes.shutdownNow();
            }
            loop.interrupt();
            loop.join();
            if (leases.size() > 0) {
                groups.release(leases.all());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warnf("leases not released, they run out by themselves reason=\"%s\"", e);
        }
    }

    /** Stops dead, as a killed process does: nothing is finished, written or released. */
    void kill() {
        running = false;
        loop.interrupt();
        flushes.shutdownNow();
    }

    /** The next round looks at every alert, not only at those that changed. */
    void repair() {
        repairNeeded = true;
        wake.release();
    }

    private void loop() {
        while (running) {
            try {
                Duration pause = round();
                if (failing) {
                    failing = false;
                    LOG.info("dispatching goes on");
                }
                pause(pause);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (!running) {
                    return;
                }
                if (!failing) {
                    failing = true;
                    LOG.errorf(e, "dispatching failed, trying again every second");
                }
                try {
                    Thread.sleep(PAUSE_AFTER_FAILURE);
                } catch (InterruptedException interrupted) {
                    return;
                }
            }
        }
    }

    private void pause(Duration pause) throws InterruptedException {
        if (wake.tryAcquire(Math.max(pause.toNanos(), 0), TimeUnit.NANOSECONDS)) {
            wake.drainPermits();
        }
    }

    /** One round; returns how long to wait for the next. */
    private Duration round() {
        renewLeases();
        sync();
        ensureGroups();
        Instant now = clock.instant();
        if (now.isBefore(firstFlushNotBefore)) {
            return settings.syncInterval();
        }
        int free = settings.maxConcurrentFlushes() - leases.size();
        if (free <= 0) {
            return settings.syncInterval();
        }
        Instant next = groups.nextDue(membership.routes());
        if (next != null && !next.isAfter(now)) {
            claim(now, free);
            next = groups.nextDue(membership.routes());
        }
        Duration untilNext = next == null ? settings.syncInterval() : Duration.between(clock.instant(), next);
        return untilNext.compareTo(settings.syncInterval()) < 0 ? untilNext : settings.syncInterval();
    }

    private void sync() {
        alerts.sync();
        silences.sync();
        acknowledgements.sync();
    }

    private void renewLeases() {
        long now = System.nanoTime();
        if (now - renewedNanos < settings.lease().toNanos() / RENEWALS_PER_LEASE) {
            return;
        }
        renewedNanos = now;
        List<Fence> held = leases.all();
        if (!held.isEmpty()) {
            leases.renewed(held, groups.renew(held, settings.lease()), now);
        }
    }

    /** Sees that every alert that has come up is in groups with timers, and now and then that all others are too. */
    private void ensureGroups() {
        Instant now = clock.instant();
        Map<GroupId, Needed> needed = new HashMap<>();
        boolean all = repairNeeded;
        repairNeeded = false;
        List<StoredAlert> news = new ArrayList<>();
        for (StoredAlert each = changed.poll(); each != null; each = changed.poll()) {
            news.add(each);
        }
        try {
            (all ? book.all() : news).forEach(each -> need(each, now, needed));
            groups.ensure(needed.values());
        } catch (RuntimeException e) {
            repairNeeded = true;
            throw e;
        }
    }

    private void need(StoredAlert stored, Instant now, Map<GroupId, Needed> needed) {
        if (stored.alert().resolvedAt(now)) {
            return;
        }
        Instant birth = stored.alert().updatedAt();
        for (GroupId group : membership.groupsOf(stored.alert().labels())) {
            Route route = membership.route(group.route());
            if (route != null) {
                Instant first = OnCall.isEscalation(route)
                        ? birth.plus(route.groupWait())
                        : GroupTimer.first(birth, stored.alert().startsAt().toInstant(), route.groupWait());
                needed.merge(
                        group,
                        new Needed(group, first, birth),
                        (a, b) -> b.firstFlush().isBefore(a.firstFlush()) ? b : a);
            }
        }
    }

    private void claim(Instant now, int limit) {
        long asked = System.nanoTime();
        List<Claimed> claimed = groups.claim(owner, settings.lease(), now, membership.routes(), limit);
        if (claimed.isEmpty()) {
            return;
        }
        claimed.forEach(each -> leases.hold(each.fence(), asked));
        // What was committed before the claim is in the books after this; what comes later is for the next flush.
        sync();
        long seenTx = alerts.watermark();
        Map<NotificationLog.Key, NotificationEntry> told =
                log.entries(claimed.stream().map(each -> groupKey(each.group())).collect(Collectors.toSet()));
        for (Claimed each : claimed) {
            flushes.execute(() -> flush(each, told, seenTx));
        }
    }

    private String groupKey(GroupId group) {
        Route route = membership.route(group.route());
        return route == null ? "" : route.groupKey(group.labels());
    }

    private void flush(Claimed claimed, Map<NotificationLog.Key, NotificationEntry> told, long seenTx) {
        try {
            flushHeld(claimed, told, seenTx);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ProblemException e) {
            // The database is not there, which the loop says once. The group is free when its lease has run out.
            LOG.debugf("flush given up reason=\"%s\"", e);
        } catch (RuntimeException e) {
            LOG.warnf(
                    "flush failed, the group is taken up again when its lease has run out group=\"%s\" reason=\"%s\"",
                    groupKey(claimed.group()), e);
        } finally {
            if (running) {
                leases.drop(claimed.fence());
                wake.release();
            }
        }
    }

    private void flushHeld(Claimed claimed, Map<NotificationLog.Key, NotificationEntry> told, long seenTx)
            throws InterruptedException {
        RouterConfig current = config.get();
        Route route = membership.route(claimed.group().route());
        Instant now = clock.instant();
        if (route == null) {
            groups.again(claimed.fence(), now);
            return;
        }
        Receiver receiver = current.receivers().get(route.receiver());
        if (receiver == null) {
            // The configuration is being changed right now.
            groups.again(claimed.fence(), now);
            return;
        }
        String groupKey = route.groupKey(claimed.group().labels());
        Instant tick = GroupTimer.tick(claimed.due(), now, route.groupInterval());
        Instant next = GroupTimer.next(tick, route.groupInterval());
        FlushPlan plan = FlushPlan.of(
                route,
                claimed.group().labels(),
                receiver,
                membership.alertsOf(claimed.group()),
                claimed.seen(),
                told(told, groupKey, receiver),
                new CurrentMutes(suppression, acknowledgements, onCall, route, now),
                current.intervals(),
                AfterSuppression.of(settings, receiver.name()),
                tick,
                now);
        for (FlushPlan.LeftOut each : plan.leftOut()) {
            log.leftOut(claimed.fence(), key(groupKey, receiver, each.integration()), each.entry());
        }
        plan.suppressed()
                .forEach((why, count) -> metrics.notificationsSuppressed
                        .labelValues(why.reason())
                        .inc(count));
        Notifier.Outcome outcome =
                tell(claimed.fence(), plan.notifications(), GroupTimer.deadline(now, route.groupInterval()));
        switch (outcome) {
            case DELIVERED -> {
                if (plan.ends()) {
                    end(claimed, clock.instant());
                } else {
                    groups.done(claimed.fence(), next, new Seen(now, seenTx, plan.owed()));
                }
            }
            case FAILED -> groups.again(claimed.fence(), next);
            case FENCED_OFF -> {
                metrics.leasesLost.inc();
                LOG.warnf("flush given up, another replica may have the group group=\"%s\"", groupKey);
            }
        }
    }

    /** Ends a group; an alert that came in the meantime gets a new one. */
    private void end(Claimed claimed, Instant now) {
        groups.end(claimed.fence());
        for (StoredAlert alert : membership.alertsOf(claimed.group())) {
            if (!alert.alert().resolvedAt(now)) {
                changed.add(alert);
            }
        }
    }

    private static Map<String, NotificationEntry> told(
            Map<NotificationLog.Key, NotificationEntry> all, String groupKey, Receiver receiver) {
        Map<String, NotificationEntry> told = new HashMap<>();
        for (Integration integration : receiver.integrations()) {
            NotificationEntry entry = all.get(key(groupKey, receiver, integration));
            if (entry != null) {
                told.put(integration.id(), entry);
            }
        }
        return told;
    }

    private static NotificationLog.Key key(String groupKey, Receiver receiver, Integration integration) {
        return new NotificationLog.Key(groupKey, receiver.name(), integration.kind(), integration.index());
    }

    /** Sends all notifications at once and waits for them; the worst outcome counts. */
    private Notifier.Outcome tell(Fence fence, List<Notification> notifications, Instant deadline)
            throws InterruptedException {
        if (sendsNothing) {
            boolean mine = notifications.stream().allMatch(each -> log.unsent(fence, each, clock.instant()));
            return mine ? Notifier.Outcome.DELIVERED : Notifier.Outcome.FENCED_OFF;
        }
        if (notifications.size() == 1) {
            return notifier.tell(fence, notifications.getFirst(), deadline, () -> leases.good(fence));
        }
        List<Future<Notifier.Outcome>> running = new ArrayList<>();
        for (Notification notification : notifications) {
            Callable<Notifier.Outcome> send =
                    () -> notifier.tell(fence, notification, deadline, () -> leases.good(fence));
            running.add(flushes.submit(send));
        }
        Notifier.Outcome worst = Notifier.Outcome.DELIVERED;
        for (Future<Notifier.Outcome> each : running) {
            Notifier.Outcome outcome = outcome(each);
            worst = outcome.compareTo(worst) > 0 ? outcome : worst;
        }
        return worst;
    }

    private static Notifier.Outcome outcome(Future<Notifier.Outcome> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    /** The groups that are there, for the metrics. */
    int groupCount() {
        return membership.groups().size();
    }
}
