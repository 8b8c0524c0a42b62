package io.modelwatch.logindexer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The canary on a real Elasticsearch that can be made to misbehave, and an alert-router that takes alerts. */
@QuarkusTest
@WithTestResource(value = FaultyElasticsearch.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
@WithTestResource(value = CanaryApiTest.AlertReceiver.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
@TestProfile(CanaryApiTest.Quick.class)
@Timeout(120)
class CanaryApiTest {

    /** A canary with little patience. */
    public static final class Quick implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = new HashMap<>(new ElasticsearchTestProfile().getConfigOverrides());
            settings.put("log-indexer.canary.every", "500ms");
            settings.put("log-indexer.canary.within", "5s");
            return settings;
        }
    }

    /** Takes alerts as Alertmanager's API v2 does, and shows the last one at {@code GET /last}. */
    public static final class AlertReceiver implements QuarkusTestResourceLifecycleManager {

        private HttpServer server;
        private volatile byte[] last = "[]".getBytes(UTF_8);

        @Override
        public Map<String, String> start() {
            try {
                server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            server.createContext("/api/v2/alerts", exchange -> {
                try (exchange) {
                    byte[] body = exchange.getRequestBody().readAllBytes();
                    JsonNode alerts = Api.JSON.readTree(body);
                    boolean valid = exchange.getRequestMethod().equals("POST")
                            && exchange.getRequestHeaders()
                                    .getFirst("Content-Type")
                                    .startsWith("application/json")
                            && alerts.isArray()
                            && alerts.get(0).path("labels").path("alertname").isTextual();
                    if (valid) {
                        last = body;
                    }
                    exchange.sendResponseHeaders(valid ? 200 : 400, -1);
                }
            });
            server.createContext("/last", exchange -> {
                try (exchange) {
                    exchange.sendResponseHeaders(200, last.length);
                    exchange.getResponseBody().write(last);
                }
            });
            server.start();
            return Map.of(
                    "quarkus.rest-client.alert-router.url",
                    "http://127.0.0.1:" + server.getAddress().getPort());
        }

        @Override
        public void stop() {
            server.stop(0);
        }
    }

    @TestHTTPResource
    URI service;

    @ConfigProperty(name = "quarkus.elasticsearch.hosts")
    String proxy;

    @ConfigProperty(name = "quarkus.rest-client.alert-router.url")
    String alertRouter;

    private Api api;

    @BeforeEach
    void connect() {
        api = new Api(service);
    }

    private static String call(String method, String uri) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(uri))
                                .method(method, HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private JsonNode alert() throws IOException, InterruptedException {
        return Api.JSON.readTree(call("GET", alertRouter + "/last")).path(0);
    }

    private boolean isFiring() throws IOException, InterruptedException {
        return alert().has("labels") && !alert().has("endsAt");
    }

    private double metric(String name) {
        return api.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElse(Double.NaN);
    }

    @Test
    void anAlertIsRaisedWhileRecordsDoNotArriveAndEndsWhenTheyDo() throws Exception {
        await().atMost(Duration.ofSeconds(60)).until(() -> metric("log_indexer_canary_up") == 1 && !isFiring());
        assertTrue(metric("log_indexer_canary_round_trip_seconds") > 0);
        assertTrue(metric("log_indexer_canary_records_total{outcome=\"found\"}") >= 1);

        call("POST", "http://" + proxy + "/__fault/503/1000000");
        await().atMost(Duration.ofSeconds(30)).until(this::isFiring);
        JsonNode raised = alert();
        assertEquals("LogRoundTripBroken", raised.at("/labels/alertname").asText());
        assertEquals("critical", raised.at("/labels/severity").asText());
        assertEquals("log-indexer", raised.at("/labels/service").asText());
        assertTrue(raised.at("/annotations/description").asText().contains("not found within 5 s"), raised.toString());
        assertEquals(0, metric("log_indexer_canary_up"));

        call("POST", "http://" + proxy + "/__fault/off/0");
        await().atMost(Duration.ofSeconds(30)).until(() -> alert().has("endsAt"));
        assertEquals(raised.path("labels"), alert().path("labels"));
        assertEquals(raised.path("startsAt"), alert().path("startsAt"));
        assertTrue(Instant.parse(alert().path("endsAt").asText())
                .isAfter(Instant.parse(alert().path("startsAt").asText())));
        await().until(() -> metric("log_indexer_canary_up") == 1);

        assertEquals(0, api.search(Map.of("q", "canary")).json().path("total").asInt(), "no search sees it");
        assertEquals(0, api.search(Map.of()).json().path("total").asInt());
    }
}
