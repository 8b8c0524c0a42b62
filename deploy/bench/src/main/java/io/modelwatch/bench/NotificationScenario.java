package io.modelwatch.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.modelwatch.bench.Measurement.Subject;
import io.modelwatch.bench.Table.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A thousand groups that begin at once: when is the last one told, and is any told twice. */
final class NotificationScenario implements Bench.Scenario {

    private static final int GROUPS = 1_000;
    private static final int PORT = Processes.freePort();

    /** Where both routers send; the configuration is written before either starts. */
    static final String SINK = "http://127.0.0.1:" + PORT + "/";

    @Override
    public void run(Bench bench) throws IOException {
        Map<String, AtomicInteger> told = new ConcurrentHashMap<>();
        AtomicLong last = new AtomicLong();
        ObjectMapper json = new ObjectMapper();
        HttpServer sink = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT), 1024);
        sink.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        sink.createContext("/", exchange -> {
            String key =
                    json.readTree(exchange.getRequestBody()).path("groupKey").asText();
            told.computeIfAbsent(key, ignored -> new AtomicInteger()).incrementAndGet();
            last.set(System.nanoTime());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        sink.start();
        try {
            StringBuilder text = new StringBuilder();
            Optional<Subject> alertmanager = AlertScenario.alertmanager(bench, "alertmanager-groups");
            for (Subject subject : alertmanager
                    .map(peer -> List.of(bench.stack().subject("alert-router", true), peer))
                    .orElseGet(() -> List.of(bench.stack().subject("alert-router", true)))) {
                bench.say("1,000 groups of " + subject.name());
                told.clear();
                Usage before = Usage.of(subject.processes().get());
                long start = System.nanoTime();
                Load.run(subject.url(), 1, 1, n -> alerts(subject.url()));
                long end = start + Duration.ofSeconds(60).toNanos();
                while (told.size() < GROUPS && System.nanoTime() < end) {
                    Processes.pause(20);
                }
                double seconds = (last.get() - start) / 1e9;
                // A second telling would come by now.
                Processes.pause(3_000);
                double cpu = Usage.of(subject.processes().get()).cpuSeconds() - before.cpuSeconds();
                int twice = (int)
                        told.values().stream().filter(count -> count.get() > 1).count();
                text.append(
                        "\n- %s: %d of %d groups told, the last %s s after the alerts came (group_wait is 1 s), %d twice, %s CPU s"
                                .formatted(
                                        subject.name(),
                                        told.size(),
                                        GROUPS,
                                        Table.number(seconds),
                                        twice,
                                        Table.number(cpu)));
                if (!subject.name().equals("Alertmanager")) {
                    text.append("\n- ")
                            .append(Target.atMost("s after group_wait", seconds - 1, 2))
                            .append("\n- ")
                            .append(Target.atMost("groups told twice", twice, 0));
                }
            }
            bench.table().note("\n### A thousand groups at once\n" + text);
        } finally {
            sink.stop(0);
        }
    }

    private static byte[] alerts(URI server) {
        StringBuilder body = new StringBuilder("[");
        String run = Long.toString(System.nanoTime(), 36);
        for (int i = 0; i < GROUPS; i++) {
            body.append(i == 0 ? "" : ",")
                    .append("{\"labels\":{\"alertname\":\"GroupTold\",\"bench\":\"groups\",\"instance\":\"")
                    .append(run)
                    .append('-')
                    .append(i)
                    .append("\"},\"annotations\":{\"summary\":\"one of a thousand\"}}");
        }
        return Load.request(
                "POST",
                server.resolve("/api/v2/alerts"),
                "application/json",
                body.append(']').toString().getBytes(StandardCharsets.UTF_8));
    }
}
