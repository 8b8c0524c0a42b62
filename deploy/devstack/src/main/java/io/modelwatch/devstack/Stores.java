package io.modelwatch.devstack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Both servers.
 *
 * @param postgres the database server
 * @param elasticsearch the search server
 */
public record Stores(PostgresServer postgres, ElasticsearchServer elasticsearch) implements AutoCloseable {

    /**
     * How to start them.
     *
     * @param directory holds the data of both, which stays
     * @param elasticsearchHome the unpacked distribution
     * @param postgresPort where PostgreSQL listens
     * @param elasticsearchPort where Elasticsearch listens
     * @param elasticsearchHeapMegabytes Java heap of Elasticsearch
     */
    public record Settings(
            Path directory,
            Path elasticsearchHome,
            int postgresPort,
            int elasticsearchPort,
            PostgresServer.Durability durability,
            int elasticsearchHeapMegabytes) {}

    /**
     * Starts both at once and waits for both.
     *
     * @throws StartException when one does not come up; the other is stopped then
     */
    public static Stores start(Settings settings, Guard guard) {
        CompletableFuture<ElasticsearchServer> elasticsearch =
                CompletableFuture.supplyAsync(() -> ElasticsearchServer.start(
                        settings.elasticsearchHome(),
                        settings.directory().resolve("elasticsearch"),
                        settings.elasticsearchPort(),
                        settings.elasticsearchHeapMegabytes(),
                        guard));
        PostgresServer postgres;
        try {
            postgres = PostgresServer.start(
                    settings.directory().resolve("postgresql"), settings.postgresPort(), settings.durability(), guard);
        } catch (StartException e) {
            var unused = elasticsearch.thenAccept(ElasticsearchServer::close);
            throw e;
        }
        try {
            return new Stores(postgres, elasticsearch.join());
        } catch (CompletionException e) {
            closeQuietly(postgres);
            throw e.getCause() instanceof StartException start
                    ? start
                    : new StartException("Elasticsearch did not start: " + e.getCause(), e);
        }
    }

    private static void closeQuietly(PostgresServer postgres) {
        try {
            postgres.close();
        } catch (IOException e) {
            System.err.println("PostgreSQL did not stop: " + e.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        elasticsearch.close();
        postgres.close();
    }
}
