package io.modelwatch.alertrouter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** A receiver of webhooks that keeps what it gets and answers as it is told. GET lists the bodies. */
public final class WebhookSink implements AutoCloseable {

    /** One webhook: when it came, its headers of interest and its body. */
    public record Received(Instant at, String key, JsonNode body) {

        public String status() {
            return body.get("status").asText();
        }

        public String groupKey() {
            return body.get("groupKey").asText();
        }

        /** Names and states of the alerts, such as {@code firing:X}. */
        public TreeSet<String> alerts() {
            TreeSet<String> alerts = new TreeSet<>();
            body.get("alerts")
                    .forEach(each -> alerts.add(each.get("status").asText() + ":"
                            + each.get("labels").get("alertname").asText()));
            return alerts;
        }
    }

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpServer server;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private volatile CountDownLatch gate = new CountDownLatch(0);

    public WebhookSink() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if ("GET".equals(exchange.getRequestMethod())) {
                byte[] all = MAPPER.writeValueAsBytes(
                        received.stream().map(Received::body).toList());
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, all.length);
                exchange.getResponseBody().write(all);
                return;
            }
            JsonNode body = MAPPER.readTree(exchange.getRequestBody());
            received.add(
                    new Received(Instant.now(), exchange.getRequestHeaders().getFirst("Idempotency-Key"), body));
            gate.await();
            byte[] answer = "answer".getBytes(java.nio.charset.StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    /** All that came, answered or not. */
    public List<Received> received() {
        return received;
    }

    public void answer(int newStatus) {
        status = newStatus;
    }

    /** Answers wait until {@link #open}. */
    public void shut() {
        gate = new CountDownLatch(1);
    }

    public void open() {
        gate.countDown();
    }

    @Override
    public void close() {
        gate.countDown();
        server.stop(0);
    }
}
