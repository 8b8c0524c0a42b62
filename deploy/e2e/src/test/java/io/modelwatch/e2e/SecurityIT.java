package io.modelwatch.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The packaged services with security on. To renew the matrix: run with {@code -Dsecurity-matrix.update=true}. */
@ExtendWith(SharedStack.class)
class SecurityIT {

    private static final Path MATRIX = RunningStack.ROOT.resolve("docs/security-matrix.md");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> NAMES = SecuredServices.NAMES;

    @TempDir
    private static Path folder;

    private static SecuredServices services;
    private static RunningStack stack;

    @BeforeAll
    static void start(RunningStack shared) {
        stack = shared;
        services = SecuredServices.start(shared, folder);
    }

    @AfterAll
    static void stop() throws IOException {
        services.close();
    }

    @Test
    void everyEndpointLetsInWhomTheMatrixSays() throws IOException {
        String matrix = matrix();

        if (System.getProperty("security-matrix.update") != null) {
            Files.writeString(MATRIX, matrix);
        }
        assertEquals(Files.readString(MATRIX), matrix);
    }

    private static String matrix() throws IOException {
        StringBuilder matrix = new StringBuilder("""
                # Who may call what

                Made by trying every endpoint of the packaged services without credentials and with each role
                (`deploy/e2e`, `SecurityIT`). `·` is let in; 401 and 403 are refused. What a service does not list in its
                `access.txt` needs `admin`.
                """);
        for (String name : NAMES) {
            matrix.append("\n## ").append(name).append("\n\n| method | path | nobody | ");
            matrix.append(String.join(" | ", SecuredServices.ROLES)).append(" |\n");
            matrix.append("| --- ".repeat(3 + SecuredServices.ROLES.size())).append("|\n");
            for (Endpoint endpoint : new PackagedService(name).endpoints()) {
                matrix.append("| ").append(endpoint.method());
                matrix.append(" | `").append(endpoint.path()).append("` | ").append(tried(name, endpoint, null));
                for (String role : SecuredServices.ROLES) {
                    matrix.append(" | ").append(tried(name, endpoint, services.token(role)));
                }
                matrix.append(" |\n");
            }
        }
        return matrix.toString();
    }

