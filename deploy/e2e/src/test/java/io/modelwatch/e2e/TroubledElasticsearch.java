package io.modelwatch.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between log-indexer and a real Elasticsearch. While troubled, it spoils half of all bulk requests in a way that
 * chance chooses, and makes the data stream roll over between some answers that it drops and the next attempt.
 */
final class TroubledElasticsearch implements AutoCloseable {

    private enum Trouble {
        TOO_MANY,
        UNAVAILABLE,
        TOO_LARGE,
        NEVER_ARRIVED,
        ANSWER_DROPPED,
        ANSWER_CUT,
        ANSWER_SLOW,
        DROPPED_AND_ROLLED_OVER,
        ROLLED_OVER_BEFORE
    }

    private static final Duration SLOW = Duration.ofMillis(1200);

    private final URI target;
    private final String dataStream;
    private final Random random;
    private final Map<Trouble, AtomicInteger> done = new TreeMap<>();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private volatile boolean troubled;

    TroubledElasticsearch(URI target, String dataStream, long seed) throws IOException {
        this.target = target;
        this.dataStream = dataStream;
        this.random = new Random(seed);
        for (Trouble trouble : Trouble.values()) {
            done.put(trouble, new AtomicInteger());
        }
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    void troubled(boolean now) {
        troubled = now;
    }

    /** How often each trouble was made. */
    String tally() {
        return done.toString();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (troubled && exchange.getRequestURI().getPath().equals("/_bulk") && nextBoolean()) {
                make(Trouble.values()[next(Trouble.values().length)], exchange, body);
            } else {
                answer(exchange, forward(exchange, body));
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private synchronized boolean nextBoolean() {
        return random.nextBoolean();
    }

    private synchronized int next(int bound) {
        return random.nextInt(bound);
    }

    private void make(Trouble trouble, HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        done.get(trouble).incrementAndGet();
        switch (trouble) {
            case TOO_MANY -> answer(exchange, error(429));
            case UNAVAILABLE -> answer(exchange, error(503));
            case TOO_LARGE -> {
                boolean several = new String(body, UTF_8).lines().count() > 2;
                answer(exchange, several ? error(413) : forward(exchange, body));
            }
            case NEVER_ARRIVED -> {}
            case ANSWER_DROPPED -> forward(exchange, body);
            case ANSWER_CUT -> {
                Reply reply = forward(exchange, body);
                headers(exchange);
                exchange.sendResponseHeaders(reply.status, reply.body.length);
                exchange.getResponseBody().write(reply.body, 0, reply.body.length / 2);
                exchange.getResponseBody().flush();
            }
            case ANSWER_SLOW -> {
                Reply reply = forward(exchange, body);
                Thread.sleep(SLOW);
                answer(exchange, reply);
            }
            case DROPPED_AND_ROLLED_OVER -> {
                forward(exchange, body);
                rollOver();
            }
            case ROLLED_OVER_BEFORE -> {
                rollOver();
                answer(exchange, forward(exchange, body));
            }
        }
    }

    private void rollOver() throws IOException, InterruptedException {
        http.send(
                HttpRequest.newBuilder(target.resolve("/" + dataStream + "/_rollover"))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.discarding());
    }

    private record Reply(int status, byte[] body) {}

    private static Reply error(int status) {
        return new Reply(status, "{\"error\":{\"type\":\"t\",\"reason\":\"r\"}}".getBytes(UTF_8));
    }

    private Reply forward(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        target.resolve(exchange.getRequestURI().toString()))
                .timeout(Duration.ofSeconds(30))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        for (String header : List.of("Content-Type", "Accept")) {
            String value = exchange.getRequestHeaders().getFirst(header);
            if (value != null) {
                request.header(header, value);
            }
        }
        HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        return new Reply(response.statusCode(), response.body());
    }

    private static void headers(HttpExchange exchange) {
        exchange.getResponseHeaders().set("X-Elastic-Product", "Elasticsearch");
        exchange.getResponseHeaders().set("Content-Type", "application/json");
    }

    private static void answer(HttpExchange exchange, Reply reply) throws IOException {
        headers(exchange);
        exchange.sendResponseHeaders(reply.status, reply.body.length == 0 ? -1 : reply.body.length);
        if (reply.body.length > 0) {
            exchange.getResponseBody().write(reply.body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        http.shutdownNow();
    }
}
