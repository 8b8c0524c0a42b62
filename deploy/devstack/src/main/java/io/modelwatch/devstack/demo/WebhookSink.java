package io.modelwatch.devstack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Takes Alertmanager webhook notifications on a local port and remembers the last thousand with their time of arrival.
 * Thread-safe.
 */
public final class WebhookSink implements AutoCloseable {

    /** The path that receivers post to; {@link #url} has it. */
    public static final String PATH = "/webhook";

    private static final int MAX_NOTIFICATIONS = 1000;
    private static final int MAX_BYTES = 4 << 20;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Clock clock;
    private final Deque<Notification> notifications = new ArrayDeque<>();
    private long received;

    private WebhookSink(HttpServer server, Clock clock) {
        this.server = server;
        this.clock = clock;
    }

    /**
     * Starts listening on 127.0.0.1.
     *
     * @param port 0 for any free one
     */
    public static WebhookSink start(int port) throws IOException {
        return start(port, Clock.systemUTC());
    }

    static WebhookSink start(int port, Clock clock) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        WebhookSink sink = new WebhookSink(server, clock);
        server.setExecutor(sink.threads);
        server.createContext("/", sink::answer);
        server.start();
        return sink;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** The address for a receiver's {@code webhook_configs}. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port() + PATH);
    }

    /** What has arrived and is still remembered, oldest first. */
    List<Notification> notifications() {
        synchronized (notifications) {
            return List.copyOf(notifications);
        }
    }

    /** How many have arrived since the start. */
    public long received() {
        synchronized (notifications) {
            return received;
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            switch (exchange.getRequestMethod()) {
                case "POST" -> take(exchange);
                case "GET" -> reply(exchange, 200, list());
                default -> reply(exchange, 405, "");
            }
        }
    }

    private void take(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BYTES + 1);
        if (body.length > MAX_BYTES) {
            reply(exchange, 413, "");
            return;
        }
        JsonNode json = Json.lenient(new String(body, StandardCharsets.UTF_8));
        if (!json.isObject()) {
            reply(exchange, 400, "");
            return;
        }
        synchronized (notifications) {
            received++;
            notifications.addLast(
                    new Notification(clock.instant(), exchange.getRequestURI().getPath(), json));
            if (notifications.size() > MAX_NOTIFICATIONS) {
                notifications.removeFirst();
            }
        }
        reply(exchange, 200, "");
    }

    private String list() {
        var array = Json.MAPPER.createArrayNode();
        for (Notification notification : notifications()) {
            array.addObject()
                    .put("arrived", notification.arrived().toString())
                    .put("path", notification.path())
                    .set("notification", notification.body());
        }
        return array.toString();
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0) {
            exchange.getResponseHeaders().add("Content-Type", "application/json; charset=utf-8");
        }
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** One webhook notification in Alertmanager's format, version 4. */
    record Notification(Instant arrived, String path, JsonNode body) {

        String receiver() {
            return body.path("receiver").asText();
        }

        JsonNode alerts() {
            return body.path("alerts");
        }
    }
}
