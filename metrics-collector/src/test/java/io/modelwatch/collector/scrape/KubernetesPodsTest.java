package io.modelwatch.collector.scrape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.modelwatch.collector.scrape.PodTargets.Found;
import io.modelwatch.collector.window.Labels;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks a small API server: pods in pages, a token, refusals. */
class KubernetesPodsTest {

    private static final String POD = """
            {"metadata":{"name":"%s","namespace":"%s","labels":{"app.kubernetes.io/name":"vllm"},"annotations":{%s}%s},
             "spec":{"nodeName":"node-1","containers":[{"name":"c","ports":[{"containerPort":53,"protocol":"UDP"},
              {"containerPort":8000,"protocol":"TCP"}]}]},
             "status":{"phase":"%s","podIP":"%s"}}""";

    @TempDir
    Path folder;

    private final Map<String, String> pages = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile String token = "first";
    private HttpServer server;
    private Path tokenFile;

    @BeforeEach
    void start() throws IOException {
        tokenFile = Files.writeString(folder.resolve("token"), "first\n");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1/", exchange -> {
            String path = exchange.getRequestURI().toString();
            asked.add(path);
            boolean allowed =
                    ("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"));
            String key = path.contains("continue=") ? path.replaceFirst(".*continue=", "") : "";
            String page = allowed ? pages.get(key) : "{\"kind\":\"Status\",\"code\":401}";
            byte[] body = (page == null ? "{\"kind\":\"Status\",\"code\":410}" : page).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(allowed ? page == null ? 410 : 200 : 401, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void podsThatAskForItAreFoundOnAllPages() throws Exception {
        // Given
        String yes = "\"prometheus.io/scrape\":\"true\"";
        pages.put(
                "",
                list(
                        "next 1/2",
                        POD.formatted(
                                "all",
                                "a",
                                yes + ",\"prometheus.io/port\":\"9400\",\"prometheus.io/path\":\"m\","
                                        + "\"prometheus.io/scheme\":\"https\"",
                                "",
                                "Running",
                                "10.0.0.1"),
                        POD.formatted("usual", "a", yes, "", "Running", "10.0.0.2"),
                        POD.formatted("six", "b", yes, "", "Running", "fd00::1")));
        pages.put(
                "next+1%2F2",
                list(
                        "",
                        POD.formatted("silent", "a", "", "", "Running", "10.0.0.3"),
                        POD.formatted("no", "a", "\"prometheus.io/scrape\":\"false\"", "", "Running", "10.0.0.4"),
                        POD.formatted("waits", "a", yes, "", "Pending", "10.0.0.5"),
                        POD.formatted(
                                "goes",
                                "a",
                                yes,
                                ",\"deletionTimestamp\":\"2026-11-22T08:00:00Z\"",
                                "Running",
                                "10.0.0.6"),
                        POD.formatted(
                                "bad", "a", yes + ",\"prometheus.io/port\":\"metrics\"", "", "Running", "10.0.0.7"),
                        POD.formatted(
                                "ftp", "a", yes + ",\"prometheus.io/scheme\":\"ftp\"", "", "Running", "10.0.0.8")));

        // When
        Found found = pods(List.of(), 10).find();

        // Then
        assertEquals(
                List.of("https://10.0.0.1:9400/m", "http://10.0.0.2:8000/metrics", "http://[fd00::1]:8000/metrics"),
                found.targets().stream().map(target -> target.url().toString()).toList());
        assertEquals(
                Labels.of(Map.of(
                        "instance", "10.0.0.2:8000",
                        "namespace", "a",
                        "pod", "usual",
                        "host", "node-1",
                        "service", "vllm")),
                found.targets().get(1).labels());
        assertEquals(2, found.faults().size());
        assertTrue(found.faults().getFirst().startsWith("a/bad has the port 'metrics'"), found.faults()::toString);
        assertTrue(asked.getFirst().contains("fieldSelector=status.phase%3DRunning"), asked::toString);
        assertTrue(asked.getFirst().contains("labelSelector=app%3Dvllm"), asked::toString);
    }

    @Test
    void namespacesAreAskedOneByOneAndTargetsAreBounded() throws Exception {
        // Given
        String yes = "\"prometheus.io/scrape\":\"true\"";
        pages.put(
                "",
                list(
                        "",
                        POD.formatted("p", "n", yes, "", "Running", "10.0.0.1"),
                        POD.formatted("q", "n", yes, "", "Running", "10.0.0.2")));

        // When
        Found found = pods(List.of("one", "two"), 3).find();

        // Then
        assertEquals(3, found.targets().size());
        assertEquals(List.of("1 targets more than 3"), found.faults());
        assertTrue(asked.get(1).startsWith("/api/v1/namespaces/two/pods?"), asked::toString);
    }

    @Test
    void aRenewedTokenIsReadAgainAndARefusalIsAFailure() throws Exception {
        // Given
        pages.put("", list("gone", POD.formatted("p", "n", "", "", "Running", "10.0.0.1")));
        KubernetesPods pods = pods(List.of(), 10);
        token = "second";
        assertThrows(IOException.class, pods::find);

        // When
        Files.writeString(tokenFile, "second");
        IOException expired = assertThrows(IOException.class, pods::find);
        pages.put("", list(""));

        // Then
        assertTrue(expired.getMessage().contains("410"), expired.getMessage());
        assertEquals(List.of(), pods.find().targets());
    }

    private KubernetesPods pods(List<String> namespaces, int most) throws Exception {
        return new KubernetesPods(
                KubernetesPods.client(null),
                new KubernetesPods.Access(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                        tokenFile,
                        namespaces,
                        "app=vllm",
                        most),
                new PodTargets("prometheus.io", Duration.ofSeconds(15), Duration.ofSeconds(10)));
    }

    private static String list(String next, String... pods) {
        return "{\"kind\":\"PodList\",\"metadata\":{\"continue\":\"" + next + "\"},\"items\":[" + String.join(",", pods)
                + "]}";
    }
}
