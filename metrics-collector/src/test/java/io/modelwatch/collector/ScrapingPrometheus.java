package io.modelwatch.collector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A real Prometheus that scrapes every second, with exemplars and native histograms. */
final class ScrapingPrometheus implements AutoCloseable {

    private final Process process;
    private final URI url;
    private final HttpClient client = HttpClient.newHttpClient();

    private ScrapingPrometheus(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    /** Starts one on the given port; empty where there is none on the machine. */
    static Optional<ScrapingPrometheus> start(URI url, Path folder, List<String> targets) throws IOException {
        Files.writeString(folder.resolve("prometheus.yml"), """
                global: {scrape_interval: 1s}
                scrape_configs:
                  - job_name: metrics-collector
                    static_configs: [{targets: ['%s']}]
                """.formatted(String.join("','", targets)));
        try {
            Process process = new ProcessBuilder(
                            "prometheus",
                            "--config.file=" + folder.resolve("prometheus.yml"),
                            "--storage.tsdb.path=" + folder.resolve("data"),
                            "--enable-feature=exemplar-storage,native-histograms",
                            "--web.listen-address=" + url.getAuthority())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("prometheus.log").toFile())
                    .start();
            return Optional.of(new ScrapingPrometheus(process, url));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The result of a query; empty while it does not answer. */
    JsonNode query(String expression) throws IOException, InterruptedException {
        return get("/api/v1/query?query=" + encoded(expression)).at("/data/result");
    }

    /** The exemplars of a query in the last minutes. */
    JsonNode exemplars(String expression) throws IOException, InterruptedException {
        long now = System.currentTimeMillis() / 1000;
        return get("/api/v1/query_exemplars?query=" + encoded(expression) + "&start=" + (now - 600) + "&end="
                        + (now + 60))
                .at("/data");
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        String body = client.send(
                        HttpRequest.newBuilder(url.resolve(path)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
        return new JsonMapper().readTree(body);
    }

    private static String encoded(String expression) {
        return URLEncoder.encode(expression, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        client.close();
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
