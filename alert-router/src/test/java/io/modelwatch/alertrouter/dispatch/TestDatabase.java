package io.modelwatch.alertrouter.dispatch;

import io.modelwatch.alertrouter.db.Database;
import io.modelwatch.devstack.SharedStores;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.flywaydb.core.Flyway;

/** A database of its own in the PostgreSQL of the test run, migrated, without Quarkus. */
public final class TestDatabase implements AutoCloseable {

    private static final String USER = "postgres";

    private final Vertx vertx = Vertx.vertx();
    private final Pool pool;
    private final Database database;

    public TestDatabase() {
        int port = SharedStores.get().postgresPort();
        String name = "ar" + Long.toString(System.nanoTime(), 36)
                + Long.toString(ProcessHandle.current().pid(), 36);
        String server = "jdbc:postgresql://127.0.0.1:" + port + "/";
        try (Connection connection = DriverManager.getConnection(server + "postgres", USER, USER);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        Flyway.configure().dataSource(server + name, USER, USER).load().migrate();
        pool = Pool.pool(
                vertx,
                new PgConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(port)
                        .setDatabase(name)
                        .setUser(USER)
                        .setPassword(USER),
                new PoolOptions().setMaxSize(12));
        database = new Database(pool, Duration.ofSeconds(20));
    }

    public Database database() {
        return database;
    }

    @Override
    public void close() {
        pool.close().await().atMost(Duration.ofSeconds(10));
        vertx.close().await().atMost(Duration.ofSeconds(10));
    }
}
