package io.modelwatch.devstack.launch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Executors;

/** How {@code deploy/up --restart} reaches the launcher that runs: HTTP on loopback with a token. */
final class Control implements AutoCloseable {

    /** Carries out an order. */
    @FunctionalInterface
    interface Orders {
        void restart(Service service) throws IOException, InterruptedException;
    }

    private static final String RESTART = "/restart/";
    private static final Duration ANSWER_WAIT = Duration.ofMinutes(4);
    private static final int TOKEN_BYTES = 16;

    private final HttpServer server;
    private final String token;

    private Control(HttpServer server, String token) {
        this.server = server;
        this.token = token;
    }

    /** Listens; orders are taken from {@link #obey} on. */
    static Control start() throws IOException {
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return new Control(server, HexFormat.of().formatHex(random));
    }

    void obey(Orders orders) {
        server.createContext(RESTART, exchange -> restart(exchange, orders));
    }

    State.Launcher address() {
        return new State.Launcher(
                ProcessHandle.current().pid(),
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                token);
    }

    private void restart(HttpExchange exchange, Orders orders) throws IOException {
        try (exchange) {
            String given = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            if (!MessageDigest.isEqual(
                    given.getBytes(StandardCharsets.UTF_8), ("Bearer " + token).getBytes(StandardCharsets.UTF_8))) {
                answer(exchange, 401, "the token is not the launcher's");
                return;
            }
            String id = exchange.getRequestURI().getPath().substring(RESTART.length());
            Optional<Service> service = Service.of(id);
            if (service.isEmpty()) {
                answer(exchange, 404, Service.unknown(id));
                return;
            }
            try {
                orders.restart(service.get());
                answer(exchange, 200, "");
            } catch (IOException | RuntimeException e) {
                answer(exchange, 500, String.valueOf(e.getMessage()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                answer(exchange, 503, "the launcher is stopping");
            }
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    /** Has the launcher restart a service, and waits until it is ready. */
    static void order(State.Launcher launcher, Service service) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(launcher.control().resolve(RESTART + service.id()))
                            .header("Authorization", "Bearer " + launcher.token())
                            .timeout(ANSWER_WAIT)
                            .POST(HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException(answer.body());
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
