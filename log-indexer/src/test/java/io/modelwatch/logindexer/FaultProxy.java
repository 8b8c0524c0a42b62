package io.modelwatch.logindexer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between the service and the real Elasticsearch and spoils bulk requests on demand. Is told what to do by
 * {@code POST /__fault/<fault>/<times>}, where times counts bulk requests, or with {@code search-<fault>} searches at a
 * point in time after the first one; for {@code refuse} it is milliseconds.
 */
final class FaultProxy implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String SEARCH = "search-";
    private static final int TOO_MANY_ENTRIES = 7;

    private final URI target;
    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicInteger left = new AtomicInteger();
    private volatile String fault = "";
    private final AtomicInteger spared = new AtomicInteger();
    private volatile String spoiledPath = "/_bulk";
    private final int port;
    private volatile HttpServer server;

    FaultProxy(URI target) throws IOException {
        this.target = target;
        this.server = listen(0);
        this.port = server.getAddress().getPort();
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    private HttpServer listen(int onPort) throws IOException {
        HttpServer listening = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), onPort), 50);
        listening.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "fault-proxy");
            thread.setDaemon(true);
            return thread;
        }));
        listening.createContext("/", this::handle);
        listening.start();
        return listening;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getPath();
            int number;
            if (path.startsWith("/__fault/")) {
                String[] parts = path.split("/");
                answer(exchange, new Reply(200, "ok".getBytes(UTF_8)));
                begin(parts[2], Integer.parseInt(parts[3]));
            } else if (path.equals(spoiledPath)
                    && spared.getAndUpdate(n -> Math.max(0, n - 1)) == 0
                    && (number = left.getAndUpdate(n -> Math.max(0, n - 1))) > 0) {
                spoil(exchange, body, number);
            } else {
                answer(exchange, forward(exchange, body));
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private void begin(String next, int times) {
        if (next.equals("refuse")) {
            Thread.ofPlatform().daemon().start(() -> refuseFor(times));
        } else {
            spoiledPath = next.startsWith(SEARCH) ? "/_search" : "/_bulk";
            fault = next.startsWith(SEARCH) ? next.substring(SEARCH.length()) : next;
            spared.set(next.startsWith(SEARCH) ? 1 : 0);
            left.set(times);
        }
    }

    private void refuseFor(int milliseconds) {
        try {
            server.stop(1); // after the answer to who asked for it
            Thread.sleep(milliseconds);
            server = listen(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void spoil(HttpExchange exchange, byte[] body, int number) throws IOException, InterruptedException {
        switch (fault) {
            case "drop-before" -> {}
            case "drop-after" -> forward(exchange, body);
            case "drop-after-and-roll-over" -> {
                forward(exchange, body);
                rollOver(body);
            }
            case "drop-after-then-roll-over-before" -> {
                if (number % 2 == 0) {
                    forward(exchange, body);
                } else {
                    rollOver(body);
                    answer(exchange, forward(exchange, body));
                }
            }
            case "half" -> {
                Reply reply = forward(exchange, body);
                exchange.getResponseHeaders().set("X-Elastic-Product", "Elasticsearch");
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(reply.status, reply.body.length);
                exchange.getResponseBody().write(reply.body, 0, reply.body.length / 2);
                exchange.getResponseBody().flush();
            }
            case "html" -> answer(exchange, new Reply(200, "<html>hello</html>".getBytes(UTF_8)));
            case "slow" -> {
                Reply reply = forward(exchange, body);
                Thread.sleep(3000);
                answer(exchange, reply);
            }
            case "items-429" -> answer(exchange, someRefused(exchange, body));
            case "too-large" ->
                answer(
                        exchange,
                        entries(body).size() > TOO_MANY_ENTRIES
                                ? new Reply(413, new byte[0])
                                : forward(exchange, body));
            default ->
                answer(
                        exchange,
                        new Reply(
                                Integer.parseInt(fault),
                                "{\"error\":{\"type\":\"t\",\"reason\":\"r\"}}".getBytes(UTF_8)));
        }
    }

    /** Makes the data stream of the first entry begin a new index. */
    private void rollOver(byte[] body) throws IOException, InterruptedException {
        String dataStream = JSON.readTree(
                        new String(body, UTF_8).lines().findFirst().orElse(""))
                .at("/create/_index")
                .asText();
        HttpResponse<String> rolled = http.send(
                HttpRequest.newBuilder(target.resolve("/" + dataStream + "/_rollover"))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (rolled.statusCode() != 200) {
            throw new IOException(rolled.body());
        }
    }

    /** Hands on every other entry and refuses the rest. */
    private Reply someRefused(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        List<String> entries = entries(body);
        StringBuilder handedOn = new StringBuilder();
        for (int i = 0; i < entries.size(); i += 2) {
            handedOn.append(entries.get(i));
        }
        JsonNode reply = JSON.readTree(forward(exchange, handedOn.toString().getBytes(UTF_8)).body);
        ObjectNode merged = JSON.createObjectNode().put("errors", true);
        ArrayNode items = merged.putArray("items");
        for (int i = 0; i < entries.size(); i++) {
            if (i % 2 == 0) {
                items.add(reply.path("items").get(i / 2));
            } else {
                items.addObject()
                        .putObject("create")
                        .put("status", 429)
                        .putObject("error")
                        .put("type", "busy");
            }
        }
        return new Reply(200, JSON.writeValueAsBytes(merged));
    }

    private static List<String> entries(byte[] body) {
        String[] lines = new String(body, UTF_8).split("\n");
        List<String> entries = new ArrayList<>();
        for (int i = 0; i + 1 < lines.length; i += 2) {
            entries.add(lines[i] + "\n" + lines[i + 1] + "\n");
        }
        return entries;
    }

    private record Reply(int status, byte[] body) {}

    private Reply forward(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        target.resolve(exchange.getRequestURI().toString()))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        for (String header : List.of("Content-Type", "Accept")) {
            String value = exchange.getRequestHeaders().getFirst(header);
            if (value != null) {
                request.header(header, value);
            }
        }
        HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        response.headers()
                .firstValue("Content-Type")
                .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
        return new Reply(response.statusCode(), response.body());
    }

    private static void answer(HttpExchange exchange, Reply reply) throws IOException {
        exchange.getResponseHeaders().set("X-Elastic-Product", "Elasticsearch");
        exchange.sendResponseHeaders(reply.status, reply.body.length == 0 ? -1 : reply.body.length);
        if (reply.body.length > 0) {
            exchange.getResponseBody().write(reply.body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
