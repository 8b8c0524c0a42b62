package io.modelwatch.bench;

import io.modelwatch.bench.Measurement.Subject;
import io.modelwatch.bench.Table.Target;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Logs into log-indexer, fsynced and redacted, beside rsyslog; both deliver to a stub that only counts. */
final class LogScenario implements Bench.Scenario {

    private static final int BATCH = 500;

    @Override
    public void run(Bench bench) throws IOException {
        Path folder = Files.createTempDirectory(bench.folder(), "logs");
        try (CountingElasticsearch stub = new CountingElasticsearch()) {
            Subject ours = logIndexer(bench, folder, stub);

            bench.say("_bulk of 500");
            long warmUp = bench.count(200);
            long count = bench.count(400);
            long start = System.nanoTime();
            Measurement bulk = Measurement.of(ours, 4, warmUp, count, BATCH, n -> bulk(ours.url(), n));
            long sent = (warmUp + count) * BATCH;
            double drained = await(stub, sent, start);

            bench.say("single records");
            Measurement single =
                    Measurement.of(ours, 32, bench.count(10_000), bench.count(30_000), 1, n -> single(ours.url(), n));
            bench.table()
                    .section(
                            "_bulk of 500 × 1 KB into log-indexer: parsed, redacted, fsynced, delivered",
                            List.of(bulk),
                            List.of(
                                    Target.atLeast("records a second", bulk.rate(), 25_000),
                                    Target.atMost("CPU s per million", bulk.cpuPerMillion(), 60)));
            bench.table()
                    .note(
                            "Delivered to the stub: %s records in %s s from the first byte, warm-up included (%s a second)."
                                    .formatted(
                                            Table.number((double) sent),
                                            Table.number(drained),
                                            Table.number(sent / drained)));
            bench.table()
                    .section(
                            "Single records over 32 connections",
                            List.of(single),
                            List.of(
                                    Target.atLeast("records a second", single.rate(), 4_000),
                                    Target.atMost("p99 ms", single.p99(), 50)));
            rsyslog(bench, folder, stub, bulk);
        }
    }

