package io.modelwatch.alertrouter.rule;

import io.modelwatch.alertrouter.alert.Alert;
import io.modelwatch.alertrouter.alert.AlertBook;
import io.modelwatch.alertrouter.alert.AlertStore;
import io.modelwatch.alertrouter.alert.PostedAlert;
import io.modelwatch.alertrouter.config.CurrentConfig;
import io.modelwatch.alertrouter.config.RouterSettings;
import io.modelwatch.alertrouter.db.Database;
import io.modelwatch.alertrouter.exposition.RouterMetrics;
import io.modelwatch.alertrouter.rule.RuleStore.Claimed;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates groups of rules whose time has come, and passes what fires on like any other sender. When a rule cannot be
 * evaluated, everything stays as it is: firing alerts are kept firing, pending ones pending.
 */
@ApplicationScoped
public class RuleRunner {

    private static final Logger LOG = Logger.getLogger(RuleRunner.class);
    private static final Duration ROUND = Duration.ofMillis(250);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    private static final int RENEWALS_PER_LEASE = 4;
    private static final double NANOS = 1e9;

    /** An alert that is not passed on again ends after so many times the delay between two. */
    private static final int LIFE_IN_DELAYS = 4;

    private final String owner = UUID.randomUUID().toString();
    private final CurrentRules rules;
    private final RuleStore store;
    private final RuleEvaluator evaluator;
    private final AlertStore alerts;
    private final CurrentConfig config;
    private final RuleSettings.Rules settings;
    private final RuleSettings.Prometheus prometheus;
    private final RouterMetrics metrics;
    private final InstantSource clock;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Long> held = new ConcurrentHashMap<>();
    private long renewedNanos = System.nanoTime();
    private final Thread loop = Thread.ofVirtual().name("rules").unstarted(this::loop);
    private volatile boolean running = true;
    private boolean failing;
    private List<RuleGroup> ensured = List.of();

    public RuleRunner(
            CurrentRules rules,
            Database database,
            @RestClient MetricsCollector collector,
            @ConfigProperty(name = "quarkus.rest-client.metrics-collector.url") String collectorUrl,
            AlertStore alerts,
            AlertBook book,
            CurrentConfig config,
            RuleSettings settings,
            RouterSettings router,
            RouterMetrics metrics,
            InstantSource clock) {
        this.rules = rules;
        this.store = new RuleStore(database);
        this.prometheus = settings.prometheus();
        this.evaluator = new RuleEvaluator(
                new CollectorSource(collector, collectorUrl, settings.rules().queryTimeout()),
                prometheus
                        .url()
                        .map(url -> new PrometheusSource(
                                url,
                                prometheus.linkUrl().orElse(url),
                                prometheus.headers(),
                                prometheus.queryTimeout())),
                new HeartbeatSource(book, router.externalUrl().toString()),
                workers,
                settings.rules().maxConcurrentQueries(),
                prometheus.externalLabels(),
                router.externalUrl().toString());
        this.alerts = alerts;
        this.config = config;
        this.settings = settings.rules();
        this.metrics = metrics;
        this.clock = clock;
    }

    void start(@Observes @Priority(jakarta.interceptor.Interceptor.Priority.APPLICATION + 100) StartupEvent event) {
        loop.start();
    }

    void stop(@Observes ShutdownEvent event) {
        running = false;
        loop.interrupt();
        workers.shutdownNow();
    }

    private void loop() {
        while (running) {
            try {
                round();
                failing = false;
                Thread.sleep(ROUND);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (!running) {
                    return;
                }
                if (!failing) {
                    failing = true;
                    LOG.errorf(e, "rules not evaluated, trying again every second");
                }
                try {
                    Thread.sleep(PAUSE_AFTER_FAILURE);
                } catch (InterruptedException interrupted) {
                    return;
                }
            }
        }
    }

    private void round() {
        List<RuleGroup> groups = rules.get();
        if (groups.isEmpty()) {
            return;
        }
        Map<String, RuleGroup> byName = groups.stream().collect(Collectors.toMap(RuleGroup::key, group -> group));
        Instant now = clock.instant();
        renew();
        if (!groups.equals(ensured)) {
            store.ensure(byName.keySet(), now);
            ensured = groups;
        }
        for (Claimed claimed : store.claim(owner, settings.lease(), now, byName.keySet())) {
            RuleGroup group = byName.get(claimed.name());
            if (group != null) {
                held.put(claimed.name(), claimed.fence());
                workers.execute(() -> run(group, claimed));
            }
        }
    }

