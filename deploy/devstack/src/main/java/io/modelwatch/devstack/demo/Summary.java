package io.modelwatch.devstack.demo;

import io.modelwatch.devstack.demo.Figures.Alert;
import io.modelwatch.devstack.demo.Figures.Detector;
import io.modelwatch.devstack.demo.Figures.Documents;
import io.modelwatch.devstack.demo.Figures.Drift;
import io.modelwatch.devstack.demo.Figures.Exposition;
import io.modelwatch.devstack.demo.Figures.Feature;
import io.modelwatch.devstack.demo.Figures.Group;
import io.modelwatch.devstack.demo.Figures.Latency;
import io.modelwatch.devstack.demo.Figures.Link;
import io.modelwatch.devstack.demo.Figures.Played;
import io.modelwatch.devstack.demo.Figures.Quality;
import io.modelwatch.devstack.demo.Figures.Rule;
import io.modelwatch.devstack.demo.Figures.Spool;
import io.modelwatch.devstack.demo.Figures.Usage;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Figures as plain text for a terminal. */
final class Summary {

    private static final String NONE = "-";

    private final Figures figures;
    private final DateTimeFormatter clock;
    private final List<String> lines = new ArrayList<>();

    private Summary(Figures figures, ZoneId zone) {
        this.figures = figures;
        this.clock = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(zone);
    }

    /** The summary, its lines separated by {@code \n}, with times of day of the given zone. */
    static String render(Figures figures, ZoneId zone) {
        Summary summary = new Summary(figures, zone);
        summary.head();
        summary.usage();
        summary.latency();
        summary.quality();
        summary.drift();
        summary.alerts();
        summary.documents();
        summary.expositions();
        summary.links();
        summary.verdict();
        return String.join("\n", summary.lines) + "\n";
    }

    private void head() {
        Figures.Run run = figures.run();
        lines.add("What came out of run " + run.id() + " (seed " + run.seed() + ", " + clock.format(run.start())
                + " to " + clock.format(run.end()) + ", " + run.duration().toSeconds() + " s)");
        TextTable phases = new TextTable("phase", "seconds", "records", "a second", "errors");
        for (Played phase : run.phases()) {
            phases.row(
                    phase.name(),
                    decimal(seconds(phase.duration()), 1),
                    whole(phase.sent()),
                    decimal(phase.sent() / Math.max(0.001, seconds(phase.duration())), 1),
                    whole(phase.errors()));
        }
        lines.addAll(phases.lines());
        SendCounts sent = figures.sent();
        lines.add("  " + whole(sent.sent()) + " records sent in " + whole(sent.requests()) + " requests ("
                + whole(sent.gzipped()) + " gzipped, " + whole(sent.retries()) + " sent again after a 503): "
                + whole(sent.accepted()) + " accepted, " + whole(sent.duplicates()) + " duplicate ("
                + whole(sent.repeats()) + " on purpose), " + whole(sent.rejected()) + " rejected ("
                + whole(sent.spoiled()) + " on purpose)");
    }

    private void usage() {
        title("Requests, tokens and cost by model");
        TextTable table = new TextTable(
                "model", "requests", "errors", "error %", "input tokens", "output tokens", "cached", "cost USD");
        for (Usage model : figures.usage()) {
            row(table, model);
        }
        if (figures.usage().size() > 1) {
            row(table, total());
        }
        lines.addAll(table.lines());
    }

    private static void row(TextTable table, Usage usage) {
        table.row(
                usage.model(),
                whole(usage.requests()),
                whole(usage.errors()),
                percent(usage.errors(), usage.requests()),
                whole(usage.inputTokens()),
                whole(usage.outputTokens()),
                whole(usage.cachedTokens()),
                decimal(usage.costUsd(), 4));
    }

    private Usage total() {
        List<Usage> all = figures.usage();
        boolean priced = all.stream().anyMatch(usage -> usage.costUsd() != null);
        double cost = all.stream()
                .map(Usage::costUsd)
                .mapToDouble(value -> value == null ? 0 : value)
                .sum();
        return new Usage(
                "all",
                all.stream().mapToLong(Usage::requests).sum(),
                all.stream().mapToLong(Usage::errors).sum(),
                all.stream().mapToLong(Usage::inputTokens).sum(),
                all.stream().mapToLong(Usage::outputTokens).sum(),
                all.stream().mapToLong(Usage::cachedTokens).sum(),
                priced ? cost : null);
    }

    private void latency() {
        title("Latency by model, milliseconds");
        if (figures.latency().isEmpty()) {
            lines.add("  no record had one");
            return;
        }
        TextTable table = new TextTable("model", "count", "P50", "P95", "P99");
        for (Latency model : figures.latency()) {
            table.row(
                    model.model(),
                    whole(model.count()),
                    decimal(model.p50(), 0),
                    decimal(model.p95(), 0),
                    decimal(model.p99(), 0));
        }
        lines.addAll(table.lines());
    }

    private void quality() {
        Quality quality = figures.quality();
        title("Quality of the responses");
        if (quality == null) {
            lines.add("  " + NONE);
            return;
        }
        lines.add("  " + whole(quality.evaluated()) + " responses evaluated in the last " + quality.window()
                + ", combined score " + decimal(quality.score(), 3));
        TextTable table = new TextTable("detector", "assessed", "flagged", "flagged %", "mean score");
        for (Detector detector : quality.detectors()) {
            table.row(
                    detector.name(),
                    whole(detector.assessed()),
                    whole(detector.flagged()),
                    percent(detector.flagged(), detector.assessed()),
                    decimal(detector.mean(), 3));
        }
        lines.addAll(table.lines());
    }

