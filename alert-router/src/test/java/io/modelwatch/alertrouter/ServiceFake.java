package io.modelwatch.alertrouter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A messaging service on this machine: it keeps what is posted to it and answers as the test says. */
public final class ServiceFake implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** One request. */
    public record Received(URI url, byte[] raw, JsonNode body) {}

    /** One answer. */
    public record Reply(int status, String body, Map<String, String> headers) {

        public static Reply of(int status, String body) {
            return new Reply(status, body, Map.of());
        }
    }

    private final HttpServer server;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private volatile Function<Received, Reply> rule;

    public ServiceFake(Function<Received, Reply> rule) {
        this.rule = rule;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            try (exchange) {
                byte[] raw = exchange.getRequestBody().readAllBytes();
                Received request = new Received(exchange.getRequestURI(), raw, MAPPER.readTree(raw));
                received.add(request);
                Reply reply = this.rule.apply(request);
                reply.headers().forEach(exchange.getResponseHeaders()::set);
                byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public List<Received> received() {
        return received;
    }

    public JsonNode last() {
        return received.getLast().body();
    }

    public void answer(int status, String body) {
        rule = request -> Reply.of(status, body);
    }

    public void answer(Reply reply) {
        rule = request -> reply;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
