package io.modelwatch.devstack;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.sql.SQLException;
import java.util.Map;

/** What {@link OwnStores} does before Quarkus starts. */
public final class OwnStoresResource implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        SharedStores stores = SharedStores.get();
        String namespace = "t" + Long.toString(System.currentTimeMillis(), 36)
                + Long.toString(ProcessHandle.current().pid(), 36);
        try {
            PostgresServer.createDatabase(stores.postgresPort(), namespace);
        } catch (SQLException e) {
            throw new StartException("the database " + namespace + " could not be created: " + e.getMessage(), e);
        }
        String url = PostgresServer.url(stores.postgresPort(), namespace);
        return Map.of(
                "quarkus.datasource.username",
                PostgresServer.USER,
                "quarkus.datasource.password",
                PostgresServer.USER,
                "quarkus.datasource.reactive.url",
                url,
                "quarkus.datasource.jdbc.url",
                "jdbc:" + url,
                "quarkus.elasticsearch.hosts",
                stores.elasticsearch().getAuthority(),
                "modelwatch.test.namespace",
                namespace);
    }

    @Override
    public void stop() {
        // The stores go with the Maven run, and the database with them.
    }
}
