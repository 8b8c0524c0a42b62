package io.modelwatch.collector.scrape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.modelwatch.collector.catalogue.Catalogue;
import io.modelwatch.collector.catalogue.Direction;
import io.modelwatch.collector.catalogue.ForeignName;
import io.modelwatch.collector.catalogue.MetricDefinition;
import io.modelwatch.collector.catalogue.MetricLevel;
import io.modelwatch.collector.catalogue.MetricType;
import io.modelwatch.collector.foreign.CounterIncrements;
import io.modelwatch.collector.window.Labels;
import io.modelwatch.collector.window.MetricWindows;
import io.modelwatch.collector.window.Selection;
import io.modelwatch.collector.window.Statistics;
import io.modelwatch.collector.window.TestClock;
import io.modelwatch.collector.window.Tier;
import io.modelwatch.collector.window.Tiers;
import io.modelwatch.collector.window.Window;
import io.modelwatch.collector.window.WindowBounds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scrapes a real HTTP server that says what the test tells it. */
class ScraperTest {

    private final TestClock clock = new TestClock("2026-11-22T08:00:00Z");
    private final MetricWindows windows =
            new MetricWindows(new WindowBounds(new Tiers(List.of(Tier.parse("1s:1h"))), 100), clock);
    private final Catalogue catalogue = new Catalogue(Stream.concat(
                    Stream.of(
                                    "gpu_utilization",
                                    "gpu_memory_used",
                                    "gpu_temperature",
                                    "gpu_power",
                                    "kv_cache_utilization",
                                    "engine_requests_running",
                                    "engine_requests_waiting",
                                    "cpu_utilization",
                                    "memory_utilization",
                                    "disk_utilization",
                                    "engine_ttft_ms",
                                    "engine_latency_ms",
                                    "gateway_latency_ms",
                                    "node_ready")
                            .map(name -> metric(name, MetricType.GAUGE)),
                    Stream.concat(
                            Stream.of(
                                            "engine_prompt_tokens_total",
                                            "engine_generation_tokens_total",
                                            "engine_requests_total",
                                            "engine_failures_total",
                                            "gateway_requests_total",
                                            "network_received_bytes_total")
                                    .map(name -> metric(name, MetricType.COUNTER)),
                            Stream.of(
                                    own("gpu_energy", MetricType.COUNTER, "own_watts_total", 0.001),
                                    own("gpu_temperature", MetricType.GAUGE, "own_celsius", 1))))
            .toList());
    private final CountDownLatch ended = new CountDownLatch(1);
    private HttpServer server;
    private Scraper scraper;
    private volatile int status = 200;
    private volatile String contentType = "text/plain; version=0.0.4";
    private volatile byte[] body = {};
    private volatile boolean gzip;
    private volatile boolean slow;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/metrics", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", contentType);
            if (gzip) {
                exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            }
            exchange.sendResponseHeaders(status, slow ? body.length + 1 : body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.getResponseBody().flush();
            if (slow) {
                try {
                    ended.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            exchange.close();
        });
        server.start();
        scraper = new Scraper(
                HttpClient.newHttpClient(),
                new Scraper.Bounds(1 << 20, 5000),
                new CounterIncrements(1000),
                () -> catalogue,
                windows,
                clock);
    }

    @AfterEach
    void stop() {
        ended.countDown();
        server.stop(0);
    }

    @Test
    void dcgmFeedsTheGpusAndItsMarkerIsNoValue() throws Exception {
        // Given
        says("""
                # HELP DCGM_FI_DEV_GPU_UTIL
                # TYPE DCGM_FI_DEV_GPU_UTIL gauge
                DCGM_FI_DEV_GPU_UTIL{gpu="0",UUID="GPU-a",device="nvidia0",modelName="T4",Hostname="h"} 93
                DCGM_FI_PROF_GR_ENGINE_ACTIVE{gpu="0",UUID="GPU-a",device="nvidia0",modelName="T4",Hostname="h"} 0.5
                DCGM_FI_PROF_GR_ENGINE_ACTIVE{gpu="1",UUID="GPU-b",device="nvidia1",modelName="T4",Hostname="h"} 0.25
                DCGM_FI_DEV_FB_USED{gpu="0",UUID="GPU-a",Hostname="h"} 2048
                DCGM_FI_DEV_FB_USED{gpu="1",UUID="GPU-b",Hostname="h"} 9223372036854775794
                DCGM_FI_DEV_GPU_TEMP{gpu="0",UUID="GPU-a",Hostname="h"} 9.223372036854775808e18
                DCGM_FI_DEV_POWER_USAGE{gpu="0",UUID="GPU-a",Hostname="h"} NaN
                """);

        // When
        Outcome outcome = scraper.scrape(target());

        // Then
        assertEquals(new Outcome.Up(7, 3), outcome);
        assertEquals(93, last("gpu_utilization", Map.of("gpu", "0", "gpu_uuid", "GPU-a", "host", "h")));
        assertEquals(25, last("gpu_utilization", Map.of("gpu", "1")));
        assertEquals(2, last("gpu_memory_used", Map.of()));
        assertEquals(0, windows("gpu_temperature", MetricType.GAUGE).size());
        assertEquals(1, last("target_up", Map.of("team", "search")));
    }

    @Test
    void totalsGrowByIncrementsAndStartAnew() throws Exception {
        // Given
        double[] totals = {1000, 1300, 1300, 50};

        // When
        for (double total : totals) {
            says("vllm:generation_tokens_total{model_name=\"llama\",engine=\"0\"} " + total + "\n");
            scraper.scrape(target());
            clock.advance(Duration.ofSeconds(15));
        }

        // Then
        Statistics counter = windows("engine_generation_tokens_total", MetricType.COUNTER)
                .values()
                .iterator()
                .next();
        assertEquals(350, counter.sum());
    }

    @Test
    void formerAndCurrentNamesOfVllmAreOne() throws Exception {
        // Given
        says("""
                vllm:gpu_cache_usage_perc{model_name="old"} 0.5
                vllm:kv_cache_usage_perc{model_name="new",engine="0"} 0.25
                vllm:num_requests_waiting{model_name="new",engine="0"} 7
                """);

        // When
        scraper.scrape(target());

        // Then
        assertEquals(50, last("kv_cache_utilization", Map.of("model", "old")));
        assertEquals(25, last("kv_cache_utilization", Map.of("model", "new")));
        assertEquals(7, last("engine_requests_waiting", Map.of("model", "new", "engine", "0")));
    }

    @Test
    void aMachineIsSharesOfTimeAndSpace() throws Exception {
        // Given
        String machine = """
                node_cpu_seconds_total{cpu="0",mode="idle"} %d
                node_cpu_seconds_total{cpu="0",mode="iowait"} 10
                node_cpu_seconds_total{cpu="0",mode="user"} %d
                node_memory_MemAvailable_bytes 25
                node_memory_MemTotal_bytes 100
                node_filesystem_avail_bytes{device="a",fstype="ext4",mountpoint="/"} 10
                node_filesystem_size_bytes{device="a",fstype="ext4",mountpoint="/"} 100
                node_filesystem_size_bytes{device="b",fstype="ext4",mountpoint="/empty"} 0
                """;

        // When
        says(machine.formatted(100, 100));
        scraper.scrape(target());
        says(machine.formatted(130, 110));
        scraper.scrape(target());

        // Then
        assertEquals(25, last("cpu_utilization", Map.of()));
        assertEquals(75, last("memory_utilization", Map.of()));
        assertEquals(90, last("disk_utilization", Map.of("mountpoint", "/")));
    }

    @ParameterizedTest
    @CsvSource({
        "text/plain; version=0.0.4, 'vllm:num_requests_running 5\nbroken{ 1\n', line 2",
        "application/openmetrics-text; version=1.0.0, 'vllm:num_requests_running 5\n', EOF",
        "text/html, '<html>', line 1",
    })
    void aBrokenAnswerIsDownAndNothingOfItIsKept(String type, String text, String cause) throws Exception {
        // Given
        contentType = type;
        says(text);

        // When
        Outcome outcome = scraper.scrape(target());

        // Then
        assertTrue(assertInstanceOf(Outcome.Down.class, outcome).cause().contains(cause), outcome::toString);
        assertEquals(0, last("target_up", Map.of()));
        assertEquals(0, windows("engine_requests_running", MetricType.GAUGE).size());
    }

    @Test
    void anErrorATooLargeAndASlowAnswerAreDown() throws Exception {
        // When
        status = 500;
        Outcome error = scraper.scrape(target());
        status = 200;
        says("# " + "x".repeat(2 << 20) + "\n");
        Outcome large = scraper.scrape(target());
        says("a 1\n".repeat(6000));
        Outcome many = scraper.scrape(target());
        says("a 1\n");
        slow = true;
        Outcome late =
                scraper.scrape(new Target(target().url(), Labels.NONE, Duration.ofSeconds(15), Duration.ofMillis(200)));
        server.stop(0);
        Outcome gone = scraper.scrape(target());

        // Then
        for (Outcome outcome : List.of(error, large, many, late, gone)) {
            assertInstanceOf(Outcome.Down.class, outcome);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // two readings, the metric, its value after them
                "vllm:time_to_first_token_seconds_sum 1;vllm:time_to_first_token_seconds_count 4 "
                        + "| vllm:time_to_first_token_seconds_sum 3;vllm:time_to_first_token_seconds_count 14 | engine_ttft_ms | 200",
                "vllm:request_success_total{finished_reason=\"stop\"} 1;vllm:request_success_total{finished_reason=\"length\"} 1 "
                        + "| vllm:request_success_total{finished_reason=\"stop\"} 5;vllm:request_success_total{finished_reason=\"length\"} 2 | engine_requests_total | 5",
                "sglang:e2e_request_latency_seconds_sum 0;sglang:e2e_request_latency_seconds_count 0 "
                        + "| sglang:e2e_request_latency_seconds_sum 6;sglang:e2e_request_latency_seconds_count 4 | engine_latency_ms | 1500",
                "tgi_request_duration_sum 1;tgi_request_duration_count 1 | tgi_request_duration_sum 2;tgi_request_duration_count 3 | engine_latency_ms | 500",
                "tgi_request_failure{err=\"x\"} 1 | tgi_request_failure{err=\"x\"} 3 | engine_failures_total | 2",
                "nv_inference_request_duration_us 1000;nv_inference_request_success 1 "
                        + "| nv_inference_request_duration_us 9000;nv_inference_request_success 3 | engine_latency_ms | 4",
                "nv_inference_request_success 1 | nv_inference_request_success 3 | engine_requests_total | 2",
                "litellm_proxy_total_requests_metric_total 1 | litellm_proxy_total_requests_metric_total 2 | gateway_requests_total | 1",
                "litellm_requests_metric_total 1 | litellm_requests_metric_total 5 | gateway_requests_total | 4",
                "route_upstream_model_consumer_metric_llm_service_duration{ai_model=\"q\"} 0;route_upstream_model_consumer_metric_llm_duration_count{ai_model=\"q\"} 0 "
                        + "| route_upstream_model_consumer_metric_llm_service_duration{ai_model=\"q\"} 900;route_upstream_model_consumer_metric_llm_duration_count{ai_model=\"q\"} 3 | gateway_latency_ms | 300",
                "node_network_receive_bytes_total{device=\"lo\"} 1;node_network_receive_bytes_total{device=\"eth0\"} 1 "
                        + "| node_network_receive_bytes_total{device=\"lo\"} 1000;node_network_receive_bytes_total{device=\"eth0\"} 51 | network_received_bytes_total | 50",
                "kube_node_status_condition{node=\"n\",condition=\"Ready\",status=\"true\"} 1 "
                        + "| kube_node_status_condition{node=\"n\",condition=\"Ready\",status=\"true\"} 0;kube_node_status_condition{node=\"n\",condition=\"Ready\",status=\"false\"} 1 | node_ready | 0",
                "own_watts_total 100 | own_watts_total 350 | gpu_energy | 0.25",
                "own_celsius 1 | own_celsius 70 | gpu_temperature | 70",
            })
    void namesOfOtherProgramsFeedTheCatalogue(String before, String after, String metric, double value)
            throws Exception {
        // When
        for (String text : List.of(before, after)) {
            says(text.strip().replace(";", "\n") + "\n");
            scraper.scrape(target());
            clock.advance(Duration.ofSeconds(15));
        }

        // Then
        MetricType type = catalogue.find(metric).orElseThrow().type();
        Statistics statistics = windows.select(metric, type, Selection.ALL_TOGETHER, Window.parse("1h"))
                .series()
                .get(Labels.NONE);
        assertEquals(value, type == MetricType.COUNTER ? statistics.sum() : statistics.last(), 1e-9);
    }

    @Test
    void gzipIsUnderstood() throws Exception {
        // Given
        gzip = true;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zipped = new GZIPOutputStream(out)) {
            zipped.write("vllm:num_requests_running 5\n".getBytes(StandardCharsets.UTF_8));
        }
        body = out.toByteArray();

        // Then
        assertEquals(new Outcome.Up(1, 1), scraper.scrape(target()));
    }

    @ParameterizedTest
    @CsvSource({
        "vllm.txt, 3",
        "dcgm.txt, 5",
        "dcgm-readme.txt, 0",
        "node_exporter.txt, 0",
        "sglang.txt, 3",
        "litellm-part.txt, 0",
        "triton-summary.txt, 0"
    })
    void realExpositionsSaySomething(String file, int atLeast) throws Exception {
        // Given
        Path path = Path.of(System.getProperty("modelwatch.root", ".."))
                .resolve("../shared/expositions/real")
                .resolve(file);
        if (!Files.isRegularFile(path)) {
            Assumptions.abort("the exposition corpus is not at " + path);
        }
        body = Files.readAllBytes(path);

        // When
        Outcome outcome = scraper.scrape(target());

        // Then
        int recorded = assertInstanceOf(Outcome.Up.class, outcome).recorded();
        assertTrue(recorded >= atLeast, () -> "recorded " + recorded);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://host/metrics", "file:///etc/passwd", "/metrics", "host:9100/metrics"})
    void onlyHttpIsScraped(String url) {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Target(URI.create(url), Labels.NONE, Duration.ofSeconds(15), Duration.ofSeconds(5)));
    }

    private void says(String text) {
        body = text.getBytes(StandardCharsets.UTF_8);
    }

    private Target target() {
        return new Target(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/metrics"),
                Labels.of("team", "search"),
                Duration.ofSeconds(15),
                Duration.ofSeconds(10));
    }

    private Map<Labels, Statistics> windows(String metric, MetricType type) {
        return windows.select(metric, type, Selection.EVERY_LABEL_SET, Window.parse("5m"))
                .series();
    }

    private double last(String metric, Map<String, String> labels) {
        return windows(metric, MetricType.GAUGE).entrySet().stream()
                .filter(series -> series.getKey().match(labels))
                .findFirst()
                .orElseThrow()
                .getValue()
                .last();
    }

    private static MetricDefinition metric(String name, MetricType type) {
        return new MetricDefinition(
                name, type, MetricLevel.INFRASTRUCTURE, "", name, name, Direction.HIGHER_IS_WORSE, null, null);
    }

    private static MetricDefinition own(String name, MetricType type, String source, double factor) {
        return new MetricDefinition(
                name,
                type,
                MetricLevel.INFRASTRUCTURE,
                "",
                "",
                "",
                Direction.HIGHER_IS_WORSE,
                null,
                null,
                List.of(),
                null,
                List.of(new ForeignName(source, factor)),
                1);
    }
}
