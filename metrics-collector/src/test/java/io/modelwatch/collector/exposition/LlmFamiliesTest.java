package io.modelwatch.collector.exposition;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelwatch.collector.catalogue.Catalogue;
import io.modelwatch.collector.catalogue.Direction;
import io.modelwatch.collector.catalogue.MetricDefinition;
import io.modelwatch.collector.catalogue.MetricLevel;
import io.modelwatch.collector.catalogue.MetricType;
import io.modelwatch.collector.request.RecordBounds;
import io.modelwatch.collector.request.RequestParser;
import io.modelwatch.collector.window.Labels;
import io.modelwatch.collector.window.MetricWindows;
import io.modelwatch.collector.window.TestClock;
import io.modelwatch.collector.window.Tier;
import io.modelwatch.collector.window.Tiers;
import io.modelwatch.collector.window.WindowBounds;
import io.modelwatch.intake.Fields;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LlmFamiliesTest {

    private static final String OPEN_METRICS = "application/openmetrics-text;version=1.0.0";

    private final TestClock clock = new TestClock("2026-11-22T08:00:00Z");
    private final MetricWindows windows = new MetricWindows(
            new WindowBounds(new Tiers(List.of(Tier.parse("1s:2m"), Tier.parse("10s:1h"))), 10), clock);
    private final Catalogue catalogue = new Catalogue(List.of(
            gauge("gpu_utilization", Direction.HIGHER_IS_WORSE),
            gauge("gpu_memory_used", Direction.HIGHER_IS_WORSE),
            gauge("model_accuracy", Direction.LOWER_IS_WORSE),
            gauge("data_drift_score", Direction.HIGHER_IS_WORSE)));
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final LlmFamilies families =
            new LlmFamilies(registry, windows, () -> catalogue, new SeriesBounds(2, Duration.ofHours(1)), clock);

    @Test
    void exposesExactlyTheFamiliesThatDashboardsKnow() throws IOException {
        // Given
        count("""
                {"request_id":"1","model":"llama-8b","status":"success","latency_ms":812,"ttft_ms":140,"output_tokens":350}""");
        count("""
                {"request_id":"2","model":"llama-8b","status":"error","latency_ms":20000}""");
        windows.add("gpu_utilization", MetricType.GAUGE, Labels.of("gpu", "0"), 78.5, clock.instant());
        windows.add("gpu_utilization", MetricType.GAUGE, Labels.of("gpu", "1"), 12, clock.instant());
        windows.add("model_accuracy", MetricType.GAUGE, Labels.NONE, 91.2, clock.instant());

        // When
        String text = scrape("text/plain");

        // Then
        assertEquals("""
                # HELP llm_active_requests Currently active requests: their mean number over the last minute
                # TYPE llm_active_requests gauge
                llm_active_requests 0.0
                # HELP llm_data_drift_psi Data drift as population stability index, the worst of the latest values
                # TYPE llm_data_drift_psi gauge
                llm_data_drift_psi NaN
                # HELP llm_gpu_memory_used_gb GPU memory used in GB, the worst of the latest values
                # TYPE llm_gpu_memory_used_gb gauge
                llm_gpu_memory_used_gb NaN
                # HELP llm_gpu_utilization_percent GPU utilization percentage, the worst of the latest values
                # TYPE llm_gpu_utilization_percent gauge
                llm_gpu_utilization_percent 78.5
                # HELP llm_model_accuracy_percent Model accuracy percentage, the worst of the latest values
                # TYPE llm_model_accuracy_percent gauge
                llm_model_accuracy_percent 91.2
                # HELP llm_request_latency_ms Request latency in milliseconds
                # TYPE llm_request_latency_ms histogram
                llm_request_latency_ms_bucket{le="50.0"} 0
                llm_request_latency_ms_bucket{le="100.0"} 0
                llm_request_latency_ms_bucket{le="200.0"} 0
                llm_request_latency_ms_bucket{le="500.0"} 0
                llm_request_latency_ms_bucket{le="1000.0"} 1
                llm_request_latency_ms_bucket{le="2000.0"} 1
                llm_request_latency_ms_bucket{le="5000.0"} 1
                llm_request_latency_ms_bucket{le="10000.0"} 1
                llm_request_latency_ms_bucket{le="+Inf"} 2
                llm_request_latency_ms_count 2
                llm_request_latency_ms_sum 20812.0
                # HELP llm_requests_total Total LLM requests
                # TYPE llm_requests_total counter
                llm_requests_total{model="llama-8b",status="error"} 1.0
                llm_requests_total{model="llama-8b",status="success"} 1.0
                # HELP llm_tokens_generated_total Total tokens generated
                # TYPE llm_tokens_generated_total counter
                llm_tokens_generated_total 350.0
                # HELP llm_ttft_ms Time to first token in milliseconds
                # TYPE llm_ttft_ms histogram
                llm_ttft_ms_bucket{le="20.0"} 0
                llm_ttft_ms_bucket{le="50.0"} 0
                llm_ttft_ms_bucket{le="100.0"} 0
                llm_ttft_ms_bucket{le="200.0"} 1
                llm_ttft_ms_bucket{le="500.0"} 1
                llm_ttft_ms_bucket{le="1000.0"} 1
                llm_ttft_ms_bucket{le="+Inf"} 1
                llm_ttft_ms_count 1
                llm_ttft_ms_sum 140.0
                """, text);
    }

    @Test
    void aFigureLeadsToItsTrace() throws IOException {
        // When
        count("""
                {"request_id":"1","model":"m","status":"success","latency_ms":812,
                 "trace_id":"0af7651916cd43dd8448eb211c80319c","span_id":"b7ad6b7169203331"}""");

        // Then
        String exemplar = "# {span_id=\"b7ad6b7169203331\",trace_id=\"0af7651916cd43dd8448eb211c80319c\"} 812.0";
        await().untilAsserted(() -> {
            String text = scrape(OPEN_METRICS);
            assertTrue(
                    text.lines()
                            .anyMatch(line -> line.startsWith("llm_request_latency_ms_bucket{le=\"1000.0\"} 1 ")
                                    && line.contains(exemplar)),
                    text);
        });
    }

    @Test
    void aTraceTooLongForAnExemplarIsLeftOut() throws IOException {
        // When
        count("{\"request_id\":\"1\",\"model\":\"m\",\"status\":\"success\",\"latency_ms\":1,\"trace_id\":\""
                + "x".repeat(200) + "\"}");

        // Then
        assertTrue(scrape(OPEN_METRICS).contains("llm_request_latency_ms_count 1"));
    }

    @Test
    void modelsBeyondTheCapShareOneSeries() throws IOException {
        // When
        for (int i = 0; i < 5; i++) {
            count("{\"request_id\":\"1\",\"model\":\"m" + i + "\",\"status\":\"success\"}");
        }

        // Then
        assertTrue(scrape("text/plain").contains("llm_requests_total{model=\"other\",status=\"success\"} 3.0"));
    }

    /** Names come from clients: typing errors and probing must not make series. */
    @Test
    void aModelThatHasNeverAnsweredIsOther() throws IOException {
        // When
        count("{\"request_id\":\"1\",\"model\":\"gtp-4o\",\"status\":\"error\"}");
        count("{\"request_id\":\"2\",\"model\":\"m\",\"status\":\"error\"}");
        count("{\"request_id\":\"3\",\"model\":\"m\",\"status\":\"success\"}");
        count("{\"request_id\":\"4\",\"model\":\"m\",\"status\":\"error\"}");

        // Then
        assertEquals(
                List.of(
                        "llm_requests_total{model=\"m\",status=\"error\"} 1.0",
                        "llm_requests_total{model=\"m\",status=\"success\"} 1.0",
                        "llm_requests_total{model=\"other\",status=\"error\"} 2.0"),
                scrape("text/plain")
                        .lines()
                        .filter(line -> line.startsWith("llm_requests_total"))
                        .toList());
    }

    @Test
    void anIdleModelGoesAndMakesRoom() throws IOException {
        // Given
        count("{\"request_id\":\"1\",\"model\":\"idle\",\"status\":\"success\"}");
        count("{\"request_id\":\"2\",\"model\":\"busy\",\"status\":\"success\"}");
        clock.advance(Duration.ofMinutes(59));
        count("{\"request_id\":\"3\",\"model\":\"busy\",\"status\":\"error\"}");
        clock.advance(Duration.ofMinutes(2));

        // When
        families.expire(clock.instant());
        count("{\"request_id\":\"4\",\"model\":\"new\",\"status\":\"success\"}");

        // Then
        assertEquals(
                List.of(
                        "llm_requests_total{model=\"busy\",status=\"error\"} 1.0",
                        "llm_requests_total{model=\"busy\",status=\"success\"} 1.0",
                        "llm_requests_total{model=\"new\",status=\"success\"} 1.0"),
                scrape("text/plain")
                        .lines()
                        .filter(line -> line.startsWith("llm_requests_total"))
                        .toList());
    }

    @Test
    void activeRequestsFollowFromLatencies() throws IOException {
        // Given
        for (int second = 0; second < 60; second++) {
            clock.advance(Duration.ofSeconds(1));
            for (int i = 0; i < 4; i++) {
                windows.add("request_latency_ms", MetricType.HISTOGRAM, Labels.NONE, 2500, clock.instant());
            }
        }

        // When
        double active = Double.parseDouble(scrape("text/plain")
                .lines()
                .filter(line -> line.startsWith("llm_active_requests "))
                .findFirst()
                .orElseThrow()
                .substring("llm_active_requests ".length()));

        // Then
        assertEquals(4 * 2.5, active, 0.5);
    }

    private void count(String json) {
        try {
            families.count(new RequestParser(RecordBounds.DEFAULT, clock)
                    .parse(Fields.of((ObjectNode) new JsonMapper().readTree(json))));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private String scrape(String accept) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ExpositionFormats.init()
                .findWriter(accept)
                .write(out, registry.scrape(), EscapingScheme.fromAcceptHeader(accept));
        return out.toString(StandardCharsets.UTF_8);
    }

    private static MetricDefinition gauge(String name, Direction direction) {
        return new MetricDefinition(
                name, MetricType.GAUGE, MetricLevel.INFRASTRUCTURE, "%", name, name, direction, null, null);
    }
}
