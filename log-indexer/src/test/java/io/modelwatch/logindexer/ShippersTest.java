package io.modelwatch.logindexer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real shippers, in good times and when there is no room: what was sent is found, once. */
@QuarkusTest
@WithTestResource(value = FaultyElasticsearch.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
@TestProfile(ShippersTest.SmallSpool.class)
@Timeout(240)
class ShippersTest {

    /** A spool that is soon full. */
    public static final class SmallSpool implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = new HashMap<>(new ElasticsearchTestProfile().getConfigOverrides());
            settings.put("log-indexer.spool.segment-bytes", "256K");
            settings.put("log-indexer.spool.max-bytes", "1M");
            settings.put("log-indexer.bulk.hold", "200ms");
            return settings;
        }
    }

    @TestHTTPResource
    URI service;

    @ConfigProperty(name = "quarkus.elasticsearch.hosts")
    String proxy;

    @TempDir
    Path directory;

    private Api api;
    private final String mark = UUID.randomUUID().toString().replace("-", "");

    @BeforeEach
    void connect() throws Exception {
        api = new Api(service);
        fault("off", 0);
        api.awaitDrained();
        await().until(() -> api.spool().at("/elasticsearch/templates_installed").asBoolean());
    }

    private void fault(String fault, int times) throws IOException, InterruptedException {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://" + proxy + "/__fault/" + fault + "/" + times))
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertEquals(200, answer.statusCode());
    }

    private void fillTheSpool() throws Exception {
        fault("503", 1_000_000);
        String text = "x".repeat(20_000);
        int taken = 0;
        while (api.post("{\"event\":\"filling\",\"prompt\":\"" + text + "\"}").status() == 200) {
            assertTrue(++taken < 100, "the spool has no bound");
        }
    }

    private void assertFoundOnce(int sent) {
        api.awaitFound(sent, Map.of("q", mark, "size", "0"));
        JsonNode counts = api.awaitDrained();
        assertEquals(
                sent,
                api.search(Map.of("q", mark, "size", "0")).json().path("total").asInt());
        assertEquals(0, counts.path("dead").asLong());
        assertEquals(
                counts.path("accepted").asLong(),
                counts.path("indexed").asLong() + counts.path("duplicate").asLong());
    }

    private ShipperProcess rsyslog(int lines, int batch, String padding) throws IOException {
        String program = ShipperProcess.program("rsyslogd", "rsyslog and rsyslog-elasticsearch");
        Assumptions.assumeTrue(
                hasElasticsearchModule(), "rsyslog has no omelasticsearch; install rsyslog-elasticsearch");
        Files.writeString(directory.resolve("app.log"), lines(lines, padding));
        Path configuration = directory.resolve("rsyslog.conf");
        Files.writeString(
                configuration,
                ShipperProcess.resource(
                        "rsyslog.conf",
                        Map.of(
                                "directory", directory.toString(),
                                "port", String.valueOf(service.getPort()),
                                "batch", String.valueOf(batch))));
        return ShipperProcess.start(
                directory,
                List.of(
                        program,
                        "-n",
                        "-f",
                        configuration.toString(),
                        "-i",
                        directory.resolve("pid").toString()));
    }

    private static boolean hasElasticsearchModule() throws IOException {
        try (var modules =
                Files.find(Path.of("/usr/lib"), 4, (file, attributes) -> file.endsWith("rsyslog/omelasticsearch.so"))) {
            return modules.findAny().isPresent();
        }
    }

    @Test
    void whatRsyslogSendsIsFoundOnce() throws Exception {
        try (ShipperProcess rsyslog = rsyslog(500, 64, "")) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> api.search(Map.of("q", mark, "size", "0"))
                                    .json()
                                    .path("total")
                                    .asInt()
                            >= 500);

            assertFoundOnce(500);
            assertTrue(rsyslog.isRunning(), rsyslog.output());
            JsonNode document =
                    api.search(Map.of("q", mark, "size", "1")).json().at("/hits/0/document");
            assertEquals("NOTICE", document.at("/log/level").asText());
            assertEquals("app-logs", document.at("/event/dataset").asText());
            assertTrue(document.at("/extra/host").isTextual(), document.toString());
            assertTrue(document.path("message").asText().contains("\"quoted\" 中文"));
        }
    }

    @Test
    void rsyslogLosesNothingWhileThereIsNoRoom() throws Exception {
        fillTheSpool();
        double before = refused();
        try (ShipperProcess rsyslog = rsyslog(200, 20, " " + "y".repeat(1000))) {
            await().atMost(Duration.ofSeconds(60)).until(() -> refused() > before);

            fault("off", 0);

            assertFoundOnce(200);
            assertTrue(rsyslog.isRunning(), rsyslog.output());
        }
    }

    private ShipperProcess syslogNg(int lines, int batch, String padding) throws IOException {
        String program = ShipperProcess.program("syslog-ng", "syslog-ng-core and syslog-ng-mod-http");
        Files.writeString(directory.resolve("app.log"), lines(lines, padding));
        Path configuration = directory.resolve("syslog-ng.conf");
        Files.writeString(
                configuration,
                ShipperProcess.resource(
                        "syslog-ng.conf",
                        Map.of(
                                "directory", directory.toString(),
                                "port", String.valueOf(service.getPort()),
                                "batch", String.valueOf(batch))));
        return ShipperProcess.start(
                directory,
                List.of(
                        program,
                        "--foreground",
                        "--stderr",
                        "--no-caps",
                        "--cfgfile",
                        configuration.toString(),
                        "--persist-file",
                        directory.resolve("persist").toString(),
                        "--pidfile",
                        directory.resolve("pid").toString(),
                        "--control",
                        directory.resolve("ctl").toString()));
    }

    private String lines(int lines, String padding) {
        return IntStream.range(0, lines)
                .mapToObj(i -> mark + " line " + i + " \"quoted\" 中文" + padding + "\n")
                .collect(Collectors.joining());
    }

    @Test
    void whatSyslogNgSendsIsFoundOnce() throws Exception {
        try (ShipperProcess syslogNg = syslogNg(500, 64, "")) {
            assertFoundOnce(500);
            assertTrue(syslogNg.isRunning(), syslogNg.output());
            JsonNode document =
                    api.search(Map.of("q", mark, "size", "1")).json().at("/hits/0/document");
            assertEquals("app-logs", document.at("/event/dataset").asText());
            assertTrue(document.at("/extra/host").isTextual(), document.toString());
            assertTrue(document.path("message").asText().contains("\"quoted\" 中文"), document.toString());
        }
    }

    @Test
    void syslogNgLosesNothingWhileThereIsNoRoom() throws Exception {
        fillTheSpool();
        double before = refused();
        try (ShipperProcess syslogNg = syslogNg(200, 20, " " + "y".repeat(1000))) {
            await().atMost(Duration.ofSeconds(60)).until(() -> refused() > before);

            fault("off", 0);

            assertFoundOnce(200);
            assertTrue(syslogNg.isRunning(), syslogNg.output());
        }
    }

    private double refused() {
        return api.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("log_indexer_refused_bodies_total "))
                .mapToDouble(line -> Double.parseDouble(line.split(" ")[1]))
                .sum();
    }

    @Test
    void whatTheOfficialJavaScriptClientSendsIsFoundOnce() throws Exception {
        String node = ShipperProcess.program("node", "nodejs");
        Path modules = installed("@elastic/elasticsearch@8");
        Path script = modules.resolve("bulk.js");
        Files.writeString(script, ShipperProcess.resource("bulk.js", Map.of()));

        try (ShipperProcess shipper =
                ShipperProcess.start(directory, List.of(node, script.toString(), service.toString(), mark, "1000"))) {
            assertEquals(0, shipper.await(60), shipper.output());
            JsonNode told = Api.JSON.readTree(
                    shipper.output().lines().reduce((first, second) -> second).orElse(""));

            assertEquals(999, told.path("successful").asInt(), shipper.output());
            assertEquals(0, told.path("failed").asInt(), shipper.output());
            assertEquals("created", told.path("one").asText());
            assertEquals("8.19.0", told.path("version").asText());
        }
        assertFoundOnce(1000);
    }

    @Test
    void whatTheOfficialPythonClientSendsIsFoundOnce() throws Exception {
        String python = "/usr/bin/python3"; // the one that Debian's packages belong to
        Assumptions.assumeTrue(Files.isExecutable(Path.of(python)), "install python3");
        try (ShipperProcess check = ShipperProcess.start(directory, List.of(python, "-c", "import elasticsearch"))) {
            Assumptions.assumeTrue(check.await(60) == 0, "install python3-elasticsearch: " + check.output());
        }
        Path script = directory.resolve("bulk.py");
        Files.writeString(script, ShipperProcess.resource("bulk.py", Map.of()));

        try (ShipperProcess shipper =
                ShipperProcess.start(directory, List.of(python, script.toString(), service.toString(), mark, "1000"))) {
            assertEquals(0, shipper.await(60), shipper.output());
            JsonNode told = Api.JSON.readTree(
                    shipper.output().lines().reduce((first, second) -> second).orElse(""));

            assertEquals(999, told.path("successful").asInt(), shipper.output());
            assertEquals(0, told.path("failed").asInt(), shipper.output());
            assertEquals("created", told.path("one").asText());
        }
        assertFoundOnce(1000);
    }

    /** Installs a package from npm once for all runs; without the registry the test is skipped. */
    private static Path installed(String packageName) throws IOException, InterruptedException {
        Path modules = Path.of("target/npm").toAbsolutePath();
        Files.createDirectories(modules);
        if (!Files.isDirectory(modules.resolve("node_modules/@elastic/elasticsearch"))) {
            String npm = ShipperProcess.program("npm", "npm");
            Files.writeString(modules.resolve("package.json"), "{\"private\":true}");
            try (ShipperProcess install = ShipperProcess.start(
                    modules,
                    List.of(
                            npm,
                            "install",
                            "--no-audit",
                            "--no-fund",
                            "--ignore-scripts",
                            "--prefer-offline",
                            packageName))) {
                Assumptions.assumeTrue(
                        install.await(120) == 0, "npm cannot install " + packageName + ": " + install.output());
            }
        }
        return modules;
    }

    @ParameterizedTest
    @CsvSource({"Fluent-Bit, 429", "syslog-ng 3.38.1, 429", "elasticsearch-js/8.19.2 (linux), 503"})
    void withoutRoomTheAnswerSuitsTheClientAndTheConnectionStays(String userAgent, int status) throws Exception {
        fillTheSpool();
        String body = ("{\"index\":{}}\n{\"message\":\"" + mark + "\"}\n").repeat(5000);

        Api.Answer answer = api.request("POST", "/app/_bulk", body.getBytes(UTF_8), Map.of("User-Agent", userAgent));

        assertEquals(status, answer.status());
        assertEquals("1", answer.retryAfter());
        assertEquals("Elasticsearch", answer.header("X-Elastic-Product"));
        assertEquals(
                "es_rejected_execution_exception",
                answer.json().at("/error/type").asText());
        assertEquals(status, answer.json().path("status").asInt());
    }

    @Test
    void aClientWithoutANameIsNotAnsweredWhenThereIsNoRoom() throws Exception {
        fillTheSpool();
        try (Socket socket = new Socket(service.getHost(), service.getPort())) {
            socket.setSoTimeout(20_000);
            // The length alone decides: nothing of the body has been sent.
            socket.getOutputStream()
                    .write("POST /_bulk HTTP/1.1\r\nHost: localhost\r\nContent-Length: 200000\r\n\r\n"
                            .getBytes(US_ASCII));

            assertEquals(-1, socket.getInputStream().read());
        }
    }
}
