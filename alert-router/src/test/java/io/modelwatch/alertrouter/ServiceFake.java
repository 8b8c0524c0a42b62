package io.modelwatch.alertrouter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A messaging service on this machine: it keeps what is posted to it and answers as the test says. */
public final class ServiceFake implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** One request; its body is missing when it is no JSON. */
    public record Received(String method, URI url, Map<String, String> headers, byte[] raw, JsonNode body) {

        public String text() {
            return new String(raw, StandardCharsets.UTF_8);
        }

        /** A header, empty when it is not there; names in small letters. */
        public String header(String name) {
            return headers.getOrDefault(name, "");
        }

        /** The fields of a form. */
        public Map<String, String> form() {
            return pairs(text());
        }

        /** The parameters of the query. */
        public Map<String, String> query() {
            return pairs(url.getRawQuery() == null ? "" : url.getRawQuery());
        }

        private static Map<String, String> pairs(String text) {
            Map<String, String> pairs = new LinkedHashMap<>();
            for (String pair : text.split("&")) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    pairs.put(
                            URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
                }
            }
            return pairs;
        }
    }

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
                Map<String, String> headers = new LinkedHashMap<>();
                exchange.getRequestHeaders()
                        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
                Received request =
                        new Received(exchange.getRequestMethod(), exchange.getRequestURI(), headers, raw, json(raw));
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

    private static JsonNode json(byte[] raw) {
        try {
            JsonNode node = MAPPER.readTree(raw);
            return node == null ? MissingNode.getInstance() : node;
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
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

    /** From now on requests are answered so. */
    public void rule(Function<Received, Reply> newRule) {
        rule = newRule;
    }

    public void answer(Reply reply) {
        rule = request -> reply;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
