package io.modelwatch.collector;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasEntry;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.modelwatch.devstack.OwnStores;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.builder.RequestSpecBuilder;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The service with a real PostgreSQL and fake neighbours. */
@QuarkusTest
@OwnStores
@WithTestResource(value = FakeNeighbours.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
class CollectorTest {

    private FakeNeighbour logs;
    private FakeNeighbour quality;

    @BeforeEach
    void listen() {
        logs = FakeNeighbour.logIndexer();
        quality = FakeNeighbour.qualityEvaluator();
    }

    @AfterEach
    void stopListening() {
        logs.close();
        quality.close();
    }

    // ---- taking records

    @Test
    void aRecordIsForwardedCountedAndAnswered() {
        // When
        post("""
                {"request_id":"one-1","model":"one","service":"chat-api","status":"success","input_tokens":1200,
                 "output_tokens":350,"latency_ms":812,"ttft_ms":140,"cost_usd":0.0065,"response":"你好","odd":1}""")
                .then()
                .statusCode(200)
                .body("accepted", is(1))
                .body("results[0].id", is("one-1"))
                .body("results[0].status", is("accepted"));

        // Then
        JsonNode entry = logs.record("one-1");
        assertEquals("llm_request_completed", entry.get("event").asText());
        assertEquals("INFO", entry.get("level").asText());
        assertEquals("0.0065", entry.get("cost_usd").asText());
        assertEquals("{\"odd\":1}", entry.get("extra").toString());
        await().until(() -> quality.ids().contains("one-1"));
        window("request_latency_ms", "label.model=one&by=model")
                .then()
                .statusCode(200)
                .body("name", is("request_latency_ms"))
                .body("type", is("histogram"))
                .body("level", is("application"))
                .body("unit", is("ms"))
                .body("window", is("5m"))
                .body("series[0].labels", equalTo(java.util.Map.of("model", "one")))
                .body("series[0].count", is(1))
                .body("series[0].sum", is(812.0f))
                .body("series[0].p99", is(812.0f));
        window("tokens_per_second", "label.model=one").then().body("series[0].last", is(431.03448f));
        window("cost_per_request", "label.model=one").then().body("series[0].last", is(0.0065f));
        window("errors_total", "label.model=one").then().body("series", empty());
    }

    @Test
    void objectArrayLinesAndGzipMeanTheSame() {
        // Given
        String first = record("form-%s-1", "form");
        String second = record("form-%s-2", "form");

        // When
        post(first.formatted("object")).then().statusCode(200).body("accepted", is(1));
        post("[" + first.formatted("array") + "," + second.formatted("array") + "]")
                .then()
                .statusCode(200)
                .body("accepted", is(2));
        post(first.formatted("lines") + "\n" + second.formatted("lines") + "\n")
                .then()
                .statusCode(200)
                .body("accepted", is(2));
        bytes(gzip(("[" + first.formatted("gzip") + "]").getBytes(StandardCharsets.UTF_8)))
                .header("Content-Encoding", "gzip")
                .post("/api/v1/requests")
                .then()
                .statusCode(200)
                .body("accepted", is(1));

        // Then
        assertSum("requests_total", "form", 6);
    }

    @Test
    void aRepeatIsADuplicateAndCountsOnce() {
        // Given
        post(record("again", "again")).then().statusCode(200);

        // When
        post("[" + record("again", "again") + "," + record("fresh", "again") + "," + record("fresh", "again") + "]")
                .then()
                .statusCode(200)
                .body("accepted", is(1))
                .body("duplicates", is(2))
                .body("results.status", equalTo(List.of("duplicate", "accepted", "duplicate")));

        // Then
        assertSum("requests_total", "again", 2);
    }

    @Test
    void concurrentRepeatsCountOnce() throws Exception {
        // Given
        logs.delay = java.time.Duration.ofMillis(100);
        List<Future<Integer>> answers = new ArrayList<>();

        // When
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                answers.add(executor.submit(() -> post(record("race", "race"))
                        .then()
                        .statusCode(200)
                        .extract()
                        .path("accepted")));
            }
        }

        // Then
        int accepted = 0;
        for (Future<Integer> answer : answers) {
            accepted += answer.get();
        }
        assertEquals(1, accepted);
        assertEquals(List.of("race"), logs.ids());
        assertSum("requests_total", "race", 1);
    }

    @Test
    void badRecordsNeverCostTheirNeighbours() {
        // When
        post("[" + record("mixed-1", "mixed")
                        + ",{\"request_id\":\"mixed-2\",\"model\":\"mixed\",\"status\":\"success\","
                        + "\"latency_ms\":-5},{broken},17," + record("mixed-5", "mixed") + "]")
                .then()
                .statusCode(207)
                .body("accepted", is(2))
                .body("rejected", is(3))
                .body("results[1].id", is("mixed-2"))
                .body("results[1].problem.status", is(400))
                .body("results[1].problem.record", is(1))
                .body("results[1].problem.errors[0].field", is("/latency_ms"))
                .body("results[2].problem.detail", startsWith("the record is not valid JSON"))
                .body("results[3].problem.detail", startsWith("the record must be a JSON object"));

        // Then
        assertSum("requests_total", "mixed", 2);
        assertEquals(List.of("mixed-1", "mixed-5"), logs.ids());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                            | 400 | malformed-body",
                "[                                             | 400 | malformed-body",
                "{                                             | 400 | malformed-body",
                "hello                                         | 400 | malformed-body",
                "{}                                            | 400 | invalid-record",
                "[1,2]                                         | 400 | invalid-record",
                "{\"request_id\":1,\"model\":\"m\",\"status\":\"success\"} | 400 | invalid-record",
                "{\"request_id\":\"r\",\"model\":\"m\",\"status\":\"fine\"} | 400 | invalid-record",
                "{\"request_id\":\"r\",\"model\":\"m\",\"status\":\"success\",\"input_tokens\":1e99} | 400 | invalid-record",
                "{\"request_id\":\"r\",\"model\":\"m\",\"status\":\"success\",\"latency_ms\":NaN} | 400 | invalid-record",
            })
    void badBodiesAreTheSendersFault(String body, int status, String type) {
        post(body == null ? "" : body)
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("type", is("urn:modelwatch:problem:" + type));
    }

    @Test
    void invalidUtf8NamesItsRecord() {
        // Given
        byte[] body =
                ("[" + record("utf-1", "utf") + "," + record("utf-?", "utf") + "]").getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < body.length; i++) {
            body[i] = body[i] == '?' ? (byte) 0xC3 : body[i];
        }

        // When
        bytes(body)
                .post("/api/v1/requests")
                .then()
                .statusCode(207)
                .body("results[0].status", is("accepted"))
                .body("results[1].problem.detail", is("the record is not valid UTF-8"));
    }

    @Test
    void aLargeRecordIsRefusedAndItsNeighbourTaken() {
        // When
        post("[{\"request_id\":\"large\",\"model\":\"large\",\"status\":\"success\",\"prompt\":\"" + "x".repeat(2 << 20)
                        + "\"}," + record("small", "large") + "]")
                .then()
                .statusCode(207)
                .body("results[0].problem.status", is(413))
                .body("results[1].status", is("accepted"));
    }

    @Test
    void aBodyTooLargeIsRefused() {
        post("{\"request_id\":\"huge\",\"model\":\"m\",\"status\":\"success\",\"prompt\":\"" + "x".repeat(10_000_000)
                        + "\"}")
                .then()
                .statusCode(413)
                .body("type", is("urn:modelwatch:problem:body-too-large"));
    }

    @Test
    void aBodyFarTooLargeIsRefusedBeforeItIsSent() throws IOException {
        // Given
        try (Socket socket = new Socket("127.0.0.1", RestAssured.port)) {
            // When
            socket.getOutputStream()
                    .write(("POST /api/v1/requests HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                    + "Content-Length: 300000000\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));

            // Then
            String status = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
            assertTrue(status.startsWith("HTTP/1.1 413"), status);
        }
    }

    @Test
    void aGzipBombIsRefused() {
        // Given
        byte[] bomb = gzip(("{\"request_id\":\"bomb\",\"model\":\"m\",\"status\":\"success\",\"prompt\":\""
                        + "x".repeat(50_000_000) + "\"}")
                .getBytes(StandardCharsets.UTF_8));

        // When
        bytes(bomb)
                .header("Content-Encoding", "gzip")
                .post("/api/v1/requests")
                .then()
                .statusCode(413)
                .body("type", is("urn:modelwatch:problem:body-too-large"));
    }

    @Test
    void otherEncodingsAreNotSupported() {
        bytes(new byte[] {1, 2, 3})
                .header("Content-Encoding", "br")
                .post("/api/v1/requests")
                .then()
                .statusCode(415)
                .body("type", is("urn:modelwatch:problem:unsupported-media-type"));
    }

    // ---- forwarding

    @Test
    void withoutLogIndexerNothingIsTakenAndARepeatIsTakenLater() {
        // Given
        logs.close();

        // When
        post(record("down-1", "down"))
                .then()
                .statusCode(503)
                .header("Retry-After", not(equalTo(null)))
                .contentType("application/problem+json")
                .body("type", is("urn:modelwatch:problem:unavailable"))
                .body("detail", containsString("log-indexer did not take the records (no connection)"));

        // Then
        window("requests_total", "label.model=down").then().body("series", empty());
        logs.start();
        post(record("down-1", "down")).then().statusCode(200).body("accepted", is(1));
        assertSum("requests_total", "down", 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 429, 404})
    void whatLogIndexerDoesNotAcknowledgeIsNotTaken(int status) {
        // Given
        logs.status = status;

        // When
        post(record("unavailable-" + status, "unavailable"))
                .then()
                .statusCode(503)
                .body("detail", containsString("it answered " + status));

        // Then
        logs.status = 200;
        post(record("unavailable-" + status, "unavailable"))
                .then()
                .statusCode(200)
                .body("accepted", is(1));
    }

    @Test
    void aRefusalOfTheWholeBatchIsTheSendersFault() {
        // Given
        logs.status = 400;

        // When
        post("[" + record("whole-1", "whole") + "," + record("whole-2", "whole") + "]")
                .then()
                .statusCode(400)
                .body("detail", containsString("log-indexer refused it: told to"))
                .body("errors.record", equalTo(List.of(0, 1)));
    }

    @Test
    void aSlowLogIndexerIsGivenUp() {
        // Given
        logs.delay = java.time.Duration.ofMillis(1500);

        // When
        post(record("slow", "slow")).then().statusCode(503).body("detail", containsString("no answer in time"));

        // Then
        logs.delay = java.time.Duration.ZERO;
        post(record("slow", "slow")).then().statusCode(200).body("accepted", is(1));
        assertSum("requests_total", "slow", 1);
    }

    @Test
    void aShortFailureOfLogIndexerIsRiddenOut() throws Exception {
        // Given
        logs.status = 503;
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            // When
            Future<Response> answer = executor.submit(() -> post(record("blip", "blip")));
            await().pollInterval(java.time.Duration.ofMillis(1)).until(() -> logs.calls >= 1);
            logs.status = 200;

            // Then
            answer.get().then().statusCode(200);
        }
    }

    @Test
    void aRecordThatLogIndexerRefusesIsRejectedAndItsNeighboursTaken() {
        // When
        post("[" + record("ref-1", "ok-model") + "," + record("ref-2", "refused-model") + ","
                        + record("ref-3", "ok-model") + "]")
                .then()
                .statusCode(207)
                .body("results.status", equalTo(List.of("accepted", "rejected", "accepted")))
                .body("results[1].problem.detail", is("log-indexer refused it: /model is not welcome"))
                .body("results[1].problem.errors[0].field", is("/model"));

        // Then
        window("requests_total", "label.model=refused-model").then().body("series", empty());
        assertSum("requests_total", "ok-model", 2);
    }

    @Test
    void evaluationsWaitForQualityEvaluatorToComeBack() {
        // Given
        quality.close();
        post("[{\"request_id\":\"eval-1\",\"model\":\"eval\",\"status\":\"success\",\"prompt\":\"p\",\"response\":\"r\"},"
                        + record("eval-2", "eval") + "]")
                .then()
                .statusCode(200);
        await().until(() -> metrics("text/plain")
                .contains("metrics_collector_forward_failures_total{destination=\"quality-evaluator\"}"));

        // When
        quality.start();

        // Then
        await().until(() -> quality.ids().contains("eval-1"));
        assertFalse(quality.ids().contains("eval-2"));
    }

    // ---- samples, catalogue, health, usage

    @Test
    void theCatalogueIsTheSeedsAndOurs() throws IOException {
        // When
        JsonNode metrics = new JsonMapper()
                .readTree(when().get("/api/v1/metrics")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString())
                .get("metrics");

        // Then
        List<String> lines = new ArrayList<>();
        for (JsonNode metric : metrics) {
            lines.add(String.join(
                    " ",
                    metric.get("name").asText(),
                    metric.get("type").asText(),
                    metric.get("level").asText(),
                    "'" + metric.get("unit").asText() + "'",
                    metric.path("warning_threshold").asText("-"),
                    metric.path("critical_threshold").asText("-"),
                    metric.get("direction").asText().substring(0, 6)));
        }
        assertEquals("""
                gpu_utilization gauge infrastructure '%' 85.0 95.0 higher
                gpu_memory_used gauge infrastructure 'GB' 70.0 90.0 higher
                gpu_temperature gauge infrastructure 'C' 80.0 90.0 higher
                gpu_power gauge infrastructure 'W' - - higher
                gpu_xid_error gauge infrastructure '' - - higher
                kv_cache_utilization gauge infrastructure '%' 90.0 - higher
                cpu_utilization gauge infrastructure '%' - - higher
                memory_utilization gauge infrastructure '%' 90.0 - higher
                disk_utilization gauge infrastructure '%' 85.0 95.0 higher
                target_up gauge infrastructure '' - 1.0 lower_
                disk_read_bytes_total counter infrastructure 'bytes' - - higher
                disk_written_bytes_total counter infrastructure 'bytes' - - higher
                network_received_bytes_total counter infrastructure 'bytes' - - higher
                network_sent_bytes_total counter infrastructure 'bytes' - - higher
                container_running gauge infrastructure '' - - lower_
                pod_restarts_total counter infrastructure '' - - higher
                node_ready gauge infrastructure '' - 1.0 lower_
                request_latency_ms histogram application 'ms' 2000.0 5000.0 higher
                ttft_ms histogram application 'ms' 500.0 1000.0 higher
                requests_total counter application '' - - higher
                requests_per_second gauge application '1/s' - - lower_
                errors_total counter application '' - - higher
                error_rate gauge application '%' 5.0 50.0 higher
                tpot_ms histogram application 'ms' 50.0 100.0 higher
                queue_ms histogram application 'ms' - - higher
                input_tokens_total counter application '' - - higher
                output_tokens_total counter application '' - - higher
                cached_tokens_total counter application '' - - lower_
                reasoning_tokens_total counter application '' - - higher
                cache_hits_total counter application '' - - lower_
                request_seconds_total counter application 's' - - higher
                tokens_per_second gauge application 'tokens/s' - - lower_
                output_tokens_per_second gauge application 'tokens/s' - - lower_
                concurrent_requests gauge application '' - - higher
                cache_hit_rate gauge application '%' - - lower_
                prompt_cache_rate gauge application '%' - - lower_
                engine_requests_running gauge application '' - - higher
                engine_requests_waiting gauge application '' - - higher
                engine_prompt_tokens_total counter application '' - - higher
                engine_generation_tokens_total counter application '' - - higher
                engine_preemptions_total counter application '' - - higher
                engine_requests_total counter application '' - - higher
                engine_failures_total counter application '' - - higher
                engine_ttft_ms gauge application 'ms' 500.0 1000.0 higher
                engine_tpot_ms gauge application 'ms' 50.0 100.0 higher
                engine_latency_ms gauge application 'ms' - - higher
                engine_queue_ms gauge application 'ms' - - higher
                engine_generation_throughput gauge application 'tokens/s' - - lower_
                engine_prefix_cache_queries_total counter application '' - - higher
                engine_prefix_cache_hits_total counter application '' - - lower_
                engine_prefix_cache_hit_rate gauge application '%' - - lower_
                gateway_latency_ms gauge application 'ms' - - higher
                gateway_ttft_ms gauge application 'ms' 500.0 1000.0 higher
                gateway_requests_total counter application '' - - higher
                gateway_failures_total counter application '' - - higher
                gateway_input_tokens_total counter application '' - - higher
                gateway_output_tokens_total counter application '' - - higher
                gateway_spend_usd_total counter business 'USD' - - higher
                gateway_deployment_state gauge application '' 0.0 1.0 higher
                model_accuracy gauge model_quality '%' 85.0 80.0 lower_
                f1_score gauge model_quality '' - - lower_
                data_drift_score gauge model_quality '' 0.1 0.2 higher
                kl_divergence gauge model_quality '' - - higher
                hallucination_rate gauge model_quality '%' 10.0 20.0 higher
                refusal_rate gauge model_quality '%' 5.0 - higher
                uncertainty_rate gauge model_quality '%' - - higher
                repetition_rate gauge model_quality '%' - - higher
                format_compliance_rate gauge model_quality '%' 90.0 - lower_
                instruction_following_rate gauge model_quality '%' 90.0 - lower_
                relevance_score gauge model_quality '' - - lower_
                output_diversity gauge model_quality '' - - lower_
                context_utilization gauge model_quality '' - - lower_
                harmful_content_rate gauge model_quality '%' - - higher
                pii_leak_rate gauge model_quality '%' - - higher
                jailbreak_rate gauge model_quality '%' - - higher
                evaluated_responses gauge model_quality '' - - lower_
                user_satisfaction gauge business '%' 80.0 70.0 lower_
                task_completion_rate gauge business '%' 85.0 75.0 lower_
                cost_per_request gauge business 'USD' - - higher
                cost_usd_total counter business 'USD' - - higher
                cost_usd_per_hour gauge business 'USD/h' - - higher
                budget_used gauge business '%' 80.0 100.0 higher
                budget_burn_rate gauge business '' - - higher
                feedback_total counter business '' - - lower_
                rated_answers_total counter business '' - - lower_
                liked_answers_total counter business '' - - lower_
                user_rating histogram business '' - - lower_
                judged_tasks_total counter business '' - - lower_
                completed_tasks_total counter business '' - - lower_
                judged_takeovers_total counter business '' - - lower_
                human_takeovers_total counter business '' - - higher
                conversation_turns histogram business '' - - higher
                judged_conversions_total counter business '' - - lower_
                conversions_total counter business '' - - lower_
                revenue_usd_total counter business 'USD' - - lower_
                judged_retention_total counter business '' - - lower_
                retained_users_total counter business '' - - lower_
                human_takeover_rate gauge business '%' - - higher
                conversion_rate gauge business '%' - - lower_
                retention_rate gauge business '%' - - lower_""", String.join("\n", lines));
    }

    @Test
    void samplesAreTakenAndReachWindowsHealthAndExposition() {
        // When
        samples("""
                [{"name":"gpu_utilization","value":96.5,"labels":{"gpu":"0"}},
                 {"name":"gpu_utilization","value":50,"labels":{"gpu":"1"},"timestamp":"%s"},
                 {"name":"data_drift_score","value":0.15}]""".formatted(Instant.now())).then().statusCode(200).body("accepted", is(3));

        // Then
        window("gpu_utilization", "by=gpu")
                .then()
                .body("series.labels", hasItems(hasEntry("gpu", "0"), hasEntry("gpu", "1")))
                .body("series[0].last", is(96.5f))
                .body("series[0]", not(hasKey("rate")));
        when().get("/api/v1/health")
                .then()
                .statusCode(200)
                .body("status", is("critical"))
                .body("checks.find { it.metric == 'gpu_utilization' }.status", is("critical"))
                .body("checks.find { it.metric == 'gpu_utilization' }.value", is(96.5f))
                .body("checks.find { it.metric == 'gpu_utilization' }.description_zh", is("GPU计算利用率"))
                .body("checks.find { it.metric == 'data_drift_score' }.status", is("warning"));
        String text = metrics("text/plain");
        assertTrue(text.contains("\nllm_gpu_utilization_percent 96.5\n"), text);
        assertTrue(text.contains("\nllm_data_drift_psi 0.15\n"), text);
    }

    @Test
    void badSamplesAreNamedAndTheOthersTaken() {
        samples("""
                [{"name":"no_such_metric","value":1},
                 {"name":"model_accuracy","value":"high"},
                 {"name":"model_accuracy"},
                 {"name":"requests_total","value":-1},
                 {"name":"model_accuracy","value":90,"timestamp":"2001-01-01T00:00:00Z"},
                 {"name":"model_accuracy","value":90,"labels":{"bad-name":"x"}},
                 {"name":"model_accuracy","value":90}]""")
                .then()
                .statusCode(207)
                .body("accepted", is(1))
                .body("results[0].problem.errors[0].field", is("/name"))
                .body("results[1].problem.errors[0].field", is("/value"))
                .body("results[2].problem.errors[0].field", is("/value"))
                .body("results[3].problem.errors[0].field", is("/value"))
                .body("results[4].problem.errors[0].field", is("/timestamp"))
                .body("results[5].problem.errors[0].field", is("/labels"));
    }

    @Test
    void anUnknownMetricIsNotFoundAndABadWindowIsNamed() {
        window("no_such_metric", "window=5m")
                .then()
                .statusCode(404)
                .body("type", is("urn:modelwatch:problem:not-found"));
        window("ttft_ms", "window=5d")
                .then()
                .statusCode(400)
                .body("type", is("urn:modelwatch:problem:invalid-parameter"))
                .body("detail", startsWith("window must"));
        window("ttft_ms", "by=a-b").then().statusCode(400).body("detail", startsWith("by must"));
    }

    @Test
    void usageSumsTokensAndCostByModel() {
        // Given
        post("""
                [{"request_id":"u-1","model":"gpt-4o","service":"usage","status":"success","input_tokens":1200,
                  "cached_tokens":1000,"output_tokens":350},
                 {"request_id":"u-2","model":"gpt-4o-2024-08-06","service":"usage","status":"error","input_tokens":100},
                 {"request_id":"u-3","model":"home-made","service":"usage","status":"success","input_tokens":7,
                  "output_tokens":9}]""").then().statusCode(200);

        // When
        when().get("/api/v1/usage?window=1h&by=model&label.service=usage")
                .then()
                .statusCode(200)
                .body("window", is("1h"))
                .body("series.find { it.labels.model == 'gpt-4o' }.requests", is(1))
                .body("series.find { it.labels.model == 'gpt-4o' }.input_tokens", is(1200))
                .body("series.find { it.labels.model == 'gpt-4o' }.output_tokens", is(350))
                .body("series.find { it.labels.model == 'gpt-4o' }.cached_tokens", is(1000))
                .body("series.find { it.labels.model == 'gpt-4o' }.cost_usd", is(0.00525f))
                .body("series.find { it.labels.model == 'gpt-4o-2024-08-06' }.errors", is(1))
                .body("series.find { it.labels.model == 'home-made' }.unpriced_requests", is(1))
                .body("series.find { it.labels.model == 'home-made' }", not(hasKey("cost_usd")));
    }

    @Test
    void lateRecordsStandInTheirOwnTimeAndFarFutureOnesAreRefused() {
        // When
        post("[" + at("late-1", Instant.now().minusSeconds(1800)) + ","
                        + at("late-2", Instant.now().plusSeconds(60)) + ","
                        + at("late-3", Instant.now().plusSeconds(600)) + ","
                        + at("late-4", Instant.now().minusSeconds(200_000))
                        + "]")
                .then()
                .statusCode(207)
                .body("accepted", is(3))
                .body("results[2].problem.errors[0].field", is("/timestamp"));

        // Then
        assertSum("requests_total", "late", 1);
        window("requests_total", "window=1h&label.model=late").then().body("series[0].sum", is(2.0f));
        assertTrue(metrics("text/plain").contains("llm_requests_total{model=\"late\",status=\"success\"} 3.0"));
    }

    private static String at(String id, Instant time) {
        return "{\"request_id\":\"" + id + "\",\"model\":\"late\",\"status\":\"success\",\"timestamp\":\"" + time
                + "\"}";
    }

    // ---- exposition

    @Test
    void theFormatFollowsTheAcceptHeader() {
        // Given
        String prometheus =
                "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
                        + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1";
        String protobuf =
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.7,"
                        + "text/plain;version=0.0.4;q=0.3";

        // When
        assertEquals(
                "text/plain; version=0.0.4; charset=utf-8", scrape("text/plain").contentType());
        assertEquals("text/plain; version=0.0.4; charset=utf-8", scrape("*/*").contentType());
        assertTrue(scrape(prometheus).contentType().startsWith("application/openmetrics-text; version=1.0.0"));
        assertTrue(scrape(protobuf).contentType().startsWith("application/vnd.google.protobuf"));

        // Then
        assertTrue(scrape(prometheus).asString().endsWith("# EOF\n"));
    }

    @Test
    void exemplarsLeadToTraces() {
        // When
        post("""
                {"request_id":"traced","model":"traced","status":"success","latency_ms":42000,
                 "trace_id":"0af7651916cd43dd8448eb211c80319c","span_id":"b7ad6b7169203331"}""").then().statusCode(200);

        // Then
        await().until(() -> metrics("application/openmetrics-text;version=1.0.0")
                .lines()
                .anyMatch(line -> line.startsWith("llm_request_latency_ms_bucket{le=\"+Inf\"}")
                        && line.contains("trace_id=\"0af7651916cd43dd8448eb211c80319c\"")));
    }

    @Test
    void promtoolFindsNoFaultButTheNamesThatMustStay() throws Exception {
        // Given
        Process promtool;
        try {
            promtool = new ProcessBuilder("promtool", "check", "metrics")
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            Assumptions.abort("promtool is not installed");
            return;
        }

        // When
        try (var in = promtool.getOutputStream()) {
            in.write(metrics("text/plain").getBytes(StandardCharsets.UTF_8));
        }
        String complaints = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        // Then
        assertTrue(
                complaints
                        .lines()
                        .allMatch(line -> line.matches("llm_\\w+_(ms|gb|percent) .*unit.*|.*non-histogram.*")),
                complaints);
    }

    @Test
    void ownFiguresAreExposed() {
        // Given
        post(record("own", "own")).then().statusCode(200);

        // When
        String text = metrics("text/plain");

        // Then
        for (String family : List.of(
                "metrics_collector_records_total{result=\"accepted\"}",
                "metrics_collector_records_total{result=\"duplicate\"}",
                "metrics_collector_records_total{result=\"rejected\"}",
                "metrics_collector_forwarded_records_total{destination=\"log-indexer\"}",
                "metrics_collector_buffered_records{destination=\"quality-evaluator\"}",
                "metrics_collector_dropped_series_total{metric=\"requests_total\"}",
                "metrics_collector_dropped_series_total{metric=\"llm_requests_total\"}",
                "metrics_collector_late_records_total",
                "metrics_collector_unpriced_requests_total")) {
            assertTrue(text.contains("\n" + family + " "), family + " not in\n" + text);
        }
    }

    @Test
    void theServiceItselfIsReadyWithItsDatabase() {
        when().get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("status", is("UP"))
                .body("checks.name", hasItem(containsString("PostgreSQL")));
        when().get("/q/metrics").then().statusCode(200);
        when().get("/").then().statusCode(200).body(containsString("Modelwatch"));
    }

    @Test
    void wrongPathsAndMethodsAreProblems() {
        when().get("/api/v1/nothing").then().statusCode(404);
        when().get("/api/v1/requests").then().statusCode(405).body("type", is("about:blank"));
    }

    // ---- the examples that others test against

    @Test
    void theExampleOfTheGatewayIsTaken() throws IOException {
        post(example("gateway/request.json")).then().statusCode(200).body("accepted", is(1));
        bytes(Files.readAllBytes(Path.of("src/test/resources/contract/gateway/requests.ndjson")))
                .post("/api/v1/requests")
                .then()
                .statusCode(200)
                .body("rejected", is(0));
    }

    @Test
    void theExampleOfABatchResultIsWhatTheGatewayGets() throws IOException {
        // Given
        post("{\"request_id\":\"r-0\",\"model\":\"batch\",\"status\":\"success\"}");

        // When
        String answer = post("[" + record("r-1", "batch") + "," + record("r-0", "batch")
                        + ",{\"request_id\":\"r-2\",\"model\":\"batch\",\"status\":\"success\",\"latency_ms\":-5}]")
                .asString();

        // Then
        JsonMapper mapper = new JsonMapper();
        assertEquals(mapper.readTree(example("gateway/batch-result.json")), mapper.readTree(answer));
    }

    @Test
    void theExampleOfQualityEvaluatorIsTaken() throws IOException {
        // Given
        String example = example("quality-evaluator/samples.json")
                .replaceAll("2026-11-22T08:00:0\\dZ", Instant.now().toString());

        // When
        String answer = samples(example).then().statusCode(200).extract().asString();

        // Then
        JsonMapper mapper = new JsonMapper();
        assertEquals(mapper.readTree(example("quality-evaluator/samples-answer.json")), mapper.readTree(answer));
    }

    @Test
    void theExampleForAlertRouterHasTheFormOfTheAnswer() throws IOException {
        // Given
        post("""
                {"request_id":"contract-1","model":"contract","status":"success","latency_ms":812}""");
        JsonMapper mapper = new JsonMapper();

        // When
        JsonNode answer = mapper.readTree(
                window("request_latency_ms", "by=model&label.model=contract").asString());

        // Then
        JsonNode expected = mapper.readTree(example("alert-router/request_latency_ms.json"));
        assertEquals(fields(expected), fields(answer));
        assertEquals(
                fields(expected.get("series").get(0)),
                fields(answer.get("series").get(0)));
        JsonNode counter = mapper.readTree(
                window("requests_total", "by=model&label.model=contract").asString());
        JsonNode expectedCounter = mapper.readTree(example("alert-router/requests_total.json"));
        assertEquals(fields(expectedCounter), fields(counter));
        assertEquals(
                fields(expectedCounter.get("series").get(0)),
                fields(counter.get("series").get(0)));
    }

    private static List<String> fields(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static String example(String name) throws IOException {
        return Files.readString(Path.of("src/test/resources/contract", name));
    }

    // ---- helpers

    private static String record(String id, String model) {
        return "{\"request_id\":\"" + id + "\",\"model\":\"" + model + "\",\"status\":\"success\",\"latency_ms\":100}";
    }

    private static Response post(String body) {
        return given().spec(plain()).body(body).post("/api/v1/requests");
    }

    private static Response samples(String body) {
        return given().spec(plain()).body(body).post("/api/v1/samples");
    }

    private static RequestSpecification bytes(byte[] body) {
        return given().spec(plain()).body(body);
    }

    private static RequestSpecification plain() {
        return new RequestSpecBuilder()
                .setConfig(RestAssuredConfig.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                                .encodeContentTypeAs("application/json", io.restassured.http.ContentType.TEXT)))
                .setContentType("application/json")
                .build();
    }

    private static Response window(String metric, String query) {
        return when().get("/api/v1/metrics/" + metric + "?" + query);
    }

    private static void assertSum(String metric, String model, float expected) {
        window(metric, "label.model=" + model).then().body("series[0].sum", is(expected));
    }

    private static Response scrape(String accept) {
        return given().header("Accept", accept).get("/metrics");
    }

    private static String metrics(String accept) {
        return scrape(accept).then().statusCode(200).extract().asString();
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
