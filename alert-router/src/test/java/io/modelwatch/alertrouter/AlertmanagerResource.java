package io.modelwatch.alertrouter;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The installed Alertmanager with the configuration that the service has too; its webhooks go on to the service that the
 * test names by the system property test.router.url. The test finds it by test.alertmanager.url, which is empty where it
 * is not installed.
 */
public final class AlertmanagerResource implements QuarkusTestResourceLifecycleManager {

    private static final String CONFIG = """
            route:
              receiver: team
              group_by: [alertname]
              group_wait: 1s
              group_interval: 2s
              repeat_interval: 1h
              routes:
              - matchers: [severity="critical"]
                receiver: page
            receivers:
            - name: team
              webhook_configs: [{url: '%1$s'}]
            - name: page
              webhook_configs: [{url: '%1$s'}]
            inhibit_rules:
            - source_matchers: [severity="critical"]
              target_matchers: [severity="warning"]
              equal: [cluster]
            """;

    private @Nullable Process process;
    private @Nullable HttpServer relay;

    private static void relay(HttpExchange exchange) throws IOException {
        try (exchange) {
            int status = io.restassured.RestAssured.given()
                    .contentType(io.restassured.http.ContentType.JSON)
                    .body(exchange.getRequestBody().readAllBytes())
                    .post(System.getProperty("test.router.url") + "api/v1/shadow/notifications")
                    .statusCode();
            exchange.sendResponseHeaders(status, -1);
        }
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public Map<String, String> start() {
        try {
            Path directory = Files.createTempDirectory("alertmanager");
            int port = free();
            int cluster = free();
            relay = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            relay.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            relay.createContext("/", AlertmanagerResource::relay);
            relay.start();
            Path config = Files.writeString(
                    directory.resolve("alertmanager.yml"),
                    CONFIG.formatted("http://127.0.0.1:" + relay.getAddress().getPort() + "/"));
            Map<String, String> settings = new HashMap<>();
            settings.put("alert-router.config-file", config.toString());
            settings.put("alert-router.silences.max-duration", "30d");
            settings.put("alert-router.silences.max-affected-alerts", "3");
            settings.put("alert-router.silences.require-equality", "true");
            settings.put("alert-router.shadow.alertmanager-url", "http://127.0.0.1:" + port);
            System.setProperty("test.alertmanager.url", "");
            try {
                process = new ProcessBuilder(
                                "prometheus-alertmanager",
                                "--config.file=" + config,
                                "--storage.path=" + directory.resolve("data"),
                                "--web.listen-address=127.0.0.1:" + port,
                                "--cluster.listen-address=127.0.0.1:" + cluster,
                                "--log.level=error")
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("log").toFile())
                        .start();
                System.setProperty("test.alertmanager.url", "http://127.0.0.1:" + port);
            } catch (IOException e) {
                // Tests that need it say so.
                process = null;
            }
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        if (relay != null) {
            relay.stop(0);
        }
        if (process != null) {
            process.destroy();
            process.onExit()
                    .orTimeout(20, TimeUnit.SECONDS)
                    .exceptionally(late -> process.destroyForcibly())
                    .join();
        }
    }
}
