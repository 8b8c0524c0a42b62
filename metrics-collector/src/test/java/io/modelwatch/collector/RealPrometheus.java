package io.modelwatch.collector;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A Prometheus from the system's packages, with the configuration a test gives it. */
final class RealPrometheus implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/bin/prometheus");

    private final Process process;

    private RealPrometheus(Process process) {
        this.process = process;
    }

    /** Starts it in a folder of its own; the test is skipped where there is none. */
    static RealPrometheus start(Path folder, String configuration) throws IOException {
        Assumptions.assumeTrue(Files.isExecutable(PROGRAM), "there is no " + PROGRAM + " (Debian: prometheus)");
        Path file = Files.writeString(folder.resolve("prometheus.yml"), configuration);
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        return new RealPrometheus(new ProcessBuilder(List.of(
                        PROGRAM.toString(),
                        "--config.file=" + file,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start());
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    boolean runs() {
        return process.isAlive();
    }
}
