package io.modelwatch.devstack;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoresTest {

    @Test
    void sharedStoresAreRealAndTheSameForEveryCaller() throws Exception {
        SharedStores stores = SharedStores.get();

        assertEquals(stores, SharedStores.get());
        assertEquals("18", ask(stores.postgresPort(), "SHOW server_version").substring(0, 2));
        assertTrue(get(stores.elasticsearch().resolve("/")).contains("\"number\":\"9.5.3\""));
    }

    @Test
    void ownDatabaseIsCreatedOnce() throws Exception {
        SharedStores stores = SharedStores.get();

        PostgresServer.createDatabase(stores.postgresPort(), "created_twice");
        PostgresServer.createDatabase(stores.postgresPort(), "created_twice");

        assertEquals(
                "1", ask(stores.postgresPort(), "SELECT count(*) FROM pg_database WHERE datname = 'created_twice'"));
        assertThrows(
                IllegalArgumentException.class,
                () -> PostgresServer.createDatabase(stores.postgresPort(), "x; DROP TABLE y"));
    }

    @Test
    void durableServerKeepsItsRowsWhenItsLauncherAndItselfAreKilled(@TempDir Path directory) throws Exception {
        // Given: a launcher JVM of its own that starts a durable server
        int port = Ports.free();
        Process launcher = launcher(directory, port);
        awaitAnswer("on", launcher, directory, port, "SHOW fsync");
        assertEquals("on", ask(port, "SHOW synchronous_commit"));
        ask(port, "CREATE TABLE kept AS SELECT 42 AS answer");
        ProcessHandle server = postmaster(directory);

        // When
        launcher.destroyForcibly().waitFor();

        // Then: the server goes with its launcher
        await().atMost(Duration.ofSeconds(30)).until(() -> !server.isAlive());

        // When: the server itself is killed
        Process second = launcher(directory, port);
        awaitAnswer("42", second, directory, port, "SELECT answer FROM kept");
        ask(port, "INSERT INTO kept VALUES (43)");
        ProcessHandle killed = postmaster(directory);
        killed.destroyForcibly();
        await().atMost(Duration.ofSeconds(30)).until(() -> !killed.isAlive());
        second.destroyForcibly().waitFor();

        // Then
        Process third = launcher(directory, port);
        awaitAnswer("85", third, directory, port, "SELECT sum(answer) FROM kept");
        ProcessHandle last = postmaster(directory);
        third.destroyForcibly().waitFor();
        await().atMost(Duration.ofSeconds(30)).until(() -> !last.isAlive());
    }

    @Test
    void portInUseIsNamedInTheError(@TempDir Path directory) throws Exception {
        try (ServerSocket taken = new ServerSocket(0);
                Guard guard = Guard.start()) {
            int port = taken.getLocalPort();

            StartException error = assertThrows(
                    StartException.class,
                    () -> PostgresServer.start(directory, port, PostgresServer.Durability.NONE, guard));

            assertTrue(error.getMessage().startsWith("PostgreSQL did not start"), error.getMessage());
            assertTrue(error.getMessage().contains(Integer.toString(port)), error.getMessage());
        }
    }

    /** What the launcher JVM runs. */
    static final class Launcher {
        private Launcher() {}

        public static void main(String[] arguments) throws Exception {
            Guard guard = Guard.start();
            PostgresServer.start(
                    Path.of(arguments[0]), Integer.parseInt(arguments[1]), PostgresServer.Durability.FSYNC, guard);
            new CountDownLatch(1).await();
        }
    }

    private static Process launcher(Path directory, int port) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Launcher.class.getName(),
                        directory.toString(),
                        Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("launcher.log").toFile())
                .start();
    }

    private static void awaitAnswer(String expected, Process launcher, Path directory, int port, String sql) {
        await().atMost(Duration.ofSeconds(90)).until(() -> {
            if (!launcher.isAlive()) {
                fail("the launcher ended: " + Files.readString(directory.resolve("launcher.log")));
            }
            try {
                return expected.equals(ask(port, sql));
            } catch (SQLException notYet) {
                return false;
            }
        });
    }

    private static ProcessHandle postmaster(Path directory) throws Exception {
        List<String> lines = Files.readAllLines(directory.resolve("data/18/postmaster.pid"));
        return ProcessHandle.of(Long.parseLong(lines.getFirst().trim())).orElseThrow();
    }

    private static String ask(int port, String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:" + PostgresServer.url(port, "postgres"), PostgresServer.USER, PostgresServer.USER);
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            try (ResultSet result = statement.getResultSet()) {
                result.next();
                return result.getString(1);
            }
        }
    }

    private static String get(URI uri) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
