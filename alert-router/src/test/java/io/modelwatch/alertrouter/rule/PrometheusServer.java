package io.modelwatch.alertrouter.rule;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/** The installed Prometheus, watching itself; tests that need it are skipped where it is missing. */
final class PrometheusServer implements AutoCloseable {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Process process;
    private final URI url;

    PrometheusServer(Path directory, Path rules) throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Path config = Files.writeString(directory.resolve("prometheus.yml"), """
                global: {scrape_interval: 1s, evaluation_interval: 1s, external_labels: {cluster: test}}
                rule_files: ['%s']
                scrape_configs:
                - job_name: prometheus
                  static_configs: [{targets: ['127.0.0.1:%d']}]
                """.formatted(rules, port));
        url = URI.create("http://127.0.0.1:" + port);
        try {
            process = new ProcessBuilder(
                            "prometheus",
                            "--config.file=" + config,
                            "--storage.tsdb.path=" + directory.resolve("data"),
                            "--web.listen-address=127.0.0.1:" + port,
                            "--web.external-url=http://router:9093/base",
                            "--web.route-prefix=/",
                            "--log.level=error")
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("prometheus.log").toFile())
                    .start();
        } catch (IOException e) {
            throw Assumptions.<RuntimeException>abort("prometheus is not installed: " + e.getMessage());
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> !process.isAlive() || get("/-/ready") != null);
        if (!process.isAlive()) {
            throw new IllegalStateException(Files.readString(directory.resolve("prometheus.log")));
        }
    }

    URI url() {
        return url;
    }

    String get(String path) throws IOException, InterruptedException {
        HttpResponse<String> response =
                CLIENT.send(HttpRequest.newBuilder(url.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(path + " answers " + response.statusCode());
        }
        return response.body();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit()
                .orTimeout(20, TimeUnit.SECONDS)
                .exceptionally(late -> process.destroyForcibly())
                .join();
    }
}
