package io.modelwatch.devstack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

/**
 * The endpoints that the demo talks to, behind one port, as the contracts between the services describe them. Counts
 * what it takes; it can be made to misbehave.
 */
final class FakeServices implements AutoCloseable {

    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    final Map<String, ObjectNode> records = new LinkedHashMap<>();
    final List<String> contentTypes = new ArrayList<>();
    final List<String> samples = new ArrayList<>();
    int gzipped;
    int samplesPosted;

    /** So many posts are answered with 503 first. */
    volatile int refuse;
    /** {@code Retry-After} of those answers. */
    volatile String retryAfter = "0";
    /** Accepts records that it ought to refuse. */
    volatile boolean lenient;
    /** Forgets which records it has seen. */
    volatile boolean forgetful;
    /** Documents that never reach Elasticsearch. */
    volatile int lost;
    /** Rules that never fire. */
    volatile boolean silent;
    /** No verdict on drift. */
    volatile boolean blind;
    /** Where to send notifications. */
    volatile URI webhook = URI.create("http://127.0.0.1:1/");

    private Instant fired = Instant.EPOCH;
    private int looks;
    private int notifications;

    FakeServices() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            try (exchange) {
                answer(exchange);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    Endpoints endpoints() {
        return new Endpoints(uri(), uri(), uri(), uri(), uri());
    }

    @Override
    public void close() {
        server.stop(0);
        client.close();
    }

    private synchronized void answer(HttpExchange exchange) throws IOException, InterruptedException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath();
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        switch (path) {
            case "/api/v1/requests" -> requests(exchange, body);
            case "/api/v1/samples" -> {
                samplesPosted++;
                Json.lenient(text(body))
                        .forEach(sample -> samples.add(sample.path("name").asText()));
                reply(exchange, 200, "{\"accepted\":1,\"duplicates\":0,\"rejected\":0,\"results\":[]}");
            }
            case "/api/v1/usage" -> reply(exchange, 200, usage());
            case "/api/v1/metrics/request_latency_ms" -> reply(exchange, 200, latency(query.contains("by=model")));
            case "/metrics" -> reply(exchange, 200, exposition());
            case "/api/v1/baselines" ->
                reply(exchange, blind ? 409 : 201, blind ? "{\"detail\":\"too few evaluations\"}" : "{}");
            case "/api/v1/drift" -> reply(exchange, 200, drift());
            case "/api/v1/reports" -> reply(exchange, 200, report());
            case "/api/v2/alerts/groups" -> reply(exchange, 200, groups());
            case "/api/v1/rules" ->
                reply(
                        exchange,
                        200,
                        "{\"groups\":[{\"name\":\"llm\",\"rules\":[{\"name\":\"HighErrorRate\",\"state\":\"inactive\"}]}]}");
            case "/api/v1/deliveries" -> reply(exchange, 200, deliveries());
            case "/api/v1/logs" -> reply(exchange, 200, "{\"total\":" + found(query) + ",\"hits\":[]}");
            case "/api/v1/spool" -> {
                int stored = records.size() - lost;
                reply(
                        exchange,
                        200,
                        "{\"accepted\":%d,\"indexed\":%d,\"duplicate\":0,\"dead\":0,\"spooled\":%d}"
                                .formatted(records.size(), stored, lost));
            }
            case "/logs-llm-default/_count" -> {
                int asked = Json.lenient(text(body))
                        .at("/query/terms/http.request.id")
                        .size();
                reply(exchange, 200, "{\"count\":" + (asked - lost) + "}");
            }
            default -> reply(exchange, 404, "{\"detail\":\"no such path\"}");
        }
    }

    private void requests(HttpExchange exchange, byte[] sent) throws IOException {
        if (refuse > 0) {
            refuse--;
            exchange.getResponseHeaders().add("Retry-After", retryAfter);
            reply(exchange, 503, "{\"title\":\"overloaded\",\"status\":503,\"detail\":\"try later\"}");
            return;
        }
        boolean gzip = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        gzipped += gzip ? 1 : 0;
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        byte[] body = gzip ? new GZIPInputStream(new ByteArrayInputStream(sent)).readAllBytes() : sent;
        String text = text(body).strip();
        List<JsonNode> batch = new ArrayList<>();
        if (type.contains("ndjson")) {
            text.lines().map(Json::lenient).forEach(batch::add);
            contentTypes.add("lines");
        } else {
            JsonNode json = Json.lenient(text);
            contentTypes.add(json.isArray() ? "array" : "object");
            if (json.isArray()) {
                json.forEach(batch::add);
            } else {
                batch.add(json);
            }
        }
        take(exchange, batch);
    }

    private void take(HttpExchange exchange, List<JsonNode> batch) throws IOException {
        ObjectNode answer = Json.MAPPER.createObjectNode();
        ArrayNode results = Json.MAPPER.createArrayNode();
        int[] counts = new int[3];
        ObjectNode problem = null;
        for (int i = 0; i < batch.size(); i++) {
            JsonNode record = batch.get(i);
            String id = record.path("request_id").asText();
            String field = lenient ? "" : wrongField(record);
            ObjectNode result = results.addObject().put("index", i).put("id", id);
            if (!field.isEmpty()) {
                counts[2]++;
                problem = Json.MAPPER.createObjectNode();
                problem.put("title", "A record is not valid").put("status", 400).put("record", i);
                problem.put("detail", field + " is wrong");
                problem.putArray("errors").addObject().put("field", field).put("detail", "is wrong");
                result.put("status", "rejected").set("problem", problem);
            } else if (!forgetful && records.containsKey(id)) {
                counts[1]++;
                result.put("status", "duplicate");
            } else {
                counts[0]++;
                records.put(id, (ObjectNode) record);
                result.put("status", "accepted");
            }
        }
        if (problem != null && counts[2] == batch.size()) {
            reply(exchange, 400, problem.toString());
            return;
        }
        answer.put("accepted", counts[0]).put("duplicates", counts[1]).put("rejected", counts[2]);
        answer.set("results", results);
        reply(exchange, counts[2] > 0 ? 207 : 200, answer.toString());
    }