    /** A group whose rules are slow keeps its lease. */
    private void renew() {
        long now = System.nanoTime();
        if (now - renewedNanos >= settings.lease().toNanos() / RENEWALS_PER_LEASE) {
            renewedNanos = now;
            Map<String, Long> fences = Map.copyOf(held);
            if (!fences.isEmpty()) {
                store.renew(fences, settings.lease());
            }
        }
    }

    private void run(RuleGroup group, Claimed claimed) {
        try {
            evaluate(group, claimed);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warnf(
                    "rules not evaluated, they are taken up again when the lease has run out group=%s reason=\"%s\"",
                    group.key(), e);
        } finally {
            held.remove(claimed.name(), claimed.fence());
        }
    }

    private void evaluate(RuleGroup group, Claimed claimed) throws InterruptedException {
        Instant now = clock.instant();
        // It is due in the future when a clock was set back.
        Instant due = claimed.due().isAfter(now) ? now : claimed.due();
        long missed = group.missed(due, now);
        // Evaluations keep their distance exactly, whenever they are done.
        Instant at = due.plus(group.interval().multipliedBy(missed));
        long began = System.nanoTime();
        RuleEvaluator.Outcome outcome = evaluator.evaluate(
                group,
                at,
                Evaluation.afterPause(
                        store.states(List.of(group.key())).getOrDefault(group.key(), List.of()),
                        claimed.ranAt(),
                        at,
                        group.interval()));
        Instant done = clock.instant();
        Duration delay =
                group.interval().compareTo(settings.resendDelay()) > 0 ? group.interval() : settings.resendDelay();
        List<ActiveAlert> active = new ArrayList<>();
        List<Alert> news = new ArrayList<>();
        for (ActiveAlert held : outcome.active()) {
            boolean send = isDue(held, delay, done);
            if (send) {
                news.add(alert(group, held, done.plus(delay.multipliedBy(LIFE_IN_DELAYS)), done));
            }
            active.add(send ? held.sent(done) : held);
        }
        outcome.resolved().forEach(over -> news.add(alert(group, over, done, done)));
        if (!news.isEmpty()) {
            alerts.take(news);
        }
        metrics.ruleEvaluations.labelValues(group.key()).inc();
        metrics.ruleIterationsMissed.labelValues(group.key()).inc(missed);
        report(group, claimed, outcome.error());
        store.done(
                claimed,
                new RuleStore.Result(
                        active,
                        at,
                        at.plus(group.interval()),
                        missed,
                        outcome.error() == null ? 0 : claimed.failures() + 1,
                        outcome.error(),
                        (System.nanoTime() - began) / NANOS,
                        outcome.rules()));
    }

    private void report(RuleGroup group, Claimed claimed, @Nullable String error) {
        if (error != null) {
            metrics.ruleEvaluationFailures.labelValues(group.key()).inc();
            if (claimed.failures() == 0) {
                LOG.warnf(
                        "rules keep their state until they can be evaluated group=%s reason=\"%s\"",
                        group.key(), error);
            }
        } else if (claimed.failures() > 0) {
            LOG.infof("rules are evaluated again group=%s failures=%d", group.key(), claimed.failures());
        }
    }

    private static boolean isDue(ActiveAlert alert, Duration delay, Instant now) {
        Instant sentAt = alert.sentAt();
        return alert.firedAt() != null && (sentAt == null || !sentAt.plus(delay).isAfter(now));
    }

    private Alert alert(RuleGroup group, ActiveAlert active, Instant endsAt, Instant now) {
        AlertingRule rule = group.byKey().get(active.rule());
        Instant firedAt = active.firedAt() == null ? now : active.firedAt();
        Map<String, String> labels =
                new HashMap<>(group.isPrometheus() ? prometheus.externalLabels() : Map.<String, String>of());
        labels.putAll(active.labels().asMap());
        return new PostedAlert(
                        labels,
                        active.annotations(),
                        (firedAt.isAfter(endsAt) ? endsAt : firedAt).atOffset(ZoneOffset.UTC),
                        endsAt.atOffset(ZoneOffset.UTC),
                        rule == null ? "" : evaluator.link(rule))
                .received(now, config.get().resolveTimeout());
    }
}