    private static String tried(String name, Endpoint endpoint, String token) throws IOException {
        try {
            HttpResponse<InputStream> answer = services.send(name, endpoint.method(), endpoint.example(), token);
            answer.body().close();
            return switch (answer.statusCode()) {
                case 401, 403 -> "" + answer.statusCode();
                case 429 -> throw new AssertionError("limited: " + endpoint);
                default -> "·";
            };
        } catch (HttpTimeoutException e) {
            return "·"; // a stream that waits for its first event; a refusal comes at once
        }
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void theMatrixKnowsEveryEndpointThatIsDocumented(String name) throws IOException {
        PackagedService service = new PackagedService(name);
        Set<Endpoint> missing = new TreeSet<>(service.documented());
        Set<Endpoint> known = new TreeSet<>(service.endpoints());
        missing.removeIf(documented -> known.stream().anyMatch(documented::describes));

        assertEquals(Set.of(), missing);
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void nothingAnswersBesideJaxRs(String name) {
        Set<String> handlers = new TreeSet<>(new PackagedService(name).handlersBesideJaxRs());
        // These stand in front of everything and answer with refusals only; PageRoute sends browsers on to a page,
        // which
        // passes the gate like any other.
        handlers.removeAll(Set.of("SecurityGate", "SecurityHeaders", "ForeignPaths", "PageRoute"));

        assertEquals(Set.of(), handlers, "endpoints that the matrix cannot see");
    }

    @Test
    void recordTravelsThroughSecuredServices() throws IOException {
        String id = "secured-" + Instant.now().toEpochMilli();
        HttpRequest request = HttpRequest.newBuilder(
                        services.url("metrics-collector").resolve("/api/v1/requests"))
                .header("Content-Type", "application/json")
                .header("Authorization", basic("ingest"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(
                        RunningStack.JSON.writeValueAsBytes(Gateway.record(id, "secured", 100))))
                .build();

        HttpResponse<String> taken = services.send(request, HttpResponse.BodyHandlers.ofString());

        // 200 only after log-indexer has it, over mTLS and with a token.
        assertEquals(200, taken.statusCode(), taken.body());
        await().atMost(PATIENCE)
                .until(() -> json("log-indexer", "/api/v1/logs?request_id=" + id)
                                .path("total")
                                .asInt()
                        > 0);
        // quality-evaluator was told by token, and tells metrics-collector its figures by password.
        await().atMost(PATIENCE)
                .until(() -> json("quality-evaluator", "/api/v1/reports?window=5m")
                        .toString()
                        .contains("refusal"));
        await().atMost(PATIENCE)
                .until(() -> !json("metrics-collector", "/api/v1/metrics/evaluated_responses?window=5m")
                        .path("series")
                        .isEmpty());
    }

    private static JsonNode json(String name, String path) throws IOException {
        HttpResponse<InputStream> answer = services.send(name, "GET", path, services.token("viewer"));
        try (InputStream body = answer.body()) {
            return RunningStack.JSON.readTree(body);
        }
    }

    private static String basic(String user) {
        return "Basic "
                + Base64.getEncoder()
                        .encodeToString((user + ":" + SecuredServices.PASSWORD).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void clientWithoutACertificateIsRefused() throws Exception {
        URI health = services.url("log-indexer").resolve("/q/health/live");
        HttpRequest request = HttpRequest.newBuilder(health).build();

        try (HttpClient with = services.client(true);
                HttpClient without = services.client(false)) {
            HttpResponse<String> let = with.send(request, HttpResponse.BodyHandlers.ofString());
            assertEquals(200, let.statusCode());
            assertEquals(
                    "max-age=31536000",
                    let.headers().firstValue("Strict-Transport-Security").orElseThrow());
            assertThrows(IOException.class, () -> without.send(request, HttpResponse.BodyHandlers.ofString()));
        }
    }

    @Test
    void auditHasWhoSilencedAndNothingOfTheSilence() throws IOException {
        String silence = """
                {"matchers":[{"name":"alertname","value":"hunter2","isRegex":false,"isEqual":true}],
                 "startsAt":"%s","endsAt":"%s","createdBy":"somebody else","comment":"hunter2"}""".formatted(Instant.now(), Instant.now().plusSeconds(60));
        HttpRequest request = HttpRequest.newBuilder(
                        services.url("alert-router").resolve("/api/v2/silences"))
                .header("Content-Type", "application/json")
                .header("Authorization", basic("operator"))
                .header("X-Request-Id", "silence-17")
                .POST(HttpRequest.BodyPublishers.ofString(silence))
                .build();

        assertEquals(
                200,
                services.send(request, HttpResponse.BodyHandlers.ofString()).statusCode());

        await().atMost(PATIENCE)
                .until(() -> Files.readString(services.audit("alert-router")).contains("silence-17"));
        String line = Files.readAllLines(services.audit("alert-router")).stream()
                .filter(each -> each.contains("silence-17"))
                .findFirst()
                .orElseThrow();
        JsonNode event = RunningStack.JSON.readTree(line);
        assertEquals("operator", event.path("principal").asText());
        assertEquals("/api/v2/silences", event.path("path").asText());
        assertEquals("done", event.path("outcome").asText());
        assertTrue(!line.contains("hunter2"), line);
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void bodyThatIsTooLargeIsRefusedBeforeItIsRead(String name) throws Exception {
        String path = Map.of(
                        "metrics-collector", "/api/v1/requests",
                        "quality-evaluator", "/api/v1/evaluations",
                        "alert-router", "/api/v2/alerts",
                        "log-indexer", "/api/v1/logs")
                .get(name);
        URI url = services.url(name);
        String head = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Authorization: Bearer " + services.token("admin") + "\r\nContent-Length: 1000000000\r\n\r\n";

        try (Socket socket = url.getScheme().equals("https")
                ? services.sockets().createSocket("localhost", url.getPort())
                : new Socket("localhost", url.getPort())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            assertEquals("HTTP/1.1 413", answer);
        }
    }

    @Test
    void serviceThatWouldBeOpenToEverybodyDoesNotStart() throws Exception {
        Path log = folder.resolve("refused.log");
        Process process = SecuredServices.java(
                "log-indexer",
                Map.of(
                        "modelwatch.security", "off",
                        "quarkus.http.host", "0.0.0.0",
                        "quarkus.http.port", "0",
                        "log-indexer.spool.directory", folder.resolve("refused-spool") + "",
                        "quarkus.elasticsearch.hosts", stack.elasticsearch().getAuthority()),
                log);

        assertTrue(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS), "still runs");
        assertTrue(process.exitValue() != 0);
        assertTrue(
                Files.readString(log).contains("modelwatch.security=off is allowed on loopback only"),
                Files.readString(log));
    }
}
