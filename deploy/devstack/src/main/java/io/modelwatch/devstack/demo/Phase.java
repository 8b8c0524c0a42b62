package io.modelwatch.devstack.demo;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A stretch of traffic.
 *
 * @param rate records a second
 * @param quiet how long no request fails at its start: one failure among the first five requests would be an alert
 * @param mix the kinds of texts, by weight
 */
record Phase(String name, Duration duration, double rate, Duration quiet, Incident incident, Map<Kind, Double> mix) {

    static final String NORMAL = "normal";
    static final String INCIDENT = "incident";
    static final String RECOVERY = "recovery";

    private static final double SUNNY_FAILURES = 0.012;

    private static final Map<Failure, Double> EVERYDAY = Map.of(
            Failure.RATE_LIMIT, 0.4,
            Failure.CONTENT_FILTER, 0.3,
            Failure.CONTEXT_LENGTH, 0.2,
            Failure.UPSTREAM_5XX, 0.1);

    private static final Map<Failure, Double> BURST =
            Map.of(Failure.UPSTREAM_5XX, 0.4, Failure.TIMEOUT, 0.4, Failure.RATE_LIMIT, 0.2);

    /**
     * What goes wrong.
     *
     * @param slowModels models whose latency is multiplied by {@code slowdown}
     * @param failingModels models of whose requests {@code failing} fail
     * @param cut share of all responses that end after a few tokens, which shifts the distribution of their length
     */
    record Incident(Set<String> slowModels, double slowdown, Set<String> failingModels, double failing, double cut) {

        static final Incident NONE = new Incident(Set.of(), 1, Set.of(), 0, 0);

        Incident {
            slowModels = Set.copyOf(slowModels);
            failingModels = Set.copyOf(failingModels);
        }
    }

    Phase {
        if (!duration.isPositive() || !(rate > 0)) {
            throw new IllegalArgumentException("phase " + name + " needs a duration and a rate above zero");
        }
        mix = Map.copyOf(mix);
    }

    /** How many records it takes. */
    int records() {
        return count(duration);
    }

    /** How many records at its start do not fail. */
    int quietRecords() {
        return count(quiet);
    }

    private int count(Duration time) {
        return (int) Math.round(rate * time.toMillis() / 1000.0);
    }

    /** How many times as long a model takes. */
    double slowdown(ModelProfile model) {
        return incident.slowModels().contains(model.name()) ? incident.slowdown() : 1;
    }

    /** Share of a model's requests that fail. */
    double failing(ModelProfile model) {
        return bursts(model) ? incident.failing() : SUNNY_FAILURES;
    }

    /** How a model's requests fail, by weight. */
    Map<Failure, Double> failures(ModelProfile model) {
        return bursts(model) ? BURST : EVERYDAY;
    }

    private boolean bursts(ModelProfile model) {
        return incident.failingModels().contains(model.name());
    }

    /** The same records in a fraction of the time. */
    Phase faster(double speed) {
        return new Phase(name, divided(duration, speed), rate * speed, divided(quiet, speed), incident, mix);
    }

    private static Duration divided(Duration duration, double speed) {
        return Duration.ofNanos(Math.round(duration.toNanos() / speed));
    }

    /** Normal traffic, an incident of every sort at once, and normal traffic again: 86 seconds. */
    static List<Phase> standard(double rate) {
        Map<Kind, Double> leaking = everyday();
        leaking.put(Kind.PERSONAL_DATA, 0.14);
        leaking.put(Kind.SECRET, 0.03);
        leaking.put(Kind.REPETITION, 0.08);
        Incident outage =
                new Incident(Set.of("gpt-4o", "deepseek-chat"), 6, Set.of("gpt-4o", "gpt-4o-mini"), 0.30, 0.6);
        return List.of(
                new Phase(NORMAL, Duration.ofSeconds(26), rate, Duration.ofSeconds(8), Incident.NONE, everyday()),
                new Phase(INCIDENT, Duration.ofSeconds(36), rate, Duration.ZERO, outage, leaking),
                new Phase(RECOVERY, Duration.ofSeconds(24), rate, Duration.ZERO, Incident.NONE, everyday()));
    }

    private static Map<Kind, Double> everyday() {
        Map<Kind, Double> mix = new EnumMap<>(Kind.class);
        mix.put(Kind.GOOD, 0.50);
        mix.put(Kind.GROUNDED, 0.18);
        mix.put(Kind.FORMAT, 0.10);
        mix.put(Kind.HEDGING, 0.03);
        mix.put(Kind.CONTRADICTION, 0.03);
        mix.put(Kind.REFUSAL, 0.025);
        mix.put(Kind.REPETITION, 0.02);
        mix.put(Kind.FORMAT_BROKEN, 0.02);
        mix.put(Kind.OFF_TOPIC, 0.02);
        mix.put(Kind.TEMPLATE, 0.02);
        mix.put(Kind.PARTIAL_REFUSAL, 0.015);
        mix.put(Kind.INJECTION, 0.015);
        mix.put(Kind.JAILBREAK, 0.015);
        mix.put(Kind.TOXIC, 0.006);
        mix.put(Kind.SECRET, 0.002);
        mix.put(Kind.PERSONAL_DATA, 0.002);
        return mix;
    }
}
