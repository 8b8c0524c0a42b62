package io.modelwatch.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.modelwatch.devstack.Guard;
import io.modelwatch.devstack.Ports;
import io.modelwatch.devstack.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two alert-routers as processes on one PostgreSQL: what one takes both know, and one goes on when the other dies. */
class AlertReplicasIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path JAR =
            Path.of(System.getProperty("modelwatch.root")).resolve("alert-router/target/quarkus-app/quarkus-run.jar");
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration TAKEOVER = Duration.ofSeconds(5);

    /** One webhook: when it came, the key by which repetitions are told, and its body. */
    private record Received(Instant at, String key, JsonNode body) {

        String group() {
            return body.path("groupKey").asText();
        }
    }

    /** One process. */
    private record Replica(Process process, URI url) {}

    @TempDir
    private Path folder;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final List<Replica> replicas = new ArrayList<>();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private HttpServer sink;
    private Guard guard;
    private PostgresServer postgres;
    private Path config;

    @BeforeEach
    void startStores() throws Exception {
        guard = Guard.start();
        postgres =
                PostgresServer.start(folder.resolve("postgres"), Ports.free(), PostgresServer.Durability.FSYNC, guard);
        postgres.createDatabase("alert_router");
        sink = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        sink.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        sink.createContext("/", exchange -> {
            try (exchange) {
                received.add(new Received(
                        Instant.now(),
                        exchange.getRequestHeaders().getFirst("Idempotency-Key"),
                        JSON.readTree(exchange.getRequestBody())));
                gate.await();
                exchange.sendResponseHeaders(200, -1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        sink.start();
        config = Files.writeString(folder.resolve("alertmanager.yml"), """
                route:
                  receiver: sink
                  group_by: [alertname]
                  group_wait: 1s
                  group_interval: 30s
                  repeat_interval: 1h
                receivers:
                  - name: sink
                    webhook_configs: [{url: 'http://127.0.0.1:%d/'}]
                """.formatted(
                        sink.getAddress().getPort()));
    }

    @AfterEach
    void stopAll() throws Exception {
        gate.countDown();
        for (Replica replica : replicas) {
            replica.process().destroy();
            if (!replica.process().waitFor(20, TimeUnit.SECONDS)) {
                replica.process().destroyForcibly();
            }
        }
        sink.stop(0);
        client.close();
        postgres.close();
        guard.close();
    }

    private Replica start() throws IOException {
        int port = Ports.free();
        String database = "127.0.0.1:" + postgres.port() + "/alert_router";
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                        "-Dquarkus.http.host=127.0.0.1",
                        "-Dmodelwatch.security=off",
                        "-Dquarkus.http.port=" + port,
                        "-Dquarkus.datasource.reactive.url=postgresql://" + database,
                        "-Dquarkus.datasource.jdbc.url=jdbc:postgresql://" + database,
                        "-Dalert-router.config-file=" + config,
                        "-jar",
                        JAR.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("alert-router-" + port + ".log").toFile());
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        Replica replica = new Replica(builder.start(), URI.create("http://127.0.0.1:" + port));
        replicas.add(replica);
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> send(HttpRequest.newBuilder(replica.url().resolve("/-/ready")))
                                .statusCode()
                        == 200);
        return replica;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private HttpResponse<String> post(Replica replica, String path, String body) {
        return send(HttpRequest.newBuilder(replica.url().resolve(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private void fire(Replica replica, String name) {
        assertEquals(
                200,
                post(replica, "/api/v2/alerts", "[{\"labels\":{\"alertname\":\"" + name + "\"}}]")
                        .statusCode());
    }

    private JsonNode alerts(Replica replica, String name) {
        String filter = URLEncoder.encode("alertname=\"" + name + "\"", StandardCharsets.UTF_8);
        try {
            return JSON.readTree(send(HttpRequest.newBuilder(replica.url().resolve("/api/v2/alerts?filter=" + filter)))
                    .body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long told(String name) {
        return received.stream()
                .filter(each -> each.group().equals("{}:{alertname=\"" + name + "\"}"))
                .count();
    }

    @Test
    void whatOneTakesBothKnowAndOneGoesOnWhenTheOtherDies() throws Exception {
        Replica dying = start();
        gate = new CountDownLatch(1);
        fire(dying, "TakenOver");
        await().atMost(PATIENCE).until(() -> told("TakenOver") == 1);
        Replica other = start();

        // Then: alerts and silences are on both within a second
        fire(dying, "Shared");
        await().atMost(Duration.ofSeconds(1))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> alerts(other, "Shared").size() == 1);
        HttpResponse<String> silence = post(other, "/api/v2/silences", """
                {"matchers":[{"name":"alertname","value":"Shared","isRegex":false}],"startsAt":"%s","endsAt":"%s",
                 "createdBy":"e2e","comment":""}""".formatted(
                        Instant.now(), Instant.now().plusSeconds(600)));
        assertEquals(200, silence.statusCode(), silence.body());
        await().atMost(Duration.ofSeconds(1))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> alerts(dying, "Shared")
                        .path(0)
                        .at("/status/state")
                        .asText()
                        .equals("suppressed"));

        // When: the one that waits for the receiver's answer is killed
        dying.process().destroyForcibly();
        dying.process().onExit().join();
        Instant death = Instant.now();
        gate.countDown();

        // Then: the other repeats what nobody confirmed, with the same key, and in time
        await().atMost(PATIENCE).until(() -> told("TakenOver") == 2);
        List<Received> both = received.stream()
                .filter(each -> each.group().contains("TakenOver"))
                .toList();
        Duration takeover = Duration.between(death, both.getLast().at());
        assertTrue(takeover.compareTo(TAKEOVER) <= 0, "taken over after " + takeover);
        assertEquals(both.getFirst().key(), both.getLast().key());

        // Then: two replicas tell each of many groups once
        Replica third = start();
        for (int i = 0; i < 40; i++) {
            fire(i % 2 == 0 ? other : third, "Many" + i);
        }
        await().atMost(PATIENCE)
                .until(() -> received.stream()
                                .filter(each -> each.group().contains("Many"))
                                .count()
                        >= 40);
        await().during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(10))
                .until(() -> received.stream()
                                .filter(each -> each.group().contains("Many"))
                                .map(Received::group)
                                .distinct()
                                .count()
                        == received.stream()
                                .filter(each -> each.group().contains("Many"))
                                .count());
        assertEquals(2, told("TakenOver"));
        assertEquals(0, told("Shared"));
    }

    @Test
    void fiftyThousandAlertsFitIntoASmallHeap() throws Exception {
        Replica replica = start();
        for (int batch = 0; batch < 50; batch++) {
            StringBuilder body = new StringBuilder("[");
            for (int i = 0; i < 1_000; i++) {
                body.append(i == 0 ? "" : ",")
                        .append("{\"labels\":{\"alertname\":\"Bulk")
                        .append(batch)
                        .append("\",\"instance\":\"host-")
                        .append(i)
                        .append("\",\"severity\":\"warning\"},\"annotations\":{\"summary\":\"disk of host-")
                        .append(i)
                        .append(" is full\"}}");
            }
            assertEquals(
                    200,
                    post(replica, "/api/v2/alerts", body.append(']').toString()).statusCode());
        }

        JsonNode all = JSON.readTree(send(HttpRequest.newBuilder(replica.url().resolve("/api/v2/alerts")))
                .body());
        assertEquals(50_000, all.size());
        await().atMost(PATIENCE)
                .until(() -> received.stream().map(Received::group).distinct().count() == 50);
        assertEquals(
                50_000,
                received.stream()
                        .mapToInt(each -> each.body().path("alerts").size())
                        .sum());
    }

    @Test
    void nothingAnsweredIsLostWhenPostgresDiesUnderLoadAndSighupReadsTheConfigurationAgain() throws Exception {
        Replica replica = start();
        Set<String> accepted = ConcurrentHashMap.newKeySet();
        AtomicInteger refused = new AtomicInteger();
        AtomicBoolean writing = new AtomicBoolean(true);
        List<Thread> writers = new ArrayList<>();
        for (int writer = 0; writer < 4; writer++) {
            int number = writer;
            writers.add(Thread.ofVirtual().start(() -> {
                for (int i = 0; writing.get() && i < 5_000; i++) {
                    String name = "Load-" + number + "-" + i;
                    int status = post(replica, "/api/v2/alerts", "[{\"labels\":{\"alertname\":\"" + name + "\"}}]")
                            .statusCode();
                    if (status == 200) {
                        accepted.add(name);
                    } else {
                        assertEquals(503, status);
                        refused.incrementAndGet();
                    }
                }
            }));
        }
        await().atMost(PATIENCE).until(() -> accepted.size() > 100);

        // When: the database is killed, and comes back on the same port
        int port = postgres.port();
        postgres.process().destroyForcibly();
        postgres.process().onExit().join();
        postgres.close();
        await().atMost(PATIENCE).until(() -> refused.get() > 0 && Ports.isFree(port));
        int before = accepted.size();
        postgres = PostgresServer.start(folder.resolve("postgres"), port, PostgresServer.Durability.FSYNC, guard);

        // Then: alerts are taken again, and every one that was answered 200 is there
        await().atMost(PATIENCE).until(() -> accepted.size() > before + 100);
        writing.set(false);
        for (Thread writer : writers) {
            writer.join();
        }
        Set<String> there = new HashSet<>();
        JSON.readTree(send(HttpRequest.newBuilder(replica.url().resolve("/api/v2/alerts")))
                        .body())
                .forEach(each -> there.add(each.at("/labels/alertname").asText()));
        Set<String> lost = new HashSet<>(accepted);
        lost.removeAll(there);
        assertEquals(Set.of(), lost);

        // When: the file changes and the process is told by the signal
        Files.writeString(config, Files.readString(config) + "  - name: added\n");
        new ProcessBuilder("kill", "-HUP", String.valueOf(replica.process().pid()))
                .start()
                .waitFor();
        await().atMost(PATIENCE)
                .until(() -> send(HttpRequest.newBuilder(replica.url().resolve("/api/v2/receivers")))
                        .body()
                        .contains("added"));
    }
}
