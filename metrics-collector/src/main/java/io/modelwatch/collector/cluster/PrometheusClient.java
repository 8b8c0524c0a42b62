package io.modelwatch.collector.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Asks a Prometheus. Waits on the calling thread. Thread-safe. */
final class PrometheusClient {

    private static final int OK = 200;
    private static final int MOST_BYTES = 32 << 20;

    private final JsonMapper mapper = new JsonMapper();
    private final HttpClient client;
    private final URI url;
    private final Duration timeout;
    private final Optional<String> token;

    PrometheusClient(URI url, Duration timeout, Optional<String> token) {
        this.url = url;
        this.timeout = timeout;
        this.token = token;
        this.client = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    /**
     * The field {@code data.result} of an answer.
     *
     * @param path such as {@code /api/v1/query}
     * @throws ProblemException 503 when there is no answer or none that can be used
     */
    JsonNode ask(String path, Map<String, String> form) {
        String base = url.toString();
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path))
                .timeout(timeout)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form.entrySet().stream()
                        .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"))));
        token.ifPresent(bearer -> request.header("Authorization", "Bearer " + bearer));
        try {
            HttpResponse<InputStream> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            byte[] body;
            try (InputStream in = answer.body()) {
                body = in.readNBytes(MOST_BYTES);
            }
            JsonNode json = mapper.readTree(body);
            if (answer.statusCode() != OK
                    || !"success".equals(json.path("status").asText())) {
                throw unavailable("it answered " + answer.statusCode() + " "
                        + json.path("error").asText(""));
            }
            return json.path("data").path("result");
        } catch (IOException e) {
            throw unavailable(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("the service is stopping");
        }
    }

    private static ProblemException unavailable(String cause) {
        return Problem.of(CommonProblem.UNAVAILABLE, "Prometheus cannot answer for all replicas: " + cause)
                .asException();
    }
}
