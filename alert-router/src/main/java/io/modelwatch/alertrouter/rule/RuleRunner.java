package io.modelwatch.alertrouter.rule;

import io.modelwatch.alertrouter.alert.Alert;
import io.modelwatch.alertrouter.alert.AlertStore;
import io.modelwatch.alertrouter.alert.PostedAlert;
import io.modelwatch.alertrouter.config.CurrentConfig;
import io.modelwatch.alertrouter.db.Database;
import io.modelwatch.alertrouter.exposition.RouterMetrics;
import io.modelwatch.alertrouter.label.LabelSet;
import io.modelwatch.alertrouter.rule.RuleStore.Claimed;
import io.modelwatch.alertrouter.time.Durations;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates groups of threshold rules whose time has come, and passes what fires on like any other sender. When
 * metrics-collector does not answer, everything stays as it is: firing alerts are kept firing, pending ones pending.
 */
@ApplicationScoped
public class RuleRunner {

    private static final Logger LOG = Logger.getLogger(RuleRunner.class);
    private static final Duration ROUND = Duration.ofMillis(250);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    /** An alert that is not passed on again ends after so many times the delay between two. */
    private static final int LIFE_IN_DELAYS = 4;

    private final String owner = UUID.randomUUID().toString();
    private final CurrentRules rules;
    private final RuleStore store;
    private final MetricsCollector collector;
    private final String collectorUrl;
    private final AlertStore alerts;
    private final CurrentConfig config;
    private final RuleSettings.Rules settings;
    private final RouterMetrics metrics;
    private final InstantSource clock;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
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
            CurrentConfig config,
            RuleSettings settings,
            RouterMetrics metrics,
            InstantSource clock) {
        this.rules = rules;
        this.store = new RuleStore(database);
        this.collector = collector;
        this.collectorUrl = collectorUrl;
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
        Map<String, RuleGroup> byName = groups.stream().collect(Collectors.toMap(RuleGroup::name, group -> group));
        Instant now = clock.instant();
        if (!groups.equals(ensured)) {
            store.ensure(byName.keySet(), now);
            ensured = groups;
        }
        for (Claimed claimed : store.claim(owner, settings.lease(), now, byName.keySet())) {
            RuleGroup group = byName.get(claimed.name());
            if (group != null) {
                workers.execute(() -> run(group, claimed));
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
                    group.name(), e);
        }
    }

    private void evaluate(RuleGroup group, Claimed claimed) throws InterruptedException {
        Map<String, List<ActiveAlert>> before =
                store.states(List.of(group.name())).getOrDefault(group.name(), List.of()).stream()
                        .collect(Collectors.groupingBy(ActiveAlert::rule));
        List<Asked> asked = group.rules().stream()
                .map(rule -> new Asked(rule, workers.submit(() -> figures(rule))))
                .toList();
        Instant now = clock.instant();
        Duration delay =
                group.interval().compareTo(settings.resendDelay()) > 0 ? group.interval() : settings.resendDelay();
        List<ActiveAlert> active = new ArrayList<>();
        List<Alert> news = new ArrayList<>();
        String error = null;
        for (Asked each : asked) {
            ThresholdRule rule = each.rule();
            List<ActiveAlert> known = before.getOrDefault(rule.alert(), List.of());
            before.remove(rule.alert());
            Evaluation evaluation;
            try {
                evaluation = Evaluation.of(rule, each.figures().get(), known, now);
            } catch (ExecutionException e) {
                error = rule.alert() + ": " + reason(e.getCause());
                evaluation = new Evaluation(known, List.of());
            }
            for (ActiveAlert held : evaluation.active()) {
                boolean send = isDue(held, delay, now);
                if (send) {
                    news.add(alert(rule, held, now.plus(delay.multipliedBy(LIFE_IN_DELAYS)), now));
                }
                active.add(send ? held.sent(now) : held);
            }
            evaluation.resolved().forEach(over -> news.add(alert(rule, over, now, now)));
        }
        // What fired by rules that are gone is over.
        before.values()
                .forEach(gone -> gone.stream()
                        .filter(each -> each.firedAt() != null)
                        .forEach(each -> news.add(alert(null, each, now, now))));
        metrics.ruleEvaluations.labelValues(group.name()).inc();
        if (!news.isEmpty()) {
            alerts.take(news);
        }
        finish(group, claimed, active, now, error);
    }

    /** A rule, and the figures that were asked for. */
    private record Asked(ThresholdRule rule, Future<Map<LabelSet, Double>> figures) {}

    private void finish(
            RuleGroup group, Claimed claimed, List<ActiveAlert> active, Instant now, @Nullable String error) {
        if (error != null) {
            metrics.ruleEvaluationFailures.labelValues(group.name()).inc();
            if (claimed.failures() == 0) {
                LOG.warnf(
                        "rules keep their state until metrics-collector answers group=%s reason=\"%s\"",
                        group.name(), error);
            }
        } else if (claimed.failures() > 0) {
            LOG.infof("rules are evaluated again group=%s failures=%d", group.name(), claimed.failures());
        }
        Instant next = claimed.due().plus(group.interval());
        store.done(
                claimed,
                active,
                now,
                next.isAfter(now) ? next : now.plus(group.interval()),
                error == null ? 0 : claimed.failures() + 1,
                error);
    }

    private static boolean isDue(ActiveAlert alert, Duration delay, Instant now) {
        Instant sentAt = alert.sentAt();
        return alert.firedAt() != null && (sentAt == null || !sentAt.plus(delay).isAfter(now));
    }

    private static String reason(@Nullable Throwable cause) {
        return cause == null ? "unknown" : String.valueOf(cause.getMessage());
    }

    private Alert alert(@Nullable ThresholdRule rule, ActiveAlert active, Instant endsAt, Instant now) {
        Instant firedAt = active.firedAt() == null ? now : active.firedAt();
        return new PostedAlert(
                        active.labels().asMap(),
                        rule == null ? Map.of() : rule.annotationsFor(active.labels(), active.value()),
                        firedAt.atOffset(ZoneOffset.UTC),
                        endsAt.atOffset(ZoneOffset.UTC),
                        rule == null ? "" : url(rule))
                .received(now, config.get().resolveTimeout());
    }

    private String url(ThresholdRule rule) {
        StringBuilder url = new StringBuilder(collectorUrl)
                .append("/api/v1/metrics/")
                .append(encoded(rule.metric()))
                .append("?window=")
                .append(Durations.format(rule.window()));
        rule.by().forEach(label -> url.append("&by=").append(encoded(label)));
        return url.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Map<LabelSet, Double> figures(ThresholdRule rule) {
        MetricWindow metric = window(rule, rule.metric());
        String dividedBy = rule.dividedBy();
        return Evaluation.figures(rule, metric, dividedBy == null ? null : window(rule, dividedBy));
    }

    private MetricWindow window(ThresholdRule rule, String metric) {
        Map<String, String> where = new HashMap<>();
        rule.where().forEach((name, value) -> where.put("label." + name, value));
        return collector
                .window(metric, Durations.format(rule.window()), rule.by(), where)
                .await()
                .atMost(settings.queryTimeout());
    }
}
