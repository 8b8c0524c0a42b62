package io.modelwatch.alertrouter.shadow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The Alertmanager beside which this service runs. Blocks. */
final class Alertmanager {

    private static final int MAX_ANSWER = 64 << 20;
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final String base;

    Alertmanager(URI url) {
        String text = url.toString();
        this.base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    /** The answer of a path below /api/v2. */
    JsonNode get(String path) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/api/v2" + path))
                .timeout(TIMEOUT)
                .build();
        try {
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                byte[] answer = body.readNBytes(MAX_ANSWER + 1);
                if (response.statusCode() != 200) {
                    throw unavailable("the Alertmanager answered " + response.statusCode() + " to " + path);
                }
                if (answer.length > MAX_ANSWER) {
                    throw unavailable("the Alertmanager's answer to " + path + " is too long");
                }
                return MAPPER.readTree(answer);
            }
        } catch (IOException e) {
            throw unavailable("the Alertmanager does not answer: " + e);
        }
    }

    private static ProblemException unavailable(String detail) {
        return Problem.of(CommonProblem.UNAVAILABLE, detail).asException();
    }
}
