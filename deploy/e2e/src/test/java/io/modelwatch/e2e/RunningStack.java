package io.modelwatch.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A stack started by {@code deploy/up --detach}, and a client for it. Thread-safe. */
final class RunningStack implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();
    static final Path ROOT = Path.of(System.getProperty("modelwatch.root"));

    private static final Duration COMMAND_WAIT = Duration.ofMinutes(8);

    private final Path local;
    private final List<String> prefix;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private RunningStack(Path local, List<String> prefix) {
        this.local = local;
        this.prefix = prefix;
    }

    /** Starts a stack on free ports, without the demo, with the alerting configuration of these tests. */
    static RunningStack start(String name) {
        return start(ROOT.resolve("deploy/e2e/target").resolve(name), List.of());
    }

    /**
     * The same in a folder and as a user of the caller's choice.
     *
     * @param prefix a command that runs the command that follows it
     */
    static RunningStack start(Path local, List<String> prefix) {
        RunningStack stack = new RunningStack(local, prefix);
        Path config = ROOT.resolve("deploy/e2e/src/test/resources/config");
        Finished up = stack.run("up", "--detach", "--no-demo", "--free-ports", "--config", config.toString());
        assertEquals(0, up.exitCode(), up.output());
        return stack;
    }

    /** What a command left. */
    record Finished(int exitCode, String output) {}

    /** Runs {@code deploy/up} or {@code deploy/down} on this stack's folder, without building. */
    Finished run(String command, String... arguments) {
        return run(local, prefix, command, arguments);
    }

    static Finished run(Path local, List<String> prefix, String command, String... arguments) {
        try {
            List<String> line = new ArrayList<>(prefix);
            line.add(ROOT.resolve("deploy").resolve(command).toString());
            line.addAll(List.of(arguments));
            Path output = Files.createTempFile("e2e-" + command, ".log");
            ProcessBuilder builder =
                    new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().put("MODELWATCH_LOCAL", local.toString());
            builder.environment().put("MODELWATCH_SKIP_BUILD", "1");
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(COMMAND_WAIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return new Finished(-1, "no end within " + COMMAND_WAIT + "\n" + Files.readString(output));
            }
            return new Finished(process.exitValue(), Files.readString(output));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    JsonNode state() {
        try {
            return JSON.readTree(local.resolve("state.json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path local() {
        return local;
    }

    URI url(String service) {
        return URI.create(state().at("/services/" + service + "/url").asText());
    }

    URI elasticsearch() {
        return URI.create(state().at("/stores/elasticsearch/url").asText());
    }

    /** JDBC address of a service's database. */
    String jdbc(String database) {
        String url = state().at("/stores/postgresql/url").asText();
        return "jdbc:" + url.substring(0, url.lastIndexOf('/') + 1) + database;
    }

    /** Notifications that have arrived at the launcher's webhook sink. */
    JsonNode notifications() {
        return get(URI.create(state().at("/webhookSink").asText())).json();
    }

    /** Kills a service with -9 and waits until it is gone. */
    void kill(String service) {
        long pid = state().at("/services/" + service + "/pid").asLong();
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
    }

    void restart(String service) {
        Finished restart = run("up", "--restart", service);
        assertEquals(0, restart.exitCode(), restart.output());
    }

    /** An answer. */
    record Answer(int status, String body) {

        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new AssertionError("not JSON, status " + status + ": " + body, e);
            }
        }
    }

    Answer get(URI uri) {
        try {
            return send(HttpRequest.newBuilder(uri));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Answer get(String service, String path) {
        return get(url(service).resolve(path));
    }

    Answer post(String service, String path, Object body) throws IOException {
        return post(service, path, JSON.writeValueAsBytes(body), Map.of("Content-Type", "application/json"));
    }

    Answer post(String service, String path, byte[] body, Map<String, String> headers) throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(url(service).resolve(path)).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return send(request);
    }

    Answer post(URI uri, Object body) throws IOException {
        return send(HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))));
    }

    private Answer send(HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<String> response =
                    client.send(request.timeout(Duration.ofSeconds(60)).build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** How many documents of the data stream have the request id, asked of Elasticsearch itself. */
    int documents(String requestId) {
        refresh();
        return get(elasticsearch()
                        .resolve("/logs-llm-default/_count?q="
                                + URLEncoder.encode("http.request.id:\"" + requestId + "\"", StandardCharsets.UTF_8)))
                .json()
                .path("count")
                .asInt(-1);
    }

    void refresh() {
        try {
            send(HttpRequest.newBuilder(elasticsearch().resolve("/logs-llm-default/_refresh"))
                    .POST(HttpRequest.BodyPublishers.noBody()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        client.close();
        Finished down = run("down", "--wipe");
        assertEquals(0, down.exitCode(), down.output());
    }
}
