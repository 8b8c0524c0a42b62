package io.modelwatch.devstack.launch;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The four services, in the order in which they are listed. */
enum Service {
    METRICS_COLLECTOR(8081),
    QUALITY_EVALUATOR(8082),
    ALERT_ROUTER(9093),
    LOG_INDEXER(8084);

    private final int port;

    Service(int port) {
        this.port = port;
    }

    /** As its folder is called, such as {@code alert-router}. */
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The port it has unless something else is told or needed. */
    int port() {
        return port;
    }

    /** Its PostgreSQL database; log-indexer keeps its state on disk and in Elasticsearch. */
    Optional<String> database() {
        return this == LOG_INDEXER ? Optional.empty() : Optional.of(name().toLowerCase(Locale.ROOT));
    }

    static Optional<Service> of(String id) {
        return Arrays.stream(values())
                .filter(service -> service.id().equals(id))
                .findFirst();
    }

    /** What to say when {@link #of} finds none. */
    static String unknown(String id) {
        return "there is no service '" + id + "'; there are "
                + Arrays.stream(values()).map(Service::id).collect(Collectors.joining(", "));
    }
}
