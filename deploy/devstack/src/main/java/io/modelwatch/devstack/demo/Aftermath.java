package io.modelwatch.devstack.demo;

import io.modelwatch.devstack.demo.Figures.Alert;
import io.modelwatch.devstack.demo.Figures.Alerting;
import io.modelwatch.devstack.demo.Figures.Documents;
import io.modelwatch.devstack.demo.Figures.Exposition;
import io.modelwatch.devstack.demo.Figures.Link;
import io.modelwatch.devstack.demo.Figures.Quality;
import io.modelwatch.devstack.demo.Figures.Spool;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Waits, with a bound, for what comes of the records by itself, and reads where they ended up. Not thread-safe. */
final class Aftermath {

    private static final Duration STANDSTILL = Duration.ofSeconds(8);
    private static final Duration SPOOL_LIMIT = Duration.ofSeconds(20);
    private static final int SAMPLED_IDS = 25;

    private final Endpoints endpoints;
    private final Readback readback;
    private final Inquiry inquiry;
    private final Timer timer;
    private final Instant start;
    private final Duration patience;

    /**
     * The time after a run.
     *
     * @param start of the run
     * @param patience how long to wait at most for each thing
     */
    Aftermath(Endpoints endpoints, Readback readback, Inquiry inquiry, Timer timer, Instant start, Duration patience) {
        this.endpoints = endpoints;
        this.readback = readback;
        this.inquiry = inquiry;
        this.timer = timer;
        this.start = start;
        this.patience = patience;
    }

    /** The run so far, as the services write a window. */
    String window() {
        return windowSince(start.minusSeconds(2));
    }

    /** The time since then, as the services write a window; they take nothing under ten seconds. */
    String windowSince(Instant begin) {
        return Math.max(10, Duration.between(begin, timer.now()).toSeconds()) + "s";
    }

    /** Until as many are evaluated as have a response, or no more come in. */
    void waitForEvaluations(int responses) throws InterruptedException {
        Instant deadline = timer.now().plus(patience);
        Instant grown = timer.now();
        long evaluated = 0;
        while (evaluated < responses
                && timer.now().isBefore(deadline)
                && timer.now().isBefore(grown.plus(STANDSTILL))) {
            Quality quality = inquiry.glance(() -> readback.quality(window()));
            if (quality != null && quality.evaluated() > evaluated) {
                evaluated = quality.evaluated();
                grown = timer.now();
            }
            inquiry.pause();
        }
    }

    /**
     * Until every alert that fired was delivered and its end too, or was suppressed and is over; an alert may outlast
     * the patience.
     */
    void waitForNotifications(AlertWatch alerts, WebhookSink sink) throws InterruptedException {
        Instant deadline = timer.now().plus(patience);
        while (timer.now().isBefore(deadline) && !isOver(alerts.alerts(sink.notifications()))) {
            inquiry.pause();
            look(alerts);
        }
    }

    private static boolean isOver(List<Alert> alerts) {
        return !alerts.isEmpty()
                && alerts.stream()
                        .allMatch(alert -> (alert.delivered() != null && alert.resolved() != null)
                                || (alert.suppressed() && !alert.active()));
    }

    /** Has the alert groups remembered. */
    void look(AlertWatch alerts) throws InterruptedException {
        var groups = inquiry.glance(readback::alertGroups);
        if (groups != null) {
            alerts.groups(groups);
        }
    }

    /** Where the acknowledged records are, once they all are there. */
    Documents documents(List<String> ids, Instant trafficEnd) throws InterruptedException {
        Long inElasticsearch = inquiry.until(
                "documents", patience, () -> readback.countInElasticsearch(ids), count -> count >= ids.size());
        Spool spool = inquiry.until(
                "spool",
                patience.compareTo(SPOOL_LIMIT) < 0 ? patience : SPOOL_LIMIT,
                readback::spool,
                ledger -> ledger.balanced() && ledger.spooled() == 0);
        Long inSearch = inquiry.need("search", () -> readback.countInSearch(start, trafficEnd));
        int sampled = 0;
        int found = 0;
        for (int i = 0; i < ids.size(); i += Math.max(1, ids.size() / SAMPLED_IDS)) {
            String id = ids.get(i);
            Long hits = inquiry.glance(() -> readback.countInSearch(id));
            sampled++;
            found += hits != null && hits > 0 ? 1 : 0;
        }
        return new Documents(ids.size(), inElasticsearch, inSearch, sampled, found, spool);
    }

    /** What alert-router did during the run, and what the sink got of it. */
    Alerting alerting(AlertWatch alerts, WebhookSink sink) throws InterruptedException {
        look(alerts);
        Map<String, Integer> deliveries = inquiry.need("deliveries", () -> readback.deliveries(start));
        List<WebhookSink.Notification> received = sink.notifications().stream()
                .filter(notification -> !notification.arrived().isBefore(start))
                .toList();
        return new Alerting(
                alerts.alerts(received),
                alerts.groups(),
                orEmpty(inquiry.need("rules", readback::rules)),
                received.size(),
                deliveries == null ? 0 : deliveries.getOrDefault("delivered", 0),
                deliveries == null ? 0 : deliveries.getOrDefault("failed", 0));
    }

    /**
     * The metric families of each service.
     *
     * @param expected those that metrics-collector must have
     */
    List<Exposition> expositions(List<String> expected) throws InterruptedException {
        Map<String, URI> services = new LinkedHashMap<>();
        services.put("metrics-collector", endpoints.metricsCollector());
        services.put("quality-evaluator", endpoints.qualityEvaluator());
        services.put("alert-router", endpoints.alertRouter());
        services.put("log-indexer", endpoints.logIndexer());
        List<Exposition> expositions = new ArrayList<>();
        for (var service : services.entrySet()) {
            List<String> names = expositions.isEmpty() ? expected : List.of();
            Exposition exposition = inquiry.need(
                    "/metrics of " + service.getKey(),
                    () -> readback.exposition(service.getKey(), service.getValue(), names));
            expositions.add(exposition == null ? new Exposition(service.getKey(), 0, List.of()) : exposition);
        }
        return expositions;
    }

    /** Addresses worth opening. */
    List<Link> links(WebhookSink sink) {
        URI collector = endpoints.metricsCollector();
        URI evaluator = endpoints.qualityEvaluator();
        URI router = endpoints.alertRouter();
        return List.of(
                link("health against thresholds", collector, "/api/v1/health"),
                link("latency by model", collector, "/api/v1/metrics/request_latency_ms?window=15m&by=model"),
                link("metrics for Prometheus", collector, "/metrics"),
                link("quality report", evaluator, "/api/v1/reports?window=60m"),
                link("alert groups", router, "/api/v2/alerts/groups"),
                link("deliveries", router, "/api/v1/deliveries?limit=20"),
                link("logs of failed requests", endpoints.logIndexer(), "/api/v1/logs?q=upstream&size=5"),
                link(
                        "documents in Elasticsearch",
                        endpoints.elasticsearch(),
                        "/" + Readback.DATA_STREAM + "/_search?size=3"),
                new Link("what the webhook sink got", sink.url()));
    }

    private static Link link(String name, URI service, String path) {
        return new Link(name, Endpoints.at(service, path));
    }

    static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
