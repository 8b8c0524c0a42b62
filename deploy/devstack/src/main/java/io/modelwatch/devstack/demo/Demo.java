package io.modelwatch.devstack.demo;

import io.modelwatch.devstack.demo.Figures.Alerting;
import io.modelwatch.devstack.demo.Figures.Documents;
import io.modelwatch.devstack.demo.Figures.Drift;
import io.modelwatch.devstack.demo.Figures.Expectations;
import io.modelwatch.devstack.demo.Figures.Played;
import io.modelwatch.devstack.demo.Figures.Run;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Feeds the four services, generated traffic with an incident in the middle or the records of files, and prints what
 * came out. Uses nothing but their HTTP endpoints.
 */
public final class Demo implements AutoCloseable {

    /** Everything is there. */
    public static final int COMPLETE = 0;
    /** A figure is missing or inconsistent. */
    public static final int INCOMPLETE = 1;
    /** The demo could not be played at all. */
    public static final int FAILED = 2;

    private static final double PAUSE_MS = 500;
    private static final Duration BASELINE_LIMIT = Duration.ofSeconds(10);
    private static final int ENOUGH_FOR_DRIFT = 400;

    private static final List<String> REQUEST_FAMILIES =
            List.of("llm_requests_total", "llm_tokens_generated_total", "llm_active_requests");

    /** The seed's families; each has a sample once requests and samples of the other layers came in. */
    private static final List<String> ALL_FAMILIES = List.of(
            "llm_requests_total",
            "llm_request_latency_ms",
            "llm_ttft_ms",
            "llm_tokens_generated_total",
            "llm_active_requests",
            "llm_gpu_utilization_percent",
            "llm_gpu_memory_used_gb",
            "llm_model_accuracy_percent");

    private final WebhookSink sink;
    private final Options options;
    private final PrintStream out;
    private final Timer timer;
    private final Instant start;
    private final Http http = new Http();
    private final Readback readback;
    private final GatewayClient client;
    private final Inquiry inquiry;
    private final Aftermath aftermath;
    private final AlertWatch alerts;
    private final DriftWatch drift = new DriftWatch();
    private Instant phaseStart;
    private boolean baseline;

    private Demo(Endpoints endpoints, WebhookSink sink, Options options, PrintStream out, Timer timer) {
        this.sink = sink;
        this.options = options;
        this.out = out;
        this.timer = timer;
        this.start = timer.now();
        this.phaseStart = start;
        this.readback = new Readback(http, endpoints);
        this.client = new GatewayClient(http, endpoints.metricsCollector(), timer);
        this.inquiry = new Inquiry(timer, Duration.ofMillis(Math.max(5, Math.round(PAUSE_MS / options.speed()))));
        this.aftermath =
                new Aftermath(endpoints, readback, inquiry, timer, start, Duration.ofSeconds(options.patience()));
        this.alerts = new AlertWatch(start);
    }

    /**
     * Plays the traffic, waits for what must come of it and prints the summary.
     *
     * @param sink the receiver that alert-router's configuration names
     * @return {@link #COMPLETE}, {@link #INCOMPLETE} or {@link #FAILED}
     */
    public static int run(Endpoints endpoints, WebhookSink sink, Options options, PrintStream out) {
        return run(endpoints, sink, options, out, Timer.system());
    }

    static int run(Endpoints endpoints, WebhookSink sink, Options options, PrintStream out, Timer timer) {
        try (Demo demo = new Demo(endpoints, sink, options, out, timer)) {
            Figures figures = options.replays() ? demo.replay() : demo.generated();
            demo.say("");
            out.print(Summary.render(figures, ZoneId.systemDefault()));
            out.flush();
            return figures.missing().isEmpty() ? COMPLETE : INCOMPLETE;
        } catch (IOException e) {
            out.println("The traffic could not be played: " + e.getMessage());
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            out.println("Interrupted.");
            return FAILED;
        }
    }

    @Override
    public void close() {
        http.close();
    }

    private Figures generated() throws IOException, InterruptedException {
        List<Phase> phases = Phase.standard(options.effectiveRate()).stream()
                .map(phase -> phase.faster(options.speed()))
                .toList();
        say(String.format(
                Locale.ROOT,
                "Run %s: %d phases, %,d records of generated traffic, seed %d",
                options.runId(),
                phases.size(),
                phases.stream().mapToInt(Phase::records).sum(),
                options.seed()));
        TrafficGenerator generator = new TrafficGenerator(Corpus.load(), options.runId(), options.seed());
        SampleFeed samples = new SampleFeed(options.seed());
        Feeder feeder = new Feeder(client, timer, options.seed(), true);
        List<Played> played = new ArrayList<>();
        for (Phase phase : phases) {
            phaseStart = timer.now();
            feed(samples, phase);
            played.add(feeder.play(
                    phase.name(),
                    phase.records(),
                    phase.rate(),
                    now -> generator.next(phase, now),
                    (name, elapsed, sent) -> {
                        report(name, elapsed, sent);
                        feed(samples, phase);
                    }));
            if (phase.name().equals(Phase.NORMAL)) {
                captureBaseline();
            }
        }
        return collect(played, new Expectations(true, true, true, true), ALL_FAMILIES);
    }

