package io.modelwatch.alertrouter;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What a router needs around it: a receiver of webhooks, a metrics-collector whose answers the test sets, and files of
 * configuration that point to them. The test finds them by the system properties set here.
 */
public final class RouterResource implements QuarkusTestResourceLifecycleManager {

    private static final int NOT_FOUND = 404;

    static final String CONFIG = """
            global:
              resolve_timeout: 5m
            route:
              receiver: sink
              group_by: [alertname]
              group_wait: 1s
              group_interval: 1s
              repeat_interval: 1h
              routes:
              - matchers: [team="db"]
                receiver: db
                continue: true
              - matchers: [quiet="yes"]
                receiver: nobody
            receivers:
            - name: sink
              webhook_configs: [{url: '%s'}]
            - name: db
            - name: nobody
            inhibit_rules:
            - source_matchers: [severity="critical"]
              target_matchers: [severity="warning"]
              equal: [cluster]
            """;

    static final String RULES = """
            groups:
            - name: test
              interval: 1s
              rules:
              - alert: LLMHighLatency
                metric: request_latency_ms
                statistic: p95
                window: 30s
                by: [model]
                op: ">"
                threshold: 3000
                for: 2s
                labels: {severity: warning}
                annotations: {summary: 'P95 {{ $labels.model }} {{ $value }}'}
            """;

    private WebhookSink sink;
    private HttpServer collector;

    @Override
    public Map<String, String> start() {
        sink = new WebhookSink();
        AtomicReference<String> answer = new AtomicReference<>("{\"series\":[]}");
        try {
            collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            collector.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            collector.createContext("/", exchange -> {
                try (exchange) {
                    if ("PUT".equals(exchange.getRequestMethod())) {
                        answer.set(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                    }
                    byte[] body = answer.get().getBytes(StandardCharsets.UTF_8);
                    boolean there = body.length > 0;
                    exchange.getResponseHeaders().set("Content-Type", "application/json");
                    exchange.sendResponseHeaders(there ? 200 : NOT_FOUND, there ? body.length : -1);
                    if (there) {
                        exchange.getResponseBody().write(body);
                    }
                }
            });
            collector.start();
            Path directory = Files.createTempDirectory("alert-router");
            Path config = Files.writeString(directory.resolve("alertmanager.yml"), CONFIG.formatted(sink.url()));
            Path rules = Files.writeString(directory.resolve("rules.yml"), RULES);
            String collectorUrl = "http://127.0.0.1:" + collector.getAddress().getPort();
            System.setProperty("test.sink.url", sink.url());
            System.setProperty("test.collector.url", collectorUrl);
            System.setProperty("test.config.file", config.toString());
            return Map.of(
                    "alert-router.config-file",
                    config.toString(),
                    "alert-router.rule-files",
                    rules.toString(),
                    "quarkus.rest-client.metrics-collector.url",
                    collectorUrl,
                    "alert-router.rules.resend-delay",
                    "2s");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        sink.close();
        collector.stop(0);
    }

    /** Sets what metrics-collector answers from now on; nothing for 404. */
    static void collectorAnswers(String json) {
        io.restassured.RestAssured.given()
                .body(json)
                .put(URI.create(System.getProperty("test.collector.url") + "/answer"));
    }
}
