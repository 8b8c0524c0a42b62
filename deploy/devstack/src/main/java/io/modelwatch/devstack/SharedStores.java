package io.modelwatch.devstack;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Properties;
import java.util.logging.LogManager;
import org.jspecify.annotations.Nullable;

/**
 * One PostgreSQL and one Elasticsearch for all tests of a Maven run, started when the first test asks for them, in a
 * side process that ends with the Maven JVM. Their data is thrown away.
 *
 * @param postgresPort where PostgreSQL listens on loopback
 * @param elasticsearch address of Elasticsearch
 */
public record SharedStores(int postgresPort, URI elasticsearch) {

    private static final Duration START_WAIT = Duration.ofMinutes(4);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final int HEAP_MEGABYTES = 384;

    /** The stores of this run; starts them where they are not running yet. */
    public static SharedStores get() {
        Path directory = Path.of(required("modelwatch.stores.directory"));
        Path file = directory.resolve("stores.properties");
        try {
            Files.createDirectories(directory);
            try (FileChannel channel = FileChannel.open(
                            directory.resolve("stores.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                SharedStores running = read(file);
                return running != null ? running : launch(directory, file, lock);
            }
        } catch (IOException e) {
            throw new StartException("the stores of the tests could not be started: " + e.getMessage(), e);
        }
    }

    private static SharedStores launch(Path directory, Path file, FileLock lock) throws IOException {
        Files.deleteIfExists(file);
        Path log = directory.resolve("stores.log");
        ProcessBuilder builder = new ProcessBuilder(
                // nothing is inherited: Maven would wait for a pipe that the side process holds
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                SharedStores.class.getName(),
                directory.toString(),
                required("modelwatch.elasticsearch.home"),
                Long.toString(maven().pid()));
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        Process process =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        process.getOutputStream().close();
        long end = System.nanoTime() + START_WAIT.toNanos();
        while (lock.isValid()) {
            SharedStores started = read(file);
            if (started != null) {
                return started;
            }
            if (!process.isAlive() || System.nanoTime() > end) {
                process.destroyForcibly();
                throw StartException.withLog("the stores of the tests did not start", log, null);
            }
            pause();
        }
        throw new IOException("the lock was lost");
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** What the side process has announced, unless that process is gone or belongs to another Maven run. */
    private static @Nullable SharedStores read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return null;
        }
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            properties.load(in);
        }
        boolean ours = properties.getProperty("owner", "").equals(Long.toString(maven().pid()));
        boolean alive = ProcessHandle.of(Long.parseLong(properties.getProperty("pid", "0")))
                .isPresent();
        return ours && alive
                ? new SharedStores(
                        Integer.parseInt(properties.getProperty("postgresql.port")),
                        URI.create(properties.getProperty("elasticsearch.url")))
                : null;
    }

    /** The nearest Java process above this one, which is Maven (a shell lies between); this one in an IDE. */
    private static ProcessHandle maven() {
        ProcessHandle current = ProcessHandle.current();
        for (var above = current.parent();
                above.isPresent();
                above = above.get().parent()) {
            if (above.get().info().command().orElse("").endsWith("/java")) {
                return above.get();
            }
        }
        return current;
    }

    private static String required(String property) {
        String value = System.getProperty(property);
        if (value == null) {
            throw new IllegalStateException(
                    "the system property " + property + " is missing; the root pom.xml sets it for tests");
        }
        return value;
    }

    /** The side process: arguments are the directory, the home of Elasticsearch and the process to end with. */
    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager(); // before a second thread logs: two that come first at once can deadlock
        Path directory = Path.of(arguments[0]);
        ProcessHandle owner = ProcessHandle.of(Long.parseLong(arguments[2])).orElseThrow();
        Path data = directory.resolve("stores-data");
        Commands.run("rm", "-rf", data.toString());
        try (Guard guard = Guard.start();
                Stores stores = Stores.start(
                        new Stores.Settings(
                                data,
                                Path.of(arguments[1]),
                                Ports.free(),
                                Ports.free(),
                                PostgresServer.Durability.NONE,
                                HEAP_MEGABYTES),
                        guard)) {
            Path file = directory.resolve("stores.properties");
            announce(file, stores, owner);
            owner.onExit().join();
            Files.deleteIfExists(file);
        }
        Commands.run("rm", "-rf", data.toString());
        System.exit(0);
    }

    private static void announce(Path file, Stores stores, ProcessHandle owner) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("pid", Long.toString(ProcessHandle.current().pid()));
        properties.setProperty("owner", Long.toString(owner.pid()));
        properties.setProperty(
                "postgresql.port", Integer.toString(stores.postgres().port()));
        properties.setProperty("elasticsearch.url", stores.elasticsearch().url().toString());
        Path staged = file.resolveSibling("stores.properties.new");
        try (OutputStream out = Files.newOutputStream(staged)) {
            properties.store(out, null);
        }
        Files.move(staged, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
