package io.modelwatch.devstack.launch;

import io.modelwatch.devstack.Guard;
import io.modelwatch.devstack.StartException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One service as a child process. Thread-safe. */
final class ServiceProcess implements AutoCloseable {

    private static final Duration START_WAIT = Duration.ofMinutes(3);
    private static final Duration STOP_WAIT = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int STATUS_OK = 200;
    private static final int HEAP_MEGABYTES = 512;

    private final Service service;
    private final URI url;
    private final Path log;
    private final Process process;

    private ServiceProcess(Service service, URI url, Path log, Process process) {
        this.service = service;
        this.url = url;
        this.log = log;
        this.process = process;
    }

    /**
     * Starts it without waiting for it.
     *
     * @param properties its configuration, as system properties
     * @param secrets its configuration that must not show in a list of processes, as environment variables
     */
    static ServiceProcess start(
            Service service,
            int port,
            Map<String, String> properties,
            Map<String, String> secrets,
            Folders folders,
            Guard guard)
            throws IOException {
        Path jar = folders.jar(service);
        if (!Files.exists(jar)) {
            throw new StartException(
                    service.id() + " is not built: " + jar + " is missing; deploy/up builds it, or ./mvnw package",
                    null);
        }
        Path log = folders.log(service);
        Files.createDirectories(log.getParent());
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP_MEGABYTES + "m",
                "-XX:+ExitOnOutOfMemoryError",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port));
        properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of("-jar", jar.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().putAll(secrets);
        Process process = builder.start();
        process.getOutputStream().close();
        guard.watch(process.toHandle());
        return new ServiceProcess(service, URI.create("http://127.0.0.1:" + port), log, process);
    }

    /** Waits until it says that it is ready. */
    void awaitReady(HttpClient client) throws InterruptedException {
        HttpRequest ready = HttpRequest.newBuilder(url.resolve("/q/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        long end = System.nanoTime() + START_WAIT.toNanos();
        while (!answers(client, ready)) {
            if (!process.isAlive()) {
                throw StartException.withLog(
                        service.id() + " ended with exit code " + process.exitValue() + " while starting", log, null);
            }
            if (System.nanoTime() > end) {
                throw StartException.withLog(
                        service.id() + " was not ready within " + START_WAIT.toSeconds() + " s", log, null);
            }
            Thread.sleep(POLL);
        }
    }

    private static boolean answers(HttpClient client, HttpRequest request) throws InterruptedException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == STATUS_OK;
        } catch (IOException notYet) {
            return false;
        }
    }

    Service service() {
        return service;
    }

    URI url() {
        return url;
    }

    State.Running state() {
        return new State.Running(url, process.pid(), log);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Asks it to end, so that {@link #close} need not wait long. */
    void terminate() {
        process.destroy();
    }

    /** Ends it in an orderly way, or by force when that takes too long. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_WAIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
