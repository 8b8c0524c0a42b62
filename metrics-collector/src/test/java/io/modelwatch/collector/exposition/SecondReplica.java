package io.modelwatch.collector.exposition;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.modelwatch.collector.catalogue.Catalogue;
import io.modelwatch.collector.catalogue.MetricType;
import io.modelwatch.collector.request.RequestRecord;
import io.modelwatch.collector.window.Labels;
import io.modelwatch.collector.window.MetricWindows;
import io.modelwatch.collector.window.Tier;
import io.modelwatch.collector.window.Tiers;
import io.modelwatch.collector.window.WindowBounds;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** Another replica as Prometheus sees it: the same families, with values of its own, on a port of its own. */
public final class SecondReplica implements AutoCloseable {

    private final MetricWindows windows =
            new MetricWindows(new WindowBounds(new Tiers(List.of(Tier.parse("10s:1h"))), 100), InstantSource.system());
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final RequestFamilies families;
    private final HttpServer server;

    public SecondReplica(Catalogue catalogue) throws IOException {
        SeriesBounds bounds = new SeriesBounds(100, Duration.ofHours(1));
        ModelNames models = new ModelNames(bounds, InstantSource.system());
        families = RequestFamilies.of(List.of(
                new LlmFamilies(registry, windows, () -> catalogue, models, bounds, InstantSource.system()),
                new GenAiFamilies(registry, models, bounds, InstantSource.system())));
        registry.register(
                new CatalogueFamilies(windows, () -> catalogue, Set.of("model", "gpu", "status"), models::of));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/metrics", this::scrape);
        server.start();
    }

    private void scrape(HttpExchange exchange) throws IOException {
        ExpositionFormatWriter writer = ExpositionFormats.init()
                .findWriter(Accepted.of(exchange.getRequestHeaders().getFirst("Accept"))
                        .writer());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writer.write(out, registry.scrape());
        exchange.getResponseHeaders().set("Content-Type", writer.getContentType());
        exchange.sendResponseHeaders(200, out.size());
        try (OutputStream body = exchange.getResponseBody()) {
            out.writeTo(body);
        }
    }

    /** Where Prometheus finds it. */
    public String target() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    public void count(RequestRecord request) {
        families.count(request);
        Labels labels = Labels.of("model", request.origin().model())
                .and("status", request.outcome().status().spelled());
        windows.add("requests_total", MetricType.COUNTER, labels, 1, request.timestamp());
        if (request.failed()) {
            windows.add("errors_total", MetricType.COUNTER, labels, 1, request.timestamp());
        }
    }

    public void gauge(String metric, Labels labels, double value) {
        windows.add(
                metric, MetricType.GAUGE, labels, value, InstantSource.system().instant());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
