package io.modelwatch.devstack;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL 18 server that listens on loopback only; its user and password are {@code postgres}. Thread-safe. */
public final class PostgresServer implements AutoCloseable {

    /** The superuser's name and password. */
    public static final String USER = "postgres";

    /** Whether a commit survives the loss of power. Off is faster and for tests only. */
    public enum Durability {
        FSYNC,
        NONE
    }

    private static final Duration START_WAIT = Duration.ofMinutes(2);
    private static final Pattern DATABASE_NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    private final EmbeddedPostgres server;
    private final ProcessHandle process;

    private PostgresServer(EmbeddedPostgres server, ProcessHandle process) {
        this.server = server;
        this.process = process;
    }

    /**
     * Starts a server.
     *
     * @param directory holds its data, which stays, and its programs; made where missing
     * @param port where it listens
     * @param guard stops it when this process dies
     * @throws StartException when it does not come up, with the end of its log
     */
    public static PostgresServer start(Path directory, int port, Durability durability, Guard guard) {
        Path log = directory.resolve("postgresql.log");
        if (!Ports.isFree(port)) {
            throw new StartException("PostgreSQL did not start: port " + port + " is in use", null);
        }
        Path data = directory.resolve("data").resolve("18");
        Path pidFile = data.resolve("postmaster.pid");
        try {
            Files.createDirectories(directory);
            String mark = "devstack-" + UUID.randomUUID();
            guard.databaseStarting(mark, pidFile);
            EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(directory.resolve("programs").toFile())
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setPGStartupWait(START_WAIT)
                    .setPort(port)
                    .setLocaleConfig("locale-provider", "builtin")
                    .setLocaleConfig("builtin-locale", "C.UTF-8")
                    .setLocaleConfig("locale", "C")
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .setServerConfig("max_connections", "300")
                    .setServerConfig("timezone", "UTC")
                    .setServerConfig("cluster_name", mark)
                    .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()));
            // The library starts the server with both off; what is said here comes after that and holds.
            String durable = durability == Durability.FSYNC ? "on" : "off";
            builder.setServerConfig("fsync", durable).setServerConfig("synchronous_commit", durable);
            EmbeddedPostgres server = builder.start();
            ProcessHandle process = process(pidFile);
            guard.databaseStarted(process);
            return new PostgresServer(server, process);
        } catch (IOException | RuntimeException e) {
            throw StartException.withLog("PostgreSQL did not start: " + e.getMessage(), log, e);
        }
    }

    private static ProcessHandle process(Path pidFile) throws IOException {
        List<String> lines = Files.readAllLines(pidFile);
        long pid = Long.parseLong(lines.getFirst().trim());
        return ProcessHandle.of(pid).orElseThrow(() -> new IOException("the server ended at once, pid " + pid));
    }

    public int port() {
        return server.getPort();
    }

    public ProcessHandle process() {
        return process;
    }

    /** The address of a database for the reactive client. */
    public String url(String database) {
        return url(port(), database);
    }

    static String url(int port, String database) {
        return "postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** Creates the database unless it is there. */
    public void createDatabase(String name) throws SQLException {
        createDatabase(port(), name);
    }

    static void createDatabase(int port, String name) throws SQLException {
        if (!DATABASE_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a plain database name: " + name);
        }
        // Not the DriverManager: it knows a driver only in the class loader that asked it first, and Quarkus restarts.
        PGSimpleDataSource server = new PGSimpleDataSource();
        server.setURL("jdbc:" + url(port, "postgres"));
        try (Connection connection = server.getConnection(USER, USER);
                Statement statement = connection.createStatement()) {
            try (ResultSet found = statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + name + "'")) {
                if (found.next()) {
                    return;
                }
            }
            statement.executeUpdate("CREATE DATABASE " + name);
        }
    }

    /** Shuts the server down and waits for it; clients are cut off. */
    @Override
    public void close() throws IOException {
        server.close();
    }
}