    private static double await(CountingElasticsearch stub, long documents, long start) {
        long end = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        while (stub.documents() < documents && System.nanoTime() < end) {
            Processes.pause(20);
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private static Subject logIndexer(Bench bench, Path folder, CountingElasticsearch stub) throws IOException {
        int port = Processes.freePort();
        String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
        long pid = bench.peers()
                .start(
                        "log-indexer",
                        List.of(
                                java,
                                "-Xmx512m",
                                "-Dquarkus.profile=prod",
                                "-Dquarkus.http.host=127.0.0.1",
                                "-Dquarkus.http.port=" + port,
                                "-Dmodelwatch.security=off",
                                "-Dquarkus.elasticsearch.hosts=127.0.0.1:" + stub.port(),
                                "-Dlog-indexer.spool.directory=" + folder.resolve("spool"),
                                "-jar",
                                bench.root()
                                        .resolve("log-indexer/target/quarkus-app/quarkus-run.jar")
                                        .toString()));
        Processes.awaitPort(port);
        return new Subject("log-indexer", URI.create("http://127.0.0.1:" + port), () -> List.of(pid));
    }

    /** Whether rsyslog's module for Elasticsearch is in its folder, which has the architecture in its name. */
    private static boolean hasModule() throws IOException {
        try (Stream<Path> found =
                Files.find(Path.of("/usr/lib"), 3, (path, attributes) -> path.endsWith("rsyslog/omelasticsearch.so"))) {
            return found.findFirst().isPresent();
        }
    }

    /** The same lines, read from a file by rsyslog and sent to the same stub. */
    private static void rsyslog(Bench bench, Path folder, CountingElasticsearch stub, Measurement ours)
            throws IOException {
        var program = Processes.installed("rsyslogd");
        if (program.isEmpty() || !hasModule()) {
            bench.table().note("rsyslog with omelasticsearch is not installed.");
            return;
        }
        bench.say("rsyslog");
        long records = ours.events();
        Path input = folder.resolve("input.log");
        List<String> lines = new ArrayList<>();
        for (long n = 0; n < records; n++) {
            lines.add(document(n));
        }
        Files.write(input, lines);
        Path configuration = folder.resolve("rsyslog.conf");
        Files.writeString(configuration, """
                global(workDirectory="%s" maxMessageSize="64k")
                module(load="imfile" mode="polling" pollingInterval="1")
                module(load="omelasticsearch")
                module(load="mmjsonparse")
                template(name="document" type="list") { property(name="$!all-json-plain") }
                input(type="imfile" File="%s" Tag="llm" ruleset="ship")
                ruleset(name="ship" queue.type="LinkedList" queue.size="100000" queue.dequeueBatchSize="500") {
                  action(type="mmjsonparse" cookie="")
                  action(type="omelasticsearch" server="127.0.0.1" serverport="%d" template="document"
                    searchIndex="logs" searchType="" bulkmode="on" retryfailures="on" action.resumeRetryCount="-1"
                    errorFile="%s")
                }
                """.formatted(folder, input, stub.port(), folder.resolve("rsyslog.err")));
        long before = stub.documents();
        long start = System.nanoTime();
        long pid =
                bench.peers().start("rsyslog", List.of(program.get(), "-n", "-iNONE", "-f", configuration.toString()));
        double seconds = await(stub, before + records, start);
        long arrived = stub.documents() - before;
        Usage usage = Usage.of(List.of(pid));
        double perMillion = usage.cpuSeconds() / Math.max(1, arrived) * 1e6;
        bench.table()
                .section(
                        "rsyslog (imfile, mmjsonparse, omelasticsearch) into the same stub, no promise on disk",
                        List.of(new Measurement(
                                "rsyslog",
                                arrived,
                                arrived / seconds,
                                perMillion,
                                0,
                                0,
                                0,
                                usage.residentMegabytes(),
                                records - arrived)),
                        List.of());
        bench.table()
                .note("CPU of log-indexer by that of rsyslog: " + Table.number(ours.cpuPerMillion() / perMillion)
                        + ".");
    }

    /** About a kilobyte, with an address and a number that redaction finds. */
    private static String document(long n) {
        return ("{\"timestamp\":\"%s\",\"level\":\"INFO\",\"event\":\"llm_request_completed\",\"request_id\":\"b-%d\",\"model\":\"qwen-max\","
                        + "\"service\":\"gateway\",\"input_tokens\":%d,\"output_tokens\":%d,\"latency_ms\":%d,\"status\":\"success\","
                        + "\"prompt\":\"Please write to maria.lopez%d@example.com about the order and mention that the parcel"
                        + " leaves on Monday. 请用中文写一封简短的邮件，说明包裹将于周一发出，收件人电话 13800138000。 Keep it short,"
                        + " friendly and without a table; name the day twice and close with thanks.\",\"response\":\"Dear customer,"
                        + " your parcel leaves on Monday. We send the number of the shipment as soon as the carrier has it, and"
                        + " on Monday evening you can follow it on the page of the carrier. Thank you for your patience.\\n\\n"
                        + "尊敬的客户：您的包裹将于周一发出。承运方揽收后我们会第一时间发送运单号，周一晚间即可在承运方页面查询物流进度。感谢您的耐心等待。\"}")
                .formatted(Instant.now(), n, 200 + n % 100, 20 + n % 50, 100 + n % 3000, n % 1000);
    }

    private static byte[] bulk(URI server, long n) {
        StringBuilder body = new StringBuilder(BATCH * 1100);
        for (int i = 0; i < BATCH; i++) {
            body.append("{\"create\":{}}\n").append(document(n * BATCH + i)).append('\n');
        }
        return Load.request(
                "POST",
                server.resolve("/logs-llm-default/_bulk"),
                "application/x-ndjson",
                body.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] single(URI server, long n) {
        return Load.request(
                "POST",
                server.resolve("/api/v1/logs"),
                "application/json",
                document(10_000_000 + n).getBytes(StandardCharsets.UTF_8));
    }
}
