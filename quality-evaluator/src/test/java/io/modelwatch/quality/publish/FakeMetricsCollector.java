package io.modelwatch.quality.publish;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/**
 * A metrics-collector that keeps what it is sent. {@code GET /received} shows it, {@code POST /answer/503} decides what it
 * answers from then on.
 */
public final class FakeMetricsCollector implements QuarkusTestResourceLifecycleManager {

    static final String URL = "fake.metrics-collector.url";

    private final List<String> received = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private HttpServer server;

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/api/v1/samples", this::samples);
        server.createContext("/received", exchange -> answer(exchange, 200, "[" + String.join(",", received) + "]"));
        server.createContext("/answer/", this::decide);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        return Map.of(
                URL,
                url,
                "quarkus.rest-client.metrics-collector.url",
                url,
                // Long, so that only the test publishes after the start.
                "quality-evaluator.publish.interval",
                "1h",
                "quality-evaluator.publish.window",
                "10m",
                "quality-evaluator.publish.max-models",
                "3");
    }

    private void samples(HttpExchange exchange) throws IOException {
        received.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        answer(
                exchange,
                status,
                "{\"accepted\":3,\"duplicates\":0,\"rejected\":" + (status == 207 ? 1 : 0) + ",\"results\":[]}");
    }

    private void decide(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        status = Integer.parseInt(path.substring(path.lastIndexOf('/') + 1));
        received.clear();
        answer(exchange, 200, "{}");
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void stop() {
        server.stop(0);
    }
}
