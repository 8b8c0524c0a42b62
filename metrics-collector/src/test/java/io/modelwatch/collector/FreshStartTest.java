package io.modelwatch.collector;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.modelwatch.devstack.OwnStores;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The service before anything has come in. */
@QuarkusTest
@OwnStores
class FreshStartTest {

    @Test
    void everyFamilyButThatByModelIsThereFromTheStart() {
        // When
        String text = given().header("Accept", "text/plain")
                .get("/metrics")
                .then()
                .statusCode(200)
                .extract()
                .asString();

        // Then
        List<String> families = text.lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.substring("# TYPE ".length()))
                .toList();
        assertEquals("""
                llm_active_requests gauge
                llm_data_drift_psi gauge
                llm_gpu_memory_used_gb gauge
                llm_gpu_utilization_percent gauge
                llm_model_accuracy_percent gauge
                llm_request_latency_ms histogram
                llm_tokens_generated_total counter
                llm_ttft_ms histogram
                metrics_collector_buffered_records gauge
                metrics_collector_circuit_open gauge
                metrics_collector_circuit_refusals_total counter
                metrics_collector_dropped_records_total counter
                metrics_collector_dropped_series_total counter
                metrics_collector_feedback_total counter
                metrics_collector_forward_failures_total counter
                metrics_collector_forwarded_records_total counter
                metrics_collector_langfuse_forgotten_total counter
                metrics_collector_late_records_total counter
                metrics_collector_priced_models gauge
                metrics_collector_prices_read_failures_total counter
                metrics_collector_pushed_series gauge
                metrics_collector_pushes_total counter
                metrics_collector_records_total counter
                metrics_collector_refused_records_total counter
                metrics_collector_remote_write_samples_total counter
                metrics_collector_samples_total counter
                metrics_collector_spend_folded_requests_total counter
                metrics_collector_spend_unwritten_rows gauge
                metrics_collector_spend_write_failures_total counter
                metrics_collector_state_failures_total counter
                metrics_collector_stream_readers gauge
                metrics_collector_stream_slow_readers_total counter
                metrics_collector_unknown_models_total counter
                metrics_collector_unpriced_requests_total counter
                metrics_collector_window_series gauge""", String.join("\n", families));
    }

    @Test
    void everyQuestionHasAnEmptyAnswer() {
        when().get("/api/v1/health").then().body("status", is("healthy")).body("assessed", is(0));
        when().get("/api/v1/usage").then().statusCode(200).body("series", empty());
        when().get("/api/v1/metrics/request_latency_ms?window=24h")
                .then()
                .statusCode(200)
                .body("series", empty());
        when().get("/api/v1/metrics/gpu_utilization").then().statusCode(200).body("series", empty());
    }
}
