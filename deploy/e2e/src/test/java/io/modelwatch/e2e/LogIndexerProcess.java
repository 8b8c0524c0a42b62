package io.modelwatch.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelwatch.devstack.Guard;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The packaged log-indexer alone, in 256 MB, that can be killed and started again on the same spool. */
final class LogIndexerProcess implements AutoCloseable {

    private static final Duration START_WAIT = Duration.ofMinutes(2);

    private final int port;
    private final Path directory;
    private final Map<String, String> settings;
    private final Guard guard;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private volatile Process process;

    LogIndexerProcess(int port, Path directory, Map<String, String> settings, Guard guard) {
        this.port = port;
        this.directory = directory;
        this.settings = Map.copyOf(settings);
        this.guard = guard;
    }

    void start() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+ExitOnOutOfMemoryError",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Dquarkus.http.host=127.0.0.1",
                "-Dmodelwatch.security=off",
                "-Dquarkus.http.port=" + port,
                "-Dlog-indexer.spool.directory=" + directory.resolve("spool")));
        settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of(
                "-jar",
                RunningStack.ROOT
                        .resolve("log-indexer/target/quarkus-app/quarkus-run.jar")
                        .toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("log-indexer.log").toFile()));
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        process = builder.start();
        process.getOutputStream().close();
        guard.watch(process.toHandle());
    }

    void awaitReady() {
        await().atMost(START_WAIT).until(() -> {
            assertTrue(process.isAlive(), "log-indexer has ended, see " + directory.resolve("log-indexer.log"));
            try {
                return get("/q/health/ready").status() == 200;
            } catch (IOException e) {
                return false;
            }
        });
    }

    boolean isAlive() {
        return process.isAlive();
    }

    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    RunningStack.Answer get(String path) throws IOException {
        return send(HttpRequest.newBuilder(uri(path)));
    }

    RunningStack.Answer post(String path, byte[] body, String... headers) throws IOException {
        return post(path, () -> new ByteArrayInputStream(body), headers);
    }

    /** Posts a body of any length, in chunks. */
    RunningStack.Answer post(String path, Supplier<InputStream> body, String... headers) throws IOException {
        return send(HttpRequest.newBuilder(uri(path))
                .POST(HttpRequest.BodyPublishers.ofInputStream(body))
                .headers(headers));
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private RunningStack.Answer send(HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<String> response =
                    http.send(request.timeout(Duration.ofSeconds(60)).build(), HttpResponse.BodyHandlers.ofString());
            return new RunningStack.Answer(response.statusCode(), response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    JsonNode spool() throws IOException {
        return get("/api/v1/spool").json();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        http.close();
    }
}
