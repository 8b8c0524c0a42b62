package io.modelwatch.collector;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A ClickHouse from the system's packages, in a folder of its own; without one the service has no long-term store. */
public final class RealClickHouse implements QuarkusTestResourceLifecycleManager {

    private static final String CONFIG = """
            <yandex>
              <logger><level>warning</level><console>1</console></logger>
              <http_port>%1$d</http_port>
              <listen_host>127.0.0.1</listen_host>
              <path>%2$s/data/</path>
              <tmp_path>%2$s/tmp/</tmp_path>
              <users_config>users.xml</users_config>
              <default_profile>default</default_profile>
              <default_database>default</default_database>
              <mark_cache_size>67108864</mark_cache_size>
            </yandex>
            """;

    private static final String USERS = """
            <yandex>
              <profiles><default/></profiles>
              <users><default><password>secret</password><networks><ip>127.0.0.1</ip></networks>
                <profile>default</profile><quota>default</quota></default></users>
              <quotas><default/></quotas>
            </yandex>
            """;

    private @Nullable Process process;
    private @Nullable Path folder;

    /** Where Debian has it, and where others do. */
    static Optional<Path> program() {
        return Stream.of("/usr/sbin/clickhouse-server", "/usr/bin/clickhouse-server")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    @Override
    public Map<String, String> start() {
        Optional<Path> program = program();
        if (program.isEmpty()) {
            return Map.of();
        }
        try {
            int port = freePort();
            Path own = Files.createTempDirectory("clickhouse");
            folder = own;
            Files.writeString(own.resolve("users.xml"), USERS);
            Path config = Files.writeString(own.resolve("config.xml"), CONFIG.formatted(port, own));
            process = new ProcessBuilder(program.get().toString(), "--config-file=" + config)
                    .directory(own.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(own.resolve("server.log").toFile())
                    .start();
            return Map.of(
                    "metrics-collector.clickhouse.url", "http://127.0.0.1:" + port,
                    "metrics-collector.clickhouse.password", "secret",
                    "metrics-collector.forward.clickhouse.linger", "50ms",
                    "metrics-collector.forward.clickhouse.retry-delay", "50ms");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void stop() {
        Process running = process;
        if (running != null) {
            running.destroy();
            try {
                if (!running.waitFor(10, TimeUnit.SECONDS)) {
                    running.destroyForcibly();
                }
            } catch (InterruptedException e) {
                running.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
        if (folder != null) {
            delete(folder);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> deepestFirst = new ArrayList<>(all.toList());
            deepestFirst.sort(Comparator.reverseOrder());
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
