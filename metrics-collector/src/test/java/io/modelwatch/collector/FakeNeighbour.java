package io.modelwatch.collector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * A small log-indexer or quality-evaluator: takes records, remembers them by their request_id, answers one result a
 * record. It can be slow, answer errors, refuse records whose model is {@code refused-model}, or not be there at all.
 */
final class FakeNeighbour implements AutoCloseable {

    private static final JsonMapper MAPPER = new JsonMapper();

    /** What has arrived and was acknowledged, repeats included. */
    final List<JsonNode> received = new CopyOnWriteArrayList<>();

    volatile int status = 200;
    volatile Duration delay = Duration.ZERO;
    volatile int calls;

    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final String path;
    private final URI url;
    private HttpServer server;

    private FakeNeighbour(String name, String path) {
        this.path = path;
        this.url =
                URI.create(ConfigProvider.getConfig().getValue("quarkus.rest-client." + name + ".url", String.class));
        start();
    }

    static FakeNeighbour logIndexer() {
        return new FakeNeighbour("log-indexer", "/api/v1/logs");
    }

    static FakeNeighbour qualityEvaluator() {
        return new FakeNeighbour("quality-evaluator", "/api/v1/evaluations");
    }

    void start() {
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", url.getPort()), 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext(path, this::handle);
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on nobody listens. */
    @Override
    public void close() {
        server.stop(0);
    }

    void behaveWell() {
        status = 200;
        delay = Duration.ZERO;
        received.clear();
        calls = 0;
    }

    List<String> ids() {
        return received.stream()
                .map(record -> record.get("request_id").asText())
                .toList();
    }

    JsonNode record(String id) {
        return received.stream()
                .filter(record -> record.get("request_id").asText().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            calls++;
            byte[] body = exchange.getRequestBody().readAllBytes();
            Thread.sleep(delay);
            if (status != 200) {
                answer(exchange, status, "{\"title\":\"told to\",\"status\":" + status + "}");
                return;
            }
            ObjectNode answer = MAPPER.createObjectNode();
            ArrayNode results = answer.putArray("results");
            boolean refused = false;
            List<JsonNode> records = parse(body);
            for (int i = 0; i < records.size(); i++) {
                ObjectNode result = results.addObject();
                result.put("index", i);
                if (records.get(i).get("model").asText().equals("refused-model")) {
                    refused = true;
                    result.put("status", "rejected");
                    result.putObject("problem")
                            .put("status", 400)
                            .put("detail", "/model is not welcome")
                            .putArray("errors")
                            .addObject()
                            .put("field", "/model")
                            .put("detail", "is not welcome");
                } else {
                    received.add(records.get(i));
                    result.put(
                            "status", known.add(records.get(i).get("request_id").asText()) ? "accepted" : "duplicate");
                }
            }
            answer(exchange, refused ? 207 : 200, answer.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<JsonNode> parse(byte[] body) throws IOException {
        List<JsonNode> records = new ArrayList<>();
        String text = new String(body, StandardCharsets.UTF_8);
        if (text.startsWith("{\"items\":")) {
            MAPPER.readTree(text).get("items").forEach(records::add);
        } else {
            for (String line : text.split("\n")) {
                records.add(MAPPER.readTree(line));
            }
        }
        return records;
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