    private void drift() {
        title("Drift");
        Drift worst = figures.drift();
        if (worst == null) {
            lines.add("  " + NONE);
            return;
        }
        lines.add("  against baseline " + worst.baseline() + ": " + worst.verdict() + " at worst (window "
                + worst.window() + "), " + verdict(figures.driftAtEnd()) + " at the end");
        TextTable table = new TextTable("feature", "PSI", "verdict<", "baseline", "window");
        for (Feature feature : worst.features()) {
            table.row(
                    feature.name(),
                    decimal(feature.psi(), 3),
                    feature.verdict(),
                    whole(feature.baselineCount()),
                    whole(feature.currentCount()));
        }
        lines.addAll(table.lines());
    }

    private static String verdict(@Nullable Drift drift) {
        return drift == null ? "unknown" : drift.verdict();
    }

    private void alerts() {
        Figures.Alerting alerting = figures.alerting();
        title("Alerts");
        if (alerting.alerts().isEmpty()) {
            lines.add("  none fired");
        } else {
            TextTable table = new TextTable("alert", "labels<", "fired<", "delivered<", "end delivered<");
            for (Alert alert : alerting.alerts()) {
                table.row(
                        alert.name(),
                        labels(alert.labels()),
                        time(alert.fired(), NONE),
                        delivered(alert),
                        time(alert.resolved(), alert.active() ? "still firing" : NONE));
            }
            lines.addAll(table.lines());
        }
        for (Group group : alerting.groups()) {
            lines.add("  group " + labels(group.labels()) + " to receiver " + group.receiver() + ": " + group.alerts()
                    + (group.alerts() == 1 ? " alert" : " alerts"));
        }
        if (!alerting.rules().isEmpty()) {
            lines.add("  rules: "
                    + alerting.rules().stream()
                            .collect(Collectors.groupingBy(Rule::state, java.util.TreeMap::new, Collectors.counting()))
                            .entrySet()
                            .stream()
                            .map(state -> state.getValue() + " " + state.getKey())
                            .collect(Collectors.joining(", ")));
        }
        lines.add("  notifications: " + alerting.received() + " received by the webhook sink; alert-router delivered "
                + alerting.delivered() + ", failed " + alerting.failed());
    }

    private void documents() {
        Documents documents = figures.documents();
        title("Documents");
        TextTable table = new TextTable("where", "count");
        table.row("records accepted", whole(documents.expected()));
        table.row("documents with their ids in Elasticsearch", whole(documents.elasticsearch()));
        table.row("documents of the run's time by log-indexer's search", whole(documents.search()));
        table.row("looked up by request_id / found", documents.sampled() + " / " + documents.found());
        lines.addAll(table.lines());
        Spool spool = documents.spool();
        lines.add("  spool: "
                + (spool == null
                        ? NONE
                        : "accepted " + whole(spool.accepted()) + (spool.balanced() ? " = " : " ≠ ") + "indexed "
                                + whole(spool.indexed()) + " + duplicate " + whole(spool.duplicate()) + " + dead "
                                + whole(spool.dead()) + " + spooled " + whole(spool.spooled())));
    }

    private void expositions() {
        title("Metric families at /metrics");
        TextTable table = new TextTable("service", "families", "missing<");
        for (Exposition exposition : figures.expositions()) {
            table.row(
                    exposition.service(),
                    whole(exposition.families()),
                    exposition.missing().isEmpty() ? NONE : String.join(", ", exposition.missing()));
        }
        lines.addAll(table.lines());
    }

    private void links() {
        title("To open");
        int width = figures.links().stream()
                .mapToInt(link -> TextTable.width(link.name()))
                .max()
                .orElse(0);
        for (Link link : figures.links()) {
            lines.add("  " + link.name() + " ".repeat(width - TextTable.width(link.name())) + "  " + link.uri());
        }
    }

    private void verdict() {
        List<String> missing = figures.missing();
        lines.add("");
        if (missing.isEmpty()) {
            lines.add("All figures are there and fit together.");
            return;
        }
        lines.add("Missing or inconsistent:");
        missing.forEach(line -> lines.add("  - " + line));
    }

    private void title(String text) {
        lines.add("");
        lines.add(text);
    }

    /** The time of day and the seconds since the run began. */
    private String time(@Nullable Instant time, String otherwise) {
        if (time == null) {
            return otherwise;
        }
        long since = Duration.between(figures.run().start(), time).toSeconds();
        return clock.format(time) + " (" + (since < 0 ? "" : "+") + since + " s)";
    }

    /** An inhibited or silenced alert is delivered when that ends, or never. */
    private String delivered(Alert alert) {
        if (!alert.suppressed()) {
            return time(alert.delivered(), NONE);
        }
        return alert.delivered() == null ? "suppressed" : time(alert.delivered(), NONE) + ", suppressed before";
    }

    private static String labels(Map<String, String> labels) {
        return labels.entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(" ", "{", "}"));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static String whole(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String whole(@Nullable Long value) {
        return value == null ? NONE : whole(value.longValue());
    }

    private static String decimal(@Nullable Double value, int places) {
        return value == null ? NONE : String.format(Locale.ROOT, "%,." + places + "f", value);
    }

    private static String percent(long part, long whole) {
        return whole == 0 ? NONE : String.format(Locale.ROOT, "%.1f", 100.0 * part / whole);
    }
}
