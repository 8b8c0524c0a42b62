package io.modelwatch.collector;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An inference engine with a metrics page, which the service is told to scrape. */
public final class ScrapedEngine implements QuarkusTestResourceLifecycleManager {

    private final AtomicInteger scrapes = new AtomicInteger();
    private @Nullable HttpServer server;

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/metrics", exchange -> {
            byte[] text = ("# TYPE vllm:num_requests_waiting gauge\n"
                            + "vllm:num_requests_waiting{model_name=\"scraped\",engine=\"0\"} 7\n"
                            + "# TYPE vllm:generation_tokens_total counter\n"
                            + "vllm:generation_tokens_total{model_name=\"scraped\",engine=\"0\"} "
                            + 100 * scrapes.incrementAndGet() + "\n")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
            exchange.close();
        });
        server.start();
        return Map.of(
                "metrics-collector.scrape.targets[0].url",
                "http://127.0.0.1:" + server.getAddress().getPort() + "/metrics",
                "metrics-collector.scrape.targets[0].interval",
                "1s",
                "metrics-collector.scrape.targets[0].labels.instance",
                "engine-1",
                "metrics-collector.scrape.targets[0].labels.team",
                "search");
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop(0);
        }
    }
}
