package io.modelwatch.devstack.demo;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What came out of a run, as the services and stores tell it.
 *
 * @param usage by model
 * @param latency by model
 * @param expositions one a service
 * @param drift the worst verdict seen while the run went on
 * @param driftAtEnd the verdict after the run
 * @param troubles what went wrong while the figures were collected
 */
record Figures(
        Run run,
        SendCounts sent,
        List<Usage> usage,
        List<Latency> latency,
        List<Exposition> expositions,
        @Nullable Quality quality,
        @Nullable Drift drift,
        @Nullable Drift driftAtEnd,
        Alerting alerting,
        Documents documents,
        List<Link> links,
        List<String> troubles) {

    Figures {
        usage = List.copyOf(usage);
        latency = List.copyOf(latency);
        expositions = List.copyOf(expositions);
        links = List.copyOf(links);
        troubles = List.copyOf(troubles);
    }

    /**
     * The run itself.
     *
     * @param expectations what must show in the figures
     */
    record Run(String id, long seed, Instant start, Instant end, List<Played> phases, Expectations expectations) {

        Run {
            phases = List.copyOf(phases);
        }

        Duration duration() {
            return Duration.between(start, end);
        }
    }

    /** A phase that is over; {@code wanted} records were to be sent. */
    record Played(String name, Duration duration, int wanted, int sent, int errors) {}

    /**
     * What a run must leave behind.
     *
     * @param incident drift and delivered alerts
     * @param cost every model has a price
     * @param latency percentiles of every model
     * @param drift a verdict
     */
    record Expectations(boolean incident, boolean cost, boolean latency, boolean drift) {}

    /** Requests, tokens and cost of one model; no cost where it has no price. */
    record Usage(
            String model,
            long requests,
            long errors,
            long inputTokens,
            long outputTokens,
            long cachedTokens,
            @Nullable Double costUsd) {}

    /** Percentiles in milliseconds. */
    record Latency(
            String model,
            long count,
            @Nullable Double p50,
            @Nullable Double p95,
            @Nullable Double p99) {

        boolean complete() {
            return p50 != null && p95 != null && p99 != null;
        }
    }

    /**
     * The metric families at a service's {@code /metrics}.
     *
     * @param missing of those that must have samples after the run
     */
    record Exposition(String service, int families, List<String> missing) {

        Exposition {
            missing = List.copyOf(missing);
        }
    }

    /** The verdicts on the responses of a window. */
    record Quality(String window, long evaluated, @Nullable Double score, List<Detector> detectors) {

        Quality {
            detectors = List.copyOf(detectors);
        }
    }

    /** One detector's share in it; {@code mean} is its mean score. */
    record Detector(
            String name,
            long assessed,
            long flagged,
            @Nullable Double mean) {}

    /** How far a window is from the baseline. */
    record Drift(String baseline, String window, String verdict, List<Feature> features) {

        static final String NOT_ASSESSED = "not_assessed";

        Drift {
            features = List.copyOf(features);
        }

        boolean assessed() {
            return !verdict.equals(NOT_ASSESSED);
        }

        /** The largest index of the features that were assessed. */
        double worst() {
            return features.stream()
                    .filter(feature -> !feature.verdict().equals(NOT_ASSESSED))
                    .map(Feature::psi)
                    .mapToDouble(psi -> psi == null ? 0 : psi)
                    .max()
                    .orElse(0);
        }
    }

    /** The population stability index of one feature. */
    record Feature(String name, @Nullable Double psi, String verdict, long baselineCount, long currentCount) {}

    /**
     * What alert-router made of it.
     *
     * @param alerts that fired during the run, in the order of firing
     * @param groups in which they were seen
     * @param rules the threshold rules and their state at the end
     * @param received notifications that the sink got during the run
     * @param delivered notifications that alert-router says it has delivered during the run
     * @param failed those that it says it could not deliver
     */
    record Alerting(List<Alert> alerts, List<Group> groups, List<Rule> rules, int received, int delivered, int failed) {

        Alerting {
            alerts = List.copyOf(alerts);
            groups = List.copyOf(groups);
            rules = List.copyOf(rules);
        }
    }

    /**
     * One alert.
     *
     * @param labels all but {@code alertname}
     * @param delivered when the first notification of its firing arrived
     * @param resolved when the notification of its end arrived
     * @param suppressed whether it was seen inhibited or silenced, so that it need not be notified
     * @param active whether it is still firing
     */
    record Alert(
            String name,
            SortedMap<String, String> labels,
            Instant fired,
            @Nullable Instant delivered,
            @Nullable Instant resolved,
            boolean suppressed,
            boolean active) {

        Alert {
            labels = new TreeMap<>(labels);
        }
    }

    /** Alerts that are notified together. */
    record Group(String receiver, Map<String, String> labels, int alerts) {

        Group {
            labels = new TreeMap<>(labels);
        }
    }

    record Rule(String name, String state) {}

    /**
     * Where the run's records are in the end.
     *
     * @param expected records that metrics-collector has answered for
     * @param elasticsearch documents with their identifiers in the data stream, counted by Elasticsearch
     * @param search documents in the run's time, counted by log-indexer's search
     * @param sampled identifiers looked up one by one through log-indexer
     * @param found those of them that were found
     */
    record Documents(
            long expected,
            @Nullable Long elasticsearch,
            @Nullable Long search,
            int sampled,
            int found,
            @Nullable Spool spool) {}

    /** log-indexer's ledger since its spool began. */
    record Spool(long accepted, long indexed, long duplicate, long dead, long spooled) {

        boolean balanced() {
            return accepted == indexed + duplicate + dead + spooled;
        }
    }

    /** An address worth opening. */
    record Link(String name, URI uri) {}

    /** The figures that are missing or do not fit together, each in a sentence; empty when all is well. */
    List<String> missing() {
        List<String> missing = new ArrayList<>(troubles);
        checkSent(missing);
        checkUsage(missing);
        checkQuality(missing);
        if (run.expectations().incident()) {
            checkAlerts(missing);
        }
        checkDocuments(missing);
        return List.copyOf(missing);
    }

    private void checkSent(List<String> missing) {
        for (Played phase : run.phases()) {
            if (phase.sent() < phase.wanted()) {
                missing.add("phase " + phase.name() + ": " + phase.sent() + " of " + phase.wanted()
                        + " records sent before its time was over");
            }
        }
        if (sent.accepted() == 0) {
            missing.add("no record was accepted");
        }
        if (sent.undelivered() > 0) {
            missing.add(sent.undelivered() + " records could not be delivered");
        }
        if (sent.duplicates() < sent.repeats()) {
            missing.add(sent.repeats() + " records were sent twice, " + sent.duplicates() + " called duplicates");
        }
        if (sent.rejected() != sent.spoiled()) {
            missing.add(sent.spoiled() + " records were broken on purpose, " + sent.rejected() + " were rejected");
        }
        if (sent.surpriseCount() > 0) {
            missing.add(sent.surpriseCount() + " unexpected answers, first: "
                    + sent.surprises().getFirst());
        }
    }

    private void checkUsage(List<String> missing) {
        if (usage.isEmpty()) {
            missing.add("usage: no model");
        }
        long requests = usage.stream().mapToLong(Usage::requests).sum();
        if (requests < sent.accepted()) {
            missing.add("usage: " + requests + " requests, but " + sent.accepted() + " records were accepted");
        }
        long errors = usage.stream().mapToLong(Usage::errors).sum();
        if (errors < sent.errors()) {
            missing.add("usage: " + errors + " errors, but " + sent.errors() + " were sent");
        }
        for (Usage model : usage) {
            if (model.inputTokens() == 0) {
                missing.add("usage: no tokens of " + model.model());
            }
            if (run.expectations().cost() && (model.costUsd() == null || model.costUsd() <= 0)) {
                missing.add("usage: no cost of " + model.model());
            }
            boolean timed = latency.stream().anyMatch(line -> line.model().equals(model.model()) && line.complete());
            if (run.expectations().latency() && !timed) {
                missing.add("latency: no percentiles of " + model.model());
            }
        }
        for (Exposition exposition : expositions) {
            if (exposition.families() == 0) {
                missing.add("/metrics of " + exposition.service() + " is empty");
            } else if (!exposition.missing().isEmpty()) {
                missing.add(
                        "/metrics of " + exposition.service() + " lacks " + String.join(", ", exposition.missing()));
            }
        }
    }

    private void checkQuality(List<String> missing) {
        if (sent.responses() > 0 && (quality == null || quality.evaluated() == 0)) {
            missing.add("quality: no response was evaluated");
        }
        if (!run.expectations().drift()) {
            return;
        }
        if (drift == null || !drift.assessed()) {
            missing.add("drift: no verdict");
        } else if (run.expectations().incident() && drift.verdict().equals("stable")) {
            missing.add("drift: the incident did not show, the verdict is stable");
        }
    }

    private void checkAlerts(List<String> missing) {
        if (alerting.alerts().isEmpty()) {
            missing.add("alerts: none fired");
        } else if (alerting.alerts().stream().allMatch(alert -> alert.delivered() == null)) {
            missing.add("alerts: none was delivered");
        }
        for (Alert alert : alerting.alerts()) {
            if (alert.delivered() == null && !alert.suppressed()) {
                missing.add("alerts: " + alert.name() + " " + alert.labels() + " fired but was not delivered");
            }
        }
        if (alerting.groups().isEmpty()) {
            missing.add("alerts: no group was seen");
        }
        if (alerting.failed() > 0) {
            missing.add("alerts: " + alerting.failed() + " deliveries failed");
        }
    }

    private void checkDocuments(List<String> missing) {
        if (documents.elasticsearch() == null) {
            missing.add("documents: Elasticsearch gave no count");
        } else if (documents.elasticsearch() < documents.expected()) {
            missing.add("documents: " + documents.elasticsearch() + " in Elasticsearch, " + documents.expected()
                    + " were accepted");
        }
        if (documents.search() == null) {
            missing.add("documents: log-indexer's search gave no count");
        }
        if (documents.found() < documents.sampled()) {
            missing.add("documents: log-indexer found " + documents.found() + " of " + documents.sampled()
                    + " records looked up by request_id");
        }
        Spool spool = documents.spool();
        if (spool == null) {
            missing.add("spool: no figures");
        } else if (!spool.balanced()) {
            missing.add("spool: accepted " + spool.accepted() + " is not the sum of the others, " + spool);
        } else if (spool.dead() > 0) {
            missing.add("spool: " + spool.dead() + " records could not be indexed");
        }
    }
}
