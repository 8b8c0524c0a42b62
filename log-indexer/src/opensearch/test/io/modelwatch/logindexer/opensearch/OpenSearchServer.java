package io.modelwatch.logindexer.opensearch;

import io.modelwatch.devstack.Guard;
import io.modelwatch.devstack.Ports;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A real OpenSearch of the distribution that the Maven repository has; refuses to be root, so root makes it nobody. */
public final class OpenSearchServer implements QuarkusTestResourceLifecycleManager {

    private static final long START_MILLIS = 240_000;

    private Guard guard;
    private Process process;
    private Path work;

    @Override
    public Map<String, String> start() {
        try {
            int port = Ports.free();
            boolean root = "root".equals(System.getProperty("user.name"));
            work = Files.createTempDirectory("opensearch-test");
            run("cp", "-rL", System.getProperty("modelwatch.opensearch.home") + "/.", work.toString());
            Files.writeString(work.resolve("config/opensearch.yml"), """
                    cluster.name: opensearch-test
                    discovery.type: single-node
                    http.host: 127.0.0.1
                    http.port: %d
                    transport.host: 127.0.0.1
                    transport.port: %d
                    cluster.routing.allocation.disk.threshold_enabled: false
                    """.formatted(port, Ports.free()));
            Files.createDirectories(work.resolve("config/jvm.options.d"));
            Files.writeString(
                    work.resolve("config/jvm.options.d/test.options"), "-Xms512m\n-Xmx512m\n-XX:-AlwaysPreTouch\n-XX:TieredStopAtLevel=1\n");
            List<String> command = new ArrayList<>();
            if (root) {
                run("chown", "-R", "nobody:nogroup", work.toString());
                command.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
            }
            command.addAll(List.of("bash", work.resolve("bin/opensearch").toString()));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(work.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(work.resolve("console.log").toFile());
            builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JAVA_HOME"));
            builder.environment().put("OPENSEARCH_JAVA_HOME", System.getProperty("java.home"));
            builder.environment().put("HOME", work.toString());
            guard = Guard.start();
            process = builder.start();
            guard.watch(process.toHandle());
            awaitStart(port, work.resolve("console.log"));
            String namespace = "os" + Long.toString(System.currentTimeMillis(), 36); // and with it a spool of its own
            return Map.of(
                    "quarkus.elasticsearch.hosts", "127.0.0.1:" + port, "modelwatch.test.namespace", namespace);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed");
        }
    }

    private void awaitStart(int port, Path log) throws IOException, InterruptedException {
        HttpRequest health = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/_cluster/health?wait_for_status=yellow"))
                .build();
        long end = System.currentTimeMillis() + START_MILLIS;
        while (true) {
            try {
                if (HttpClient.newHttpClient().send(health, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException notYet) {
                if (!process.isAlive() || System.currentTimeMillis() > end) {
                    throw new IOException("OpenSearch did not start:\n" + Files.readString(log), notYet);
                }
            }
            Thread.sleep(200);
        }
    }

    @Override
    public void stop() {
        try {
            if (guard != null) {
                guard.close();
            }
            if (work != null) {
                run("rm", "-rf", work.toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