    private Figures replay() throws IOException, InterruptedException {
        try (ReplayFiles files = ReplayFiles.open(options.replay())) {
            Map<String, Integer> counts = files.counts();
            int lines = counts.values().stream().mapToInt(Integer::intValue).sum();
            double rate = options.effectiveRate() * options.speed();
            say(String.format(
                    Locale.ROOT,
                    "Run %s: %,d lines of %,d files, %.0f a second",
                    options.runId(),
                    lines,
                    files.files().size(),
                    rate));
            counts.forEach((source, count) -> say(String.format(Locale.ROOT, "  %,d lines of %s", count, source)));
            Feeder feeder = new Feeder(client, timer, options.seed(), false);
            List<Played> played = new ArrayList<>();
            int half = lines / 2;
            if (half > 0) {
                played.add(feeder.play("first half", half, rate, files::next, this::report));
                captureBaseline();
            }
            phaseStart = timer.now();
            played.add(feeder.play("second half", lines - half, rate, files::next, this::report));
            if (files.skipped() > 0) {
                say(files.skipped() + " lines left out: " + String.join("; ", files.complaints()));
            }
            boolean enough = client.counts().responses() >= ENOUGH_FOR_DRIFT;
            return collect(played, new Expectations(false, false, false, enough), REQUEST_FAMILIES);
        }
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }

    /** One line of progress; looks at the alerts and at the drift as it goes. */
    private void report(String phase, Duration elapsed, int sent) throws InterruptedException {
        aftermath.look(alerts);
        watchDrift();
        OptionalDouble p95 = inquiry.glance(() -> readback.currentP95("30s"));
        double seconds = Math.max(0.001, elapsed.toMillis() / 1000.0);
        say(String.format(
                Locale.ROOT,
                "  %-11s %4.0f s  %,6d records  %5.1f/s  %,5d errors so far  p95 %7s ms  alerts fired: %d",
                phase,
                seconds,
                sent,
                sent / seconds,
                client.counts().errors(),
                p95 == null || p95.isEmpty() ? "-" : String.format(Locale.ROOT, "%,.0f", p95.getAsDouble()),
                alerts.fired()));
    }

    private void feed(SampleFeed samples, Phase phase) throws InterruptedException {
        Http.Answer answer = inquiry.need("samples", () -> readback.postSamples(samples.next(phase, timer.now())));
        if (answer != null && answer.status() != 200) {
            inquiry.trouble("samples: " + answer.summary());
        }
    }

    /** Makes the phase that has just ended the baseline, once its responses are evaluated. */
    private void captureBaseline() throws InterruptedException {
        Instant end = timer.now();
        aftermath.waitForEvaluations(client.counts().responses());
        Duration patience = Duration.ofSeconds(options.patience());
        Http.Answer answer = inquiry.until(
                "baseline",
                patience.compareTo(BASELINE_LIMIT) < 0 ? patience : BASELINE_LIMIT,
                () -> readback.captureBaseline(options.runId(), phaseStart, end),
                reply -> reply.ok() || (reply.status() / 100 == 4 && reply.status() != 409));
        baseline = answer != null && answer.ok();
        if (baseline) {
            say("  baseline " + options.runId() + " captured");
        } else if (answer != null) {
            say("  no baseline: " + answer.summary());
            if (!options.replays()) {
                inquiry.trouble("baseline: " + answer.summary());
            }
        }
    }

    private void watchDrift() throws InterruptedException {
        if (baseline) {
            drift.saw(inquiry.glance(() -> readback.drift(options.runId(), driftWindow())));
        }
    }

    /** Half a minute, or longer where that would be too few responses to compare. */
    private String driftWindow() {
        double rate = options.effectiveRate() * options.speed();
        return Math.clamp((long) Math.ceil(120 / rate), 30, 3600) + "s";
    }

    private Figures collect(List<Played> played, Expectations expectations, List<String> families)
            throws InterruptedException {
        say("Waiting for what is still on its way: evaluations, documents"
                + (expectations.incident() ? ", notifications" : ""));
        Instant trafficEnd = timer.now();
        aftermath.waitForEvaluations(client.counts().responses());
        watchDrift();
        Drift atEnd = baseline
                ? inquiry.need("drift", () -> readback.drift(options.runId(), aftermath.windowSince(phaseStart)))
                : null;
        drift.saw(atEnd);
        Documents documents = aftermath.documents(client.acknowledged(), trafficEnd);
        if (expectations.incident()) {
            aftermath.waitForNotifications(alerts, sink);
        }
        Alerting alerting = aftermath.alerting(alerts, sink);
        var quality = inquiry.need("quality", () -> readback.quality(aftermath.window()));
        var usage = inquiry.need("usage", () -> readback.usage(aftermath.window()));
        var latency = inquiry.need("latency", () -> readback.latency(aftermath.window()));
        var expositions = aftermath.expositions(families);
        return new Figures(
                new Run(options.runId(), options.seed(), start, timer.now(), played, expectations),
                client.counts(),
                Aftermath.orEmpty(usage),
                Aftermath.orEmpty(latency),
                expositions,
                quality,
                drift.worst(),
                atEnd,
                alerting,
                documents,
                aftermath.links(sink),
                inquiry.troubles());
    }
}
