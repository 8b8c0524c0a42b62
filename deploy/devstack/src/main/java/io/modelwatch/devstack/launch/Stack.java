package io.modelwatch.devstack.launch;

import io.modelwatch.devstack.Guard;
import io.modelwatch.devstack.Ports;
import io.modelwatch.devstack.PostgresServer;
import io.modelwatch.devstack.StartException;
import io.modelwatch.devstack.Stores;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The stores and the four services, running. Thread-safe. */
final class Stack implements AutoCloseable {

    private static final int ELASTICSEARCH_HEAP_MEGABYTES = 512;

    private final Folders folders;
    private final Configuration configuration;
    private final Guard guard;
    private final Stores stores;
    private final Map<Service, Integer> ports;
    private final Map<Service, ServiceProcess> services = new EnumMap<>(Service.class);
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private Stack(
            Folders folders, Configuration configuration, Guard guard, Stores stores, Map<Service, Integer> ports) {
        this.folders = folders;
        this.configuration = configuration;
        this.guard = guard;
        this.stores = stores;
        this.ports = ports;
    }

    /**
     * Starts the stores, then the services at once, and waits until all are ready.
     *
     * @param freePorts whether to take any free ports instead of the usual ones
     * @param progress takes a line for each step
     * @throws StartException when a part does not come up; what was started is stopped then
     */
    static Stack start(Folders folders, Configuration configuration, boolean freePorts, Consumer<String> progress)
            throws IOException, InterruptedException {
        Guard guard = Guard.start();
        try {
            progress.accept("starting PostgreSQL and Elasticsearch");
            Stores stores = Stores.start(
                    new Stores.Settings(
                            folders.data(),
                            folders.elasticsearchHome(),
                            Ports.free(),
                            Ports.free(),
                            PostgresServer.Durability.FSYNC,
                            ELASTICSEARCH_HEAP_MEGABYTES),
                    guard);
            Stack stack = new Stack(folders, configuration, guard, stores, ports(freePorts, progress));
            try {
                progress.accept("starting the four services");
                stack.startServices();
            } catch (IOException | RuntimeException | InterruptedException e) {
                stack.close();
                throw e;
            }
            return stack;
        } catch (IOException | RuntimeException | InterruptedException e) {
            guard.close();
            throw e;
        }
    }

    private static Map<Service, Integer> ports(boolean free, Consumer<String> progress) {
        Map<Service, Integer> ports = new EnumMap<>(Service.class);
        for (Service service : Service.values()) {
            if (free) {
                ports.put(service, Ports.free());
            } else if (Ports.isFree(service.port())) {
                ports.put(service, service.port());
            } else {
                ports.put(service, Ports.free());
                progress.accept(
                        "port " + service.port() + " is taken: " + service.id() + " gets " + ports.get(service));
            }
        }
        return ports;
    }

    private synchronized void startServices() throws IOException, InterruptedException {
        for (Service service : Service.values()) {
            Files.deleteIfExists(folders.log(service));
            services.put(service, launch(service));
        }
        for (ServiceProcess service : services.values()) {
            service.awaitReady(client);
        }
    }

    private ServiceProcess launch(Service service) throws IOException {
        Map<String, String> properties = new LinkedHashMap<>();
        Map<String, String> secrets = new LinkedHashMap<>();
        if (service.database().isPresent()) {
            String database = service.database().get();
            try {
                stores.postgres().createDatabase(database);
            } catch (SQLException e) {
                throw new StartException("the database " + database + " could not be created: " + e.getMessage(), e);
            }
            String url = stores.postgres().url(database);
            properties.put("quarkus.datasource.reactive.url", url);
            properties.put("quarkus.datasource.jdbc.url", "jdbc:" + url);
            secrets.put("QUARKUS_DATASOURCE_USERNAME", PostgresServer.USER);
            secrets.put("QUARKUS_DATASOURCE_PASSWORD", PostgresServer.USER);
        }
        Path further = configuration.properties().get(service);
        if (further != null) {
            properties.put("quarkus.config.locations", further.toString());
        }
        if (!configuration.decidesSecurity(service)) {
            properties.put(Configuration.SECURITY, "off");
        }
        switch (service) {
            case METRICS_COLLECTOR -> {
                properties.put("quarkus.rest-client.log-indexer.url", url(Service.LOG_INDEXER));
                properties.put("quarkus.rest-client.quality-evaluator.url", url(Service.QUALITY_EVALUATOR));
                configuration.prices().ifPresent(file -> properties.put("metrics-collector.prices-file", "" + file));
            }
            case QUALITY_EVALUATOR ->
                properties.put("quarkus.rest-client.metrics-collector.url", url(Service.METRICS_COLLECTOR));
            case ALERT_ROUTER -> {
                properties.put("quarkus.rest-client.metrics-collector.url", url(Service.METRICS_COLLECTOR));
                properties.put("alert-router.external-url", url(Service.ALERT_ROUTER));
                properties.put("alert-router.config-file", "" + configuration.alertmanager());
                properties.put(
                        "alert-router.rule-files",
                        configuration.rules().stream().map(Path::toString).collect(Collectors.joining(",")));
            }
            case LOG_INDEXER -> {
                properties.put(
                        "quarkus.elasticsearch.hosts",
                        stores.elasticsearch().url().getAuthority());
                properties.put(
                        "log-indexer.spool.directory",
                        "" + folders.data().resolve("log-indexer").resolve("spool"));
            }
        }
        return ServiceProcess.start(service, port(service), properties, secrets, folders, guard);
    }

    private int port(Service service) {
        return Objects.requireNonNull(ports.get(service));
    }

    private String url(Service service) {
        return "http://127.0.0.1:" + port(service);
    }

    /** Starts a service again on its port and data; one that still runs is stopped first. */
    synchronized void restart(Service service) throws IOException, InterruptedException {
        ServiceProcess old = services.get(service);
        if (old != null) {
            old.close();
        }
        ServiceProcess started = launch(service);
        services.put(service, started);
        started.awaitReady(client);
    }

    synchronized Collection<ServiceProcess> services() {
        return List.copyOf(services.values());
    }

    URI address(Service service) {
        return URI.create(url(service));
    }

    URI elasticsearch() {
        return stores.elasticsearch().url();
    }

    /** What {@code state.json} says. */
    synchronized State state(State.Launcher launcher, URI sink) {
        return new State(
                services.values().stream()
                        .collect(Collectors.toMap(process -> process.service().id(), ServiceProcess::state)),
                Map.of(
                        "postgresql",
                        new State.Store(
                                stores.postgres().url("postgres"),
                                stores.postgres().process().pid()),
                        "elasticsearch",
                        new State.Store(
                                stores.elasticsearch().url().toString(),
                                stores.elasticsearch().process().pid())),
                launcher,
                sink);
    }

    /** Stops the services, then the stores. */
    @Override
    public synchronized void close() throws IOException {
        services.values().forEach(ServiceProcess::terminate);
        services.values().forEach(ServiceProcess::close);
        client.close();
        stores.close();
        guard.close();
    }
}
