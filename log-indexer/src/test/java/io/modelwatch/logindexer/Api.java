package io.modelwatch.logindexer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/** The service as its users see it, and Elasticsearch behind it. */
final class Api {

    static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final URI service;

    Api(URI service) {
        this.service = service;
    }

    record Answer(int status, String contentType, String retryAfter, String body, HttpHeaders headers) {
        String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    Answer post(String body) {
        return post(body.getBytes(UTF_8), Map.of());
    }

    Answer post(byte[] body, Map<String, String> headers) {
        return request("POST", "/api/v1/logs", body, headers);
    }

    Answer request(String method, String path, byte[] body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(service.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return send(request.build());
    }

    Answer request(String method, String path, String body) {
        return request(method, path, body.getBytes(UTF_8), Map.of());
    }

    /** Sends a body to {@code _bulk} as most shippers do. */
    Answer bulk(String path, String body) {
        return request("POST", path, body.getBytes(UTF_8), Map.of("Content-Type", "application/x-ndjson"));
    }

    Answer get(String path) {
        return send(HttpRequest.newBuilder(service.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .GET()
                .build());
    }

    Answer search(Map<String, String> criteria) {
        return get("/api/v1/logs?"
                + criteria.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), UTF_8))
                        .collect(Collectors.joining("&")));
    }

    /** Waits until a search finds so many documents. */
    JsonNode awaitFound(int total, Map<String, String> criteria) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> search(criteria).json().path("total").asInt() == total);
        return search(criteria).json();
    }

    JsonNode spool() {
        return get("/api/v1/spool").json();
    }

    /** Waits until nothing is on its way any more. */
    JsonNode awaitDrained() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> spool().path("spooled").asLong() == 0);
        return spool();
    }

    private Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    response.headers().firstValue("Retry-After").orElse(""),
                    response.body(),
                    response.headers());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
