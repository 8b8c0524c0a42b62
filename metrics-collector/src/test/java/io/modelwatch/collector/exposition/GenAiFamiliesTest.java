package io.modelwatch.collector.exposition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelwatch.collector.request.RecordBounds;
import io.modelwatch.collector.request.RequestParser;
import io.modelwatch.collector.window.TestClock;
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

class GenAiFamiliesTest {

    private static final String CALL =
            "gen_ai_operation_name=\"chat\",gen_ai_provider_name=\"openai\",gen_ai_request_model=\"gpt-4o\"";

    private final TestClock clock = new TestClock("2026-11-22T08:00:00Z");
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final SeriesBounds bounds = new SeriesBounds(2, Duration.ofHours(1));
    private final GenAiFamilies families = new GenAiFamilies(registry, new ModelNames(bounds, clock), bounds, clock);

    @Test
    void secondsAndTokensByTheNamesOfTheConventions() throws IOException {
        // When
        count("""
                {"request_id":"1","model":"gpt-4o","provider":"openai","operation":"chat","status":"success",
                 "latency_ms":812,"ttft_ms":140,"input_tokens":1200,"output_tokens":350}""");
        count("""
                {"request_id":"2","model":"gpt-4o","provider":"openai","operation":"chat","status":"error",
                 "error_type":"timeout","latency_ms":60000}""");

        // Then
        String text = scrape();
        for (String line : List.of(
                "gen_ai_client_operation_duration_seconds_bucket{error_type=\"\"," + CALL + ",le=\"0.64\"} 0",
                "gen_ai_client_operation_duration_seconds_bucket{error_type=\"\"," + CALL + ",le=\"1.28\"} 1",
                "gen_ai_client_operation_duration_seconds_sum{error_type=\"\"," + CALL + "} 0.812",
                "gen_ai_client_operation_duration_seconds_bucket{error_type=\"timeout\"," + CALL + ",le=\"81.92\"} 1",
                "gen_ai_client_operation_time_to_first_chunk_seconds_sum{" + CALL + "} 0.14",
                "gen_ai_client_token_usage_sum{" + CALL + ",gen_ai_token_type=\"input\"} 1200.0",
                "gen_ai_client_token_usage_bucket{" + CALL + ",gen_ai_token_type=\"output\",le=\"256.0\"} 0",
                "gen_ai_client_token_usage_bucket{" + CALL + ",gen_ai_token_type=\"output\",le=\"1024.0\"} 1")) {
            assertTrue(text.lines().anyMatch(line::equals), () -> line + " is missing in " + text);
        }
    }

    @Test
    void labelSetsBeyondTheCapShareOne() throws IOException {
        // When
        for (int i = 0; i < 5; i++) {
            count("{\"request_id\":\"1\",\"model\":\"m" + i + "\",\"status\":\"success\",\"latency_ms\":1}");
        }

        // Then
        assertTrue(scrape().contains("gen_ai_client_operation_duration_seconds_count{error_type=\"other\","
                + "gen_ai_operation_name=\"other\",gen_ai_provider_name=\"other\","
                + "gen_ai_request_model=\"other\"} 3"));
        assertEquals(3, families.overflows().get("gen_ai_client_operation_duration_seconds"));
    }

    @Test
    void idleSeriesGo() throws IOException {
        // Given
        count("""
                {"request_id":"1","model":"m","status":"success","latency_ms":1,"ttft_ms":1,"input_tokens":1}""");
        clock.advance(Duration.ofMinutes(61));

        // When
        families.expire(clock.instant());

        // Then
        assertFalse(scrape().contains("gen_ai_request_model"));
    }

    private void count(String json) throws IOException {
        families.count(new RequestParser(RecordBounds.DEFAULT, clock)
                .parse(Fields.of((ObjectNode) new JsonMapper().readTree(json))));
    }

    private String scrape() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ExpositionFormats.init()
                .findWriter("text/plain")
                .write(out, registry.scrape(), EscapingScheme.fromAcceptHeader("text/plain"));
        return out.toString(StandardCharsets.UTF_8);
    }
}
