package io.modelwatch.alertrouter.rule;

import io.modelwatch.alertrouter.label.LabelSet;
import io.modelwatch.alertrouter.template.RuleTemplate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Evaluates the rules of a group: asks whom they ask, and works out what is pending, firing and over. */
final class RuleEvaluator {

    private static final double NANOS = 1e9;

    private final RuleSource<ThresholdRule> collector;
    private final Optional<PrometheusSource> prometheus;
    private final HeartbeatSource heartbeats;
    private final ExecutorService workers;
    private final Semaphore queries;
    private final Map<String, String> externalLabels;
    private final String externalUrl;

    RuleEvaluator(
            RuleSource<ThresholdRule> collector,
            Optional<PrometheusSource> prometheus,
            HeartbeatSource heartbeats,
            ExecutorService workers,
            int maxConcurrentQueries,
            Map<String, String> externalLabels,
            String externalUrl) {
        this.collector = collector;
        this.prometheus = prometheus;
        this.heartbeats = heartbeats;
        this.workers = workers;
        this.queries = new Semaphore(maxConcurrentQueries);
        this.externalLabels = Map.copyOf(externalLabels);
        this.externalUrl = externalUrl;
    }

    /**
     * What an evaluation of a group comes to.
     *
     * @param error of one of the rules that failed, null when none did
     */
    record Outcome(
            List<ActiveAlert> active,
            List<ActiveAlert> resolved,
            @Nullable String error,
            Map<String, RuleStore.Outcome> rules) {}

    /** A rule that was asked about, and the answer to come. */
    private record Question(String key, AlertingRule rule, Future<Answer> answer) {}

    private record Answer(Map<LabelSet, Double> holding, double seconds) {}

    /**
     * Evaluates.
     *
     * @param before what was active after the last evaluation
     */
    Outcome evaluate(RuleGroup group, Instant at, List<ActiveAlert> before) throws InterruptedException {
        Map<String, List<ActiveAlert>> known = before.stream().collect(Collectors.groupingBy(ActiveAlert::rule));
        Instant asked = at.minus(group.offset());
        List<Question> questions = new ArrayList<>();
        group.byKey()
                .forEach((key, rule) -> questions.add(new Question(key, rule, workers.submit(() -> ask(rule, asked)))));
        List<ActiveAlert> active = new ArrayList<>();
        List<ActiveAlert> resolved = new ArrayList<>();
        Map<String, RuleStore.Outcome> outcomes = new HashMap<>();
        String error = null;
        for (Question question : questions) {
            String key = question.key();
            AlertingRule rule = question.rule();
            List<ActiveAlert> knownOfRule =
                    Optional.ofNullable(known.remove(key)).orElse(List.of());
            try {
                Answer answer = question.answer().get();
                Evaluation evaluation =
                        Evaluation.of(key, rule, answer.holding(), knownOfRule, rendering(rule, asked, at));
                int count = evaluation.active().size();
                if (group.limit() > 0 && count > group.limit()) {
                    // As in Prometheus nothing is left of such a rule; what it had sent ends by itself.
                    String reason = "exceeded limit of " + group.limit() + " with " + count + " alerts";
                    outcomes.put(key, new RuleStore.Outcome(reason, answer.seconds()));
                    error = rule.alert() + ": " + reason;
                    continue;
                }
                active.addAll(evaluation.active());
                resolved.addAll(evaluation.resolved());
                outcomes.put(key, new RuleStore.Outcome(null, answer.seconds()));
            } catch (ExecutionException | IllegalArgumentException e) {
                outcomes.put(key, new RuleStore.Outcome(reason(e), 0));
                error = rule.alert() + ": " + reason(e);
                active.addAll(knownOfRule);
            }
        }
        // What fired by rules that are gone is over.
        known.values()
                .forEach(gone ->
                        gone.stream().filter(each -> each.firedAt() != null).forEach(resolved::add));
        return new Outcome(active, resolved, error, outcomes);
    }

    private static String reason(Exception e) {
        Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
        return String.valueOf(cause.getMessage());
    }

    private Answer ask(AlertingRule rule, Instant at) throws InterruptedException {
        queries.acquire();
        try {
            long began = System.nanoTime();
            Map<LabelSet, Double> holding = switch (rule) {
                case ThresholdRule threshold -> collector.holding(threshold, at);
                case PrometheusRule query -> prometheus().holding(query, at);
                case HeartbeatRule heartbeat -> heartbeats.holding(heartbeat, at);
            };
            return new Answer(holding, (System.nanoTime() - began) / NANOS);
        } finally {
            queries.release();
        }
    }

    private PrometheusSource prometheus() {
        return prometheus.orElseThrow(() -> new RuleException("alert-router.prometheus.url is not set"));
    }

    private Rendering rendering(AlertingRule rule, Instant queriedAt, Instant at) {
        RuleTemplate.Querier querier = rule instanceof PrometheusRule && prometheus.isPresent()
                ? prometheus.get().at(queriedAt)
                : RuleTemplate.Querier.NOBODY;
        return new Rendering(externalLabels, externalUrl, at, querier);
    }

    /** Where people can see what a rule looks at. */
    String link(AlertingRule rule) {
        return switch (rule) {
            case ThresholdRule threshold -> collector.link(threshold);
            case PrometheusRule query -> prometheus().link(query);
            case HeartbeatRule heartbeat -> heartbeats.link(heartbeat);
        };
    }
}
