package io.modelwatch.observability;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus with the committed configuration; its targets are not there. */
class PrometheusLoadsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    static Path temporary;

    private static Process prometheus;
    private static String address;

    @BeforeAll
    static void start() throws IOException {
        Program program = Program.installed("prometheus");
        address = "127.0.0.1:" + freePort();
        Path log = temporary.resolve("prometheus.log");
        prometheus = program.start(
                List.of(
                        "--config.file=" + Repository.PROMETHEUS.resolve("prometheus.yml"),
                        "--storage.tsdb.path=" + temporary.resolve("data"),
                        "--enable-feature=exemplar-storage,native-histograms",
                        "--web.listen-address=" + address),
                log);
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    assertTrue(prometheus.isAlive(), () -> Repository.read(log));
                    return ready();
                });
    }

    @AfterAll
    static void stop() {
        if (prometheus != null) {
            prometheus.destroyForcibly().onExit().join();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean ready() throws InterruptedException {
        try {
            return send("/-/ready").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static HttpResponse<String> send(String path) throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create("http://" + address + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode get(String path) throws IOException, InterruptedException {
        return JSON.readTree(send(path).body());
    }

    @Test
    void everyRuleIsLoaded() throws Exception {
        int loaded = 0;
        for (JsonNode group : get("/api/v1/rules").at("/data/groups")) {
            loaded += group.path("rules").size();
        }
        assertEquals(Repository.rules().size(), loaded);
    }

    @Test
    void everyJobIsATarget() throws Exception {
        Set<String> expected = new TreeSet<>();
        Repository.yaml(Repository.PROMETHEUS.resolve("prometheus.yml"))
                .path("scrape_configs")
                .forEach(job -> expected.add(job.get("job_name").asText()));

        // Discovery hands its targets over every five seconds.
        await().atMost(Duration.ofSeconds(60)).until(PrometheusLoadsTest::scrapedJobs, expected::equals);
    }

    private static Set<String> scrapedJobs() throws IOException, InterruptedException {
        Set<String> jobs = new TreeSet<>();
        get("/api/v1/targets")
                .at("/data/activeTargets")
                .forEach(target -> jobs.add(target.at("/labels/job").asText()));
        return jobs;
    }

    @Test
    void theConfigurationInForceKeepsExemplarsAndNamesAlertRouter() throws Exception {
        String configuration = get("/api/v1/status/config").at("/data/yaml").asText();

        assertTrue(configuration.contains("max_exemplars: 100000"), configuration);
        assertTrue(configuration.contains("alert-router:9093"), configuration);
    }

    @Test
    void everyRuleAndEveryQueryOfADashboardCanBeEvaluated() throws Exception {
        Map<String, String> queries = new TreeMap<>(DashboardsTest.queries());
        Repository.rules()
                .forEach(rule -> queries.put(
                        rule.path("alert").asText(rule.path("record").asText()),
                        rule.get("expr").asText()));

        List<String> faults = new ArrayList<>();
        for (Map.Entry<String, String> query : queries.entrySet()) {
            JsonNode answer = get("/api/v1/query?query=" + URLEncoder.encode(query.getValue(), StandardCharsets.UTF_8));
            if (!answer.path("status").asText().equals("success")) {
                faults.add(query.getKey() + ": " + answer.path("error").asText());
            }
        }

        assertEquals(List.of(), faults);
    }
}