    private static String wrongField(JsonNode record) {
        if (!record.path("request_id").isTextual()) {
            return "/request_id";
        }
        if (!record.path("model").isTextual()) {
            return "/model";
        }
        if (!record.path("status").asText().matches("success|error")) {
            return "/status";
        }
        if (record.path("latency_ms").asDouble() < 0) {
            return "/latency_ms";
        }
        if (record.has("input_tokens") && !record.path("input_tokens").isNumber()) {
            return "/input_tokens";
        }
        return record.path("timestamp").asText().startsWith("20") ? "" : "/timestamp";
    }

    private String usage() {
        Map<String, long[]> byModel = new LinkedHashMap<>();
        for (ObjectNode record : records.values()) {
            long[] sums = byModel.computeIfAbsent(record.path("model").asText(), model -> new long[5]);
            sums[0]++;
            sums[1] += record.path("status").asText().equals("error") ? 1 : 0;
            sums[2] += record.path("input_tokens").asLong();
            sums[3] += record.path("output_tokens").asLong();
            sums[4] += record.path("cached_tokens").asLong();
        }
        ObjectNode answer = Json.MAPPER.createObjectNode().put("window", "1h");
        ArrayNode series = answer.putArray("series");
        byModel.forEach((model, sums) -> {
            ObjectNode one = series.addObject();
            one.putObject("labels").put("model", model);
            one.put("requests", sums[0]).put("errors", sums[1]).put("input_tokens", sums[2]);
            one.put("output_tokens", sums[3]).put("cached_tokens", sums[4]).put("cost_usd", sums[3] * 0.00001);
            one.put("unpriced_requests", 0);
        });
        return answer.toString();
    }

    private String latency(boolean byModel) {
        ObjectNode answer = Json.MAPPER.createObjectNode().put("name", "request_latency_ms");
        ArrayNode series = answer.putArray("series");
        for (String model : byModel
                ? records.values().stream()
                        .map(record -> record.path("model").asText())
                        .distinct()
                        .toList()
                : List.of("")) {
            ObjectNode one = series.addObject();
            one.putObject("labels").put("model", model);
            one.put("count", 10).put("p50", 500.0).put("p95", 1500.5).put("p99", 2500.0);
        }
        return answer.toString();
    }

    private static String exposition() {
        return """
                # HELP llm_requests_total Total LLM requests
                # TYPE llm_requests_total counter
                llm_requests_total{model="gpt-4o",status="success"} 12
                llm_request_latency_ms_bucket{le="50"} 1
                llm_request_latency_ms_count 12
                llm_ttft_ms_count 3
                llm_tokens_generated_total 99
                llm_active_requests 0
                llm_gpu_utilization_percent 64
                llm_gpu_memory_used_gb 58
                llm_model_accuracy_percent 91
                """;
    }

    private String drift() {
        return blind ? "{\"baseline\":\"x\",\"verdict\":\"not_assessed\",\"features\":[]}" : """
                {"baseline":"x","window":"30s","verdict":"severe","features":[
                 {"name":"response_length","psi":1.31,"verdict":"severe","baseline_count":500,"current_count":300}]}
                """;
    }

    private String report() {
        return """
                {"window":"60m","evaluations":%d,"quality_score":0.87,"detectors":
                 {"refusal":{"assessed":90,"flagged":4,"not_assessed":10,"flagged_percent":4.4,"mean_score":0.05}}}
                """.formatted(responses());
    }

    private long responses() {
        return records.values().stream()
                .filter(record -> record.has("response"))
                .count();
    }

    /** The alert fires when ten requests have failed, and ends some looks later. */
    private String groups() throws IOException, InterruptedException {
        long errors = records.values().stream()
                .filter(record -> record.path("status").asText().equals("error"))
                .count();
        if (silent || errors < 10) {
            return "[]";
        }
        if (looks++ == 0) {
            fired = Instant.now();
            send("firing");
        } else if (looks == 5) {
            send("resolved");
        }
        if (looks > 4) {
            return "[]";
        }
        return "[{\"labels\":{\"alertname\":\"HighErrorRate\"},\"receiver\":{\"name\":\"demo\"},\"alerts\":["
                + alert("active") + "]}]";
    }

    private String alert(String status) {
        return """
                {"status":"%s","labels":{"alertname":"HighErrorRate","severity":"critical"},"annotations":{},
                 "startsAt":"%s","endsAt":"0001-01-01T00:00:00Z","fingerprint":"f00"}
                """.formatted(status, fired);
    }

    private void send(String status) throws IOException, InterruptedException {
        notifications++;
        String body = "{\"version\":\"4\",\"status\":\"" + status + "\",\"receiver\":\"demo\",\"alerts\":["
                + alert(status) + "]}";
        client.send(
                HttpRequest.newBuilder(webhook)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.discarding());
    }

    private String deliveries() {
        ObjectNode answer = Json.MAPPER.createObjectNode();
        ArrayNode deliveries = answer.putArray("deliveries");
        for (int i = 0; i < notifications; i++) {
            deliveries
                    .addObject()
                    .put("time", Instant.now().toString())
                    .put("receiver", "demo")
                    .put("status", "delivered");
        }
        return answer.toString();
    }

    private long found(String query) {
        for (String parameter : query.split("&")) {
            if (parameter.startsWith("request_id=")) {
                return records.containsKey(parameter.substring("request_id=".length())) ? 1 : 0;
            }
        }
        return records.size();
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
