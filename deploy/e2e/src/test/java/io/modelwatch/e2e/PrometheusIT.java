package io.modelwatch.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelwatch.devstack.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus scrapes the services and sends its alerts to alert-router. */
@ExtendWith(SharedStack.class)
class PrometheusIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> SERVICES =
            List.of("alert-router", "log-indexer", "metrics-collector", "quality-evaluator");

    private final RunningStack stack;

    @TempDir
    private Path folder;

    private URI url;
    private Process process;

    PrometheusIT(RunningStack stack) {
        this.stack = stack;
    }

    @BeforeEach
    void startPrometheus() throws IOException {
        int port = Ports.free();
        url = URI.create("http://127.0.0.1:" + port);
        StringBuilder jobs = new StringBuilder();
        for (String service : SERVICES) {
            jobs.append("  - job_name: ").append(service).append('\n');
            jobs.append("    static_configs: [{targets: ['")
                    .append(stack.url(service).getAuthority())
                    .append("']}]\n");
        }
        Files.writeString(folder.resolve("prometheus.yml"), """
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                rule_files: [rules.yml]
                alerting:
                  alertmanagers:
                    - api_version: v2
                      static_configs: [{targets: ['%s']}]
                scrape_configs:
                %s""".formatted(
                        stack.url("alert-router").getAuthority(), jobs));
        Files.writeString(folder.resolve("rules.yml"), """
                groups:
                  - name: e2e
                    rules:
                      - alert: RequestsSeen
                        expr: sum by (model) (llm_requests_total{model="e2e-scraped"}) > 0
                        labels: {severity: info}
                        annotations: {summary: "{{ $labels.model }} has {{ $value }} requests"}
                """);
        try {
            process = new ProcessBuilder(
                            "prometheus",
                            "--config.file=" + folder.resolve("prometheus.yml"),
                            "--storage.tsdb.path=" + folder.resolve("data"),
                            "--enable-feature=exemplar-storage,native-histograms",
                            "--web.listen-address=127.0.0.1:" + port)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("prometheus.log").toFile())
                    .start();
        } catch (IOException e) {
            Assumptions.abort("prometheus is not installed: " + e.getMessage());
        }
    }

    @AfterEach
    void stopPrometheus() throws InterruptedException {
        if (process != null) {
            process.destroy();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    @Test
    void everyServiceIsScrapedAndAlertsOfPrometheusAreDelivered() throws Exception {
        // Given
        RunningStack.Answer posted = stack.post(
                "metrics-collector",
                "/api/v1/requests",
                Gateway.record("scraped-" + System.nanoTime(), "e2e-scraped", 420));
        assertEquals(200, posted.status(), posted.body());

        // Then: all four are up, and what they say is what was posted
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
            Set<String> up = new TreeSet<>();
            query("up == 1").forEach(series -> up.add(series.at("/metric/job").asText()));
            assertEquals(Set.copyOf(SERVICES), up);
        });
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertEquals(
                        1,
                        query("llm_requests_total{model=\"e2e-scraped\",status=\"success\"} > 0")
                                .size()));
        JsonNode native95 = query("histogram_quantile(0.95, llm_request_latency_ms)");
        assertTrue(!native95.isEmpty(), "native histograms by protobuf: " + native95);

        // Then: the alert of Prometheus is at the webhook
        await().atMost(PATIENCE).untilAsserted(() -> {
            boolean delivered = false;
            for (JsonNode notification : stack.notifications()) {
                for (JsonNode alert : notification.at("/notification/alerts")) {
                    delivered |= alert.at("/labels/alertname").asText().equals("RequestsSeen")
                            && alert.at("/annotations/summary").asText().startsWith("e2e-scraped has ");
                }
            }
            assertTrue(delivered);
        });
    }

    private JsonNode query(String expression) {
        RunningStack.Answer answer =
                stack.get(url.resolve("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8)));
        return answer.json().at("/data/result");
    }
}
