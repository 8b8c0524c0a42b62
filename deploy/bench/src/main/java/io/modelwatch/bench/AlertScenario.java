package io.modelwatch.bench;

import io.modelwatch.bench.Measurement.Subject;
import io.modelwatch.bench.Table.Target;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Alerts into alert-router and its database beside the same alerts into Alertmanager, on the same configuration. */
final class AlertScenario implements Bench.Scenario {

    private static final int BATCH = 100;
    private static final int CONNECTIONS = 4;

    /** Both routers read this; the alerts of {@link NotificationScenario} alone are told to anybody. */
    static String configuration(String sink) {
        return """
                route:
                  receiver: nobody
                  group_by: [alertname]
                  group_wait: 30s
                  group_interval: 5m
                  repeat_interval: 4h
                  routes:
                    - matchers: [bench="groups"]
                      receiver: sink
                      group_by: [instance]
                      group_wait: 1s
                receivers:
                  - name: nobody
                  - name: sink
                    webhook_configs:
                      - url: %s
                """.formatted(sink);
    }

    /** Alertmanager on a port of its own, where the machine has it. */
    static Optional<Subject> alertmanager(Bench bench, String name) throws IOException {
        Optional<String> program = Processes.installed("prometheus-alertmanager");
        if (program.isEmpty()) {
            bench.table().note("Alertmanager is not installed (apt-get install prometheus-alertmanager).");
            return Optional.empty();
        }
        int port = Processes.freePort();
        Path data = Files.createTempDirectory(bench.folder(), name);
        long pid = bench.peers()
                .start(
                        name,
                        List.of(
                                program.get(),
                                "--config.file=" + bench.folder().resolve("config/alertmanager.yml"),
                                "--storage.path=" + data,
                                "--web.listen-address=127.0.0.1:" + port,
                                "--cluster.listen-address="));
        Processes.awaitPort(port);
        return Optional.of(new Subject("Alertmanager", URI.create("http://127.0.0.1:" + port), () -> List.of(pid)));
    }

    @Override
    public void run(Bench bench) throws IOException {
        List<Subject> subjects = new ArrayList<>();
        subjects.add(bench.stack().subject("alert-router", true));
        alertmanager(bench, "alertmanager").ifPresent(subjects::add);

        List<List<Measurement>> resends = new ArrayList<>();
        for (int active : new int[] {2_500, 10_000, 40_000}) {
            bench.say(active + " active alerts sent again");
            List<Measurement> row = new ArrayList<>();
            for (Subject subject : subjects) {
                int batches = active / BATCH;
                row.add(Measurement.of(
                        subject,
                        CONNECTIONS,
                        batches * 3L,
                        bench.count(active == 10_000 ? 400 : 200),
                        BATCH,
                        n -> alerts(subject.url(), "active" + active, (int) (n % batches), n / batches)));
            }
            resends.add(row);
            section(
                    bench,
                    active + " active alerts sent again in batches of 100, the database included",
                    row,
                    "ratio to Alertmanager",
                    1);
        }
        if (subjects.size() == 2) {
            bench.table()
                    .note("CPU an alert at 2,500, 10,000 and 40,000 active: ours " + growth(resends, 0)
                            + "; Alertmanager " + growth(resends, 1) + " s per million.");
        }

        bench.say("new alerts");
        List<Measurement> fresh = new ArrayList<>();
        String run = Long.toString(System.nanoTime(), 36);
        for (Subject subject : subjects) {
            fresh.add(Measurement.of(
                    subject,
                    CONNECTIONS,
                    50,
                    bench.count(100),
                    BATCH,
                    n -> alerts(subject.url(), "fresh" + run, (int) n, 0)));
        }
        section(
                bench,
                "New alerts, durable when answered (Alertmanager keeps them in memory)",
                fresh,
                "ratio to Alertmanager",
                2);

        for (String path : List.of(
                "/api/v2/alerts?filter=set%3D%22active10000%22",
                "/api/v2/alerts/groups?filter=set%3D%22active10000%22")) {
            bench.say("GET " + path);
            List<Measurement> reads = new ArrayList<>();
            for (Subject subject : subjects) {
                reads.add(Measurement.of(
                        subject,
                        1,
                        10,
                        20,
                        1,
                        n -> Load.request("GET", subject.url().resolve(path), "", new byte[0])));
            }
            List<Target> targets = reads.size() < 2
                    ? List.of()
                    : List.of(Target.atMost(
                            "ratio of p50 to Alertmanager",
                            reads.get(0).p50() / reads.get(1).p50(),
                            1));
            bench.table().section("GET " + path.replaceAll("\\?.*", "") + " of 10,000", reads, targets);
        }
    }

    private static String growth(List<List<Measurement>> rows, int subject) {
        return String.join(
                ", ",
                rows.stream()
                        .map(row -> Table.number(row.get(subject).cpuPerMillion()))
                        .toList());
    }

    private static void section(Bench bench, String title, List<Measurement> rows, String ratio, double bound) {
        List<Target> targets = rows.size() < 2
                ? List.of()
                : List.of(Target.atMost(
                        ratio, rows.get(0).cpuPerMillion() / rows.get(1).cpuPerMillion(), bound));
        bench.table().section(title, rows, targets);
    }

    /** One hundred alerts as Prometheus sends them: the same start, an end that moves on with every round. */
    private static byte[] alerts(URI server, String set, int batch, long round) {
        Instant start = Instant.now().minusSeconds(600);
        String end = Instant.now().plusSeconds(300 + round * 15).toString();
        String began =
                Instant.ofEpochSecond(start.getEpochSecond() / 3600 * 3600).toString();
        StringBuilder body = new StringBuilder("[");
        for (int i = 0; i < BATCH; i++) {
            int n = batch * BATCH + i;
            body.append(i == 0 ? "" : ",")
                    .append("{\"labels\":{\"alertname\":\"HighLatency")
                    .append(n % 20)
                    .append("\",\"set\":\"")
                    .append(set)
                    .append("\",\"instance\":\"10.0.")
                    .append(n / 250)
                    .append('.')
                    .append(n % 250)
                    .append(":8000\",\"model\":\"model-")
                    .append(n % 50)
                    .append(
                            "\",\"severity\":\"warning\",\"cluster\":\"eu-1\"},\"annotations\":{\"summary\":\"p99 latency")
                    .append(" of the model is above its threshold\",\"description\":\"The 99th percentile over five")
                    .append(" minutes was above 5 s on this instance.\"},\"startsAt\":\"")
                    .append(began)
                    .append("\",\"endsAt\":\"")
                    .append(end)
                    .append("\",\"generatorURL\":\"http://prometheus:9090/graph?g0.expr=histogram_quantile\"}");
        }
        return Load.request(
                "POST",
                server.resolve("/api/v2/alerts"),
                "application/json",
                body.append(']').toString().getBytes(StandardCharsets.UTF_8));
    }
}
