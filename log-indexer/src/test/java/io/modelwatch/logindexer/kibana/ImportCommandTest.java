package io.modelwatch.logindexer.kibana;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The command against something that answers as Kibana's import does. */
@Timeout(60)
class ImportCommandTest {

    private static final Path COMMAND = Path.of(System.getProperty("modelwatch.root"), "deploy/kibana/import");

    private HttpServer kibana;
    private volatile String reply = "{\"successCount\":19,\"success\":true,\"warnings\":[],\"successResults\":[]}";
    private volatile int status = 200;
    private volatile HttpExchange seen;
    private volatile String body = "";

    private record Run(int exit, String output) {}

    @BeforeEach
    void listen() throws IOException {
        kibana = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        kibana.createContext("/", exchange -> {
            try (exchange) {
                seen = exchange;
                body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
                exchange.sendResponseHeaders(status, 0);
                exchange.getResponseBody().write(reply.getBytes(UTF_8));
            }
        });
        kibana.start();
    }

    @AfterEach
    void close() {
        kibana.stop(0);
    }

    private Run run(Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(COMMAND.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("KIBANA_") || name.endsWith("_proxy"));
        builder.environment()
                .put("KIBANA_URL", "http://127.0.0.1:" + kibana.getAddress().getPort() + "/base/");
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Run(process.waitFor(), output);
    }

    @Test
    void theFileArrivesWholeAndReplacesWhatIsThere() throws Exception {
        Run run = run(Map.of("KIBANA_USER", "elastic", "KIBANA_PASSWORD", "p\"a\\ss:w"));

        assertEquals(new Run(0, "imported 19 objects\n"), run);
        assertEquals("POST", seen.getRequestMethod());
        assertEquals(
                "/base/api/saved_objects/_import?overwrite=true",
                seen.getRequestURI().toString());
        assertEquals("true", seen.getRequestHeaders().getFirst("kbn-xsrf"));
        assertEquals(
                "Basic " + Base64.getEncoder().encodeToString("elastic:p\"a\\ss:w".getBytes(UTF_8)),
                seen.getRequestHeaders().getFirst("Authorization"));
        assertTrue(body.contains("name=\"file\"; filename=\"modelwatch.ndjson\""), body.substring(0, 300));
        assertTrue(body.contains(KibanaObjects.ndjson()));
    }

    @Test
    void spacesKeysAndKeepingWork() throws Exception {
        Run run = run(Map.of("KIBANA_SPACE", "ml", "KIBANA_API_KEY", "abc=="), "--keep");

        assertEquals(0, run.exit());
        assertEquals(
                "/base/s/ml/api/saved_objects/_import?overwrite=false",
                seen.getRequestURI().toString());
        assertEquals("ApiKey abc==", seen.getRequestHeaders().getFirst("Authorization"));
    }

    @Test
    void whatKibanaRefusesIsAFailure() throws Exception {
        reply = "{\"success\":false,\"successCount\":18,\"errors\":[{\"id\":\"x\",\"error\":{\"type\":\"conflict\"}}]}";
        Run conflict = run(Map.of(), "--keep");
        status = 401;
        reply = "{\"statusCode\":401,\"error\":\"Unauthorized\"}";
        Run unauthorized = run(Map.of());

        assertEquals(1, conflict.exit());
        assertTrue(conflict.output().contains("conflict"), conflict.output());
        assertEquals(1, unauthorized.exit());
        assertTrue(unauthorized.output().contains("401"), unauthorized.output());
    }

    @Test
    void wrongUsageAndSilenceAreTold() throws Exception {
        Run help = run(Map.of(), "--help");
        Run unknown = run(Map.of(), "--what");
        Run missing = run(Map.of(), "no-such-file.ndjson");
        kibana.stop(0);
        Run silent = run(Map.of());

        assertEquals(0, help.exit());
        assertTrue(help.output().contains("KIBANA_API_KEY"));
        assertEquals(2, unknown.exit());
        assertEquals(2, missing.exit());
        assertEquals(3, silent.exit());
        assertFalse(silent.output().isBlank());
    }
}
