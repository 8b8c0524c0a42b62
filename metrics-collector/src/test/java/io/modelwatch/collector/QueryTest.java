package io.modelwatch.collector;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelwatch.collector.catalogue.CatalogueStore;
import io.modelwatch.collector.exposition.SecondReplica;
import io.modelwatch.collector.request.RecordBounds;
import io.modelwatch.collector.request.RequestParser;
import io.modelwatch.collector.request.RequestRecord;
import io.modelwatch.collector.window.Labels;
import io.modelwatch.devstack.OwnStores;
import io.modelwatch.intake.Fields;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** Questions to the service about what it has counted. */
@QuarkusTest
@OwnStores
@WithTestResource(value = ObservationSettings.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
class QueryTest {

    @TestHTTPResource
    private URI service;

    @Inject
    CatalogueStore catalogue;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static boolean fed;

    @BeforeAll
    static void forget() {
        fed = false;
    }

    /** 200 requests of two models, every tenth of the second one failed. */
    @BeforeEach
    void feed() {
        if (fed) {
            return;
        }
        fed = true;
        List<String> records = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            records.add(
                    """
                    {"request_id":"q-%d","service":"query","model":"%s","status":"%s","latency_ms":%d,"ttft_ms":50,"output_tokens":20}""".formatted(i, i % 2 == 0 ? "alpha" : "beta", i % 20 == 19 ? "error" : "success", 10 * (i + 1)));
        }
        given().contentType("application/json")
                .body("[" + String.join(",", records) + "]")
                .post("/api/v1/requests")
                .then()
                .statusCode(200);
        given().contentType("application/json")
                .body("""
                        [{"name":"gpu_utilization","value":97,"labels":{"gpu":"0"}},
                         {"name":"model_accuracy","value":93.5},{"name":"user_satisfaction","value":91}]""")
                .post("/api/v1/samples")
                .then()
                .statusCode(200);
    }

    @Test
    void anyPercentileCanBeAskedForAndAnswersSayWhoseTheyAre() {
        when().get("/api/v1/metrics/request_latency_ms?window=5m&label.service=query&percentile=99.9&percentile=10")
                .then()
                .statusCode(200)
                .body("scope", is("replica"))
                .body("replica", is("replica-a"))
                .body("series[0].count", is(200))
                .body("series[0].percentiles.'99.9'.toDouble()", closeTo(2000, 20))
                .body("series[0].percentiles.'10'.toDouble()", closeTo(200, 2));
        when().get("/api/v1/metrics/request_latency_ms?percentile=0").then().statusCode(400);
        when().get("/api/v1/metrics/requests_total?percentile=50")
                .then()
                .statusCode(400)
                .body("detail", is("statistic p50 makes no sense for requests_total, which is a counter"));
        when().get("/api/v1/metrics/error_rate?by=model&label.model=beta&label.service=query")
                .then()
                .statusCode(200)
                .body("type", is("derived"))
                .body("series[0].ratio", is(10.0f));
    }

    @Test
    void severalQuestionsAreAnsweredInOneGo() {
        when().get(
                        "/api/v1/query?metric=request_latency_ms:p99.9&metric=requests_total:count&by=model&label.service=query")
                .then()
                .statusCode(200)
                .body("results.metric", contains("request_latency_ms", "requests_total"))
                .body("results.statistic", contains("p99.9", "count"))
                .body("results[1].series.labels.model", contains("alpha", "beta"))
                .body("results[1].series.value", contains(100.0f, 100.0f));
        when().get("/api/v1/query?metric=gpu_utilization").then().body("results[0].series.value", contains(97.0f));
        given().contentType("application/json")
                .body("""
                        [{"id":"a","metric":"ttft_ms","statistic":"avg","window":"10m","where":{"service":"query"}},
                         {"id":"b","metric":"error_rate","by":["model"],"where":{"model":"beta","service":"query"}},
                         {"id":"c","metric":"requests_total","statistic":"sum","window":"10m","step":"30s","where":{"service":"query"}}]""")
                .post("/api/v1/query")
                .then()
                .statusCode(200)
                .body("results.id", contains("a", "b", "c"))
                .body("results[0].series[0].value", is(50.0f))
                .body("results[1].series[0].value", is(10.0f))
                .body("results[2].step", is(30.0f))
                .body("results[2].series[0].points.size()", is(21))
                .body("results[2].series[0].points.sum { it[1] ?: 0 }.toFloat()", is(200.0f));
    }

    @Test
    void aBadQuestionIsNamedAndCostsNoOtherItsAnswer() {
        given().contentType("application/json")
                .body("""
                        [{"id":"a","metric":"ttft_ms","statistic":"p101","window":"5d","by":["1x"]},
                         {"id":"b","metric":"ttft_ms"},{"id":"c","metric":"nonsense"},{"id":"d"},7]""")
                .post("/api/v1/query")
                .then()
                .statusCode(207)
                .body("results[0].problem.errors.field", contains("/by", "/window", "/statistic"))
                .body("results[1].series[0].value", notNullValue())
                .body("results[2].problem.status", is(404))
                .body("results[3].problem.detail", containsString("/metric is required"))
                .body("results[4].problem.status", is(400));
        given().contentType("application/json")
                .body("{\"metric\":\"nonsense\"}")
                .post("/api/v1/query")
                .then()
                .statusCode(404);
        given().contentType("application/json")
                .body("[")
                .post("/api/v1/query")
                .then()
                .statusCode(400);
        when().get("/api/v1/query?metric=ttft_ms&window=24h&step=1s").then().statusCode(200);
        when().get("/api/v1/query?metric=ttft_ms&scope=galaxy")
                .then()
                .statusCode(400)
                .body("detail", is("scope must be replica or cluster, was 'galaxy'"));
        when().get("/api/v1/query?metric=ttft_ms&scope=cluster")
                .then()
                .statusCode(503)
                .body("detail", startsWith("Prometheus cannot answer for all replicas: "));
    }

    @Test
    void healthTellsByLayerAndByCheckWithReasons() {
        when().get("/api/v1/health")
                .then()
                .statusCode(200)
                .body("status", is("critical"))
                .body("since", notNullValue())
                .body("replica", is("replica-a"))
                .body("layers.level", contains("infrastructure", "application", "model_quality", "business"))
                .body("layers[0].status", is("critical"))
                .body("layers[2].status", is("healthy"))
                .body("checks.metric", hasItem("gpu_utilization"))
                .body(
                        "checks.find { it.metric == 'gpu_utilization' }.reason",
                        is("GPU compute utilization (latest) of gpu=0 is 97%, above the critical threshold of 95%"))
                .body("passed.metric", hasItem("model_accuracy"));
    }

    @Test
    void theDashboardIsJsonOrTextAsAsked() {
        when().get("/api/v1/dashboard")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("layers.title_zh", contains("基础设施", "应用性能", "模型质量", "业务效果"))
                .body("layers[0].metrics.find { it.name == 'gpu_utilization' }.status", is("critical"))
                .body("layers[1].metrics.find { it.name == 'requests_total' }.current", greaterThanOrEqualTo(200.0f));
        String chinese = given().accept("text/plain")
                .get("/api/v1/dashboard")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        String head = "=".repeat(70) + "\nAI系统监控仪表盘\n" + "=".repeat(70) + "\n\n[基础设施]\n" + "─".repeat(50) + "\n";
        assertEquals(head, chinese.substring(0, head.length()));
        assertTrue(chinese.contains("\n  GPU计算利用率             97.00 % (P95: 97.0 %)\n"), chinese);
        assertTrue(chinese.contains("\n系统健康状态: CRITICAL\n"), chinese);
        assertTrue(chinese.contains("\n  [CRITICAL] GPU计算利用率: 97.00\n"), chinese);
        String english = given().accept("text/plain")
                .header("Accept-Language", "en-GB,en;q=0.9")
                .get("/api/v1/dashboard")
                .asString();
        assertTrue(english.contains("\nSystem health: CRITICAL\n"), english);
    }

    @Test
    void aStreamSendsUpdatesAndPlacesAreBounded() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        try {
            List<HttpResponse<InputStream>> open = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                open.add(client.send(
                        HttpRequest.newBuilder(service.resolve(
                                        "/api/v1/stream?metric=requests_total:sum&label.service=query&interval=1s"))
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream()));
            }
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(open.getFirst().body(), StandardCharsets.UTF_8))) {
                // When
                List<JsonNode> updates = new ArrayList<>();
                String event = "";
                while (updates.size() < 2) {
                    String line = lines.readLine();
                    if (line.startsWith("event:")) {
                        event = line.substring("event:".length()).trim();
                    } else if (line.startsWith("data:")) {
                        assertEquals("update", event);
                        updates.add(new JsonMapper().readTree(line.substring("data:".length())));
                    }
                }

                // Then
                JsonNode update = updates.getLast();
                assertEquals("replica-a", update.get("replica").asText());
                assertEquals(200, update.at("/results/0/series/0/value").asInt());
                assertEquals("critical", update.at("/health/status").asText());
                when().get("/api/v1/stream").then().statusCode(503).body("detail", startsWith("there are 3 readers"));
            }
        } finally {
            client.shutdownNow();
        }
        when().get("/api/v1/stream?interval=1h").then().statusCode(400);
        when().get("/api/v1/stream?metric=nonsense").then().statusCode(404);
        // The places come back when the connections have ended.
        await().untilAsserted(() -> given().accept("text/plain")
                .get("/metrics")
                .then()
                .body(containsString("\nmetrics_collector_stream_readers 0.0\n")));
    }

    /** Prometheus is there only in this test; two replicas, one of them slower and hotter. */
    @Test
    void allReplicasTogetherAreAskedForThroughPrometheus(@TempDir Path folder) throws Exception {
        URI url = URI.create(ConfigProvider.getConfig().getValue("metrics-collector.prometheus.url", String.class));
        try (SecondReplica other = new SecondReplica(catalogue.get())) {
            Optional<ScrapingPrometheus> started =
                    ScrapingPrometheus.start(url, folder, List.of(service.getAuthority(), other.target()));
            Assumptions.assumeTrue(started.isPresent(), "prometheus is not installed");
            try (ScrapingPrometheus prometheus = started.get()) {
                // Given: both have been scraped, then something happens on both
                RequestParser parser = new RequestParser(RecordBounds.DEFAULT, InstantSource.system());
                other.count(parse(
                        parser, "{\"request_id\":\"0\",\"model\":\"gamma\",\"status\":\"success\",\"latency_ms\":1}"));
                other.count(parse(parser, "{\"request_id\":\"1\",\"model\":\"gamma\",\"status\":\"error\"}"));
                given().contentType("application/json")
                        .body(
                                "{\"request_id\":\"p-first\",\"model\":\"gamma\",\"status\":\"success\",\"latency_ms\":30}")
                        .post("/api/v1/requests")
                        .then()
                        .statusCode(200);
                other.gauge("gpu_utilization", Labels.of("gpu", "0"), 99);
                await().ignoreExceptions()
                        .atMost(PATIENCE)
                        .until(() -> prometheus
                                        .query("llm_requests_total{model=\"gamma\",status=\"success\"}")
                                        .size()
                                == 2);
                for (int i = 0; i < 60; i++) {
                    other.count(parse(parser, """
                            {"request_id":"s-%d","model":"gamma","status":"%s","latency_ms":8000,
                             "trace_id":"0af7651916cd43dd8448eb211c80319c"}""".formatted(i, i % 3 == 0 ? "error" : "success")));
                    given().contentType("application/json")
                            .body("""
                                    {"request_id":"p-%d","model":"gamma","status":"success","latency_ms":30,
                                     "trace_id":"1bf7651916cd43dd8448eb211c80319c"}""".formatted(i))
                            .post("/api/v1/requests")
                            .then()
                            .statusCode(200);
                }

                // Then: both are counted
                await().atMost(PATIENCE).untilAsserted(() -> {
                    given().get("/api/v1/metrics/request_latency_ms?window=1m&by=model&label.model=gamma&scope=cluster")
                            .then()
                            .statusCode(200)
                            .body("scope", is("cluster"))
                            .body("series[0].labels.model", is("gamma"))
                            .body("series[0].p99.toDouble()", closeTo(8000, 900))
                            .body("series[0].p50.toDouble()", closeTo(30, 15))
                            .body("series[0].count", greaterThan(90))
                            .body("series[0].mean.toDouble()", closeTo(4015, 900));
                    given().get("/api/v1/query?metric=requests_total:sum&window=1m&label.model=gamma&scope=cluster")
                            .then()
                            .statusCode(200)
                            .body("results[0].series[0].value.toDouble()", closeTo(130, 45));
                    given().get("/api/v1/query?metric=gpu_utilization&by=gpu&scope=cluster")
                            .then()
                            .body("results[0].series[0].value", is(99.0f));
                    given().get("/api/v1/query?metric=error_rate&window=1m&label.model=gamma&scope=cluster")
                            .then()
                            .body("results[0].series[0].value.toDouble()", closeTo(16, 9));
                    given().get("/api/v1/query?metric=request_latency_ms:p50&window=2m&step=10s&scope=cluster")
                            .then()
                            .statusCode(200)
                            .body("results[0].series[0].points.size()", greaterThan(0));
                });
                when().get("/api/v1/query?metric=request_latency_ms:max&scope=cluster")
                        .then()
                        .statusCode(400);
                // This replica has not seen the slow ones.
                when().get("/api/v1/metrics/request_latency_ms?window=1m&by=model&label.model=gamma")
                        .then()
                        .body("series[0].p50.toDouble()", closeTo(30, 1));

                // Then: Prometheus has native histograms and exemplars of both kinds of families
                await().atMost(PATIENCE).untilAsserted(() -> {
                    assertTrue(!prometheus
                            .query("histogram_count(llm_request_latency_ms{instance=\"" + service.getAuthority()
                                    + "\"})")
                            .isEmpty());
                    for (String family : List.of("llm_requests_total", "gen_ai_client_operation_duration_seconds")) {
                        assertTrue(
                                prometheus.exemplars(family).toString().contains("1bf7651916cd43dd8448eb211c80319c"),
                                family + " " + prometheus.exemplars(family));
                    }
                });
            }
        }
    }

    private static RequestRecord parse(RequestParser parser, String json) throws IOException {
        return parser.parse(Fields.of((ObjectNode) new JsonMapper().readTree(json)));
    }

    @Test
    void promtoolFindsNothingButTheNamesThatMustNotChange() throws Exception {
        // Given
        given().contentType("application/json")
                .body("""
                        {"request_id":"lint","model":"lint","user_id":"user-4711","session_id":"session-4711","status":"success",
                         "provider":"openai","operation":"chat","latency_ms":812,"ttft_ms":140,"input_tokens":12,"output_tokens":3,
                         "cost_usd":0.25,"labels":{"team":"team-4711"}}""")
                .post("/api/v1/requests")
                .then()
                .statusCode(200);
        String text = given().accept("text/plain;version=0.0.4").get("/metrics").asString();
        Process promtool;
        try {
            promtool = new ProcessBuilder("promtool", "check", "metrics")
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new TestAbortedException("promtool is not installed", e);
        }

        // When
        try (var stdin = promtool.getOutputStream()) {
            stdin.write(text.getBytes(StandardCharsets.UTF_8));
        }
        String complaints = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        // Then
        assertEquals(
                List.of(),
                complaints.lines().filter(line -> !line.startsWith("llm_")).toList());
        assertTrue(!text.contains("4711"), "no user, session or free label is a label");
        assertTrue(
                text.contains(
                        "\ngen_ai_client_cost_usd_total{gen_ai_provider_name=\"openai\",gen_ai_request_model=\"lint\"} 0.25\n"),
                text);
        assertTrue(text.contains("\nmodelwatch_gpu_utilization{gpu=\"0\"} 97.0\n"), text);
    }

    @Test
    void everyClientGetsTheFormatItWantsMost() {
        for (String[] one : new String[][] {
            {
                "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
                        + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
                "application/openmetrics-text; version=1.0.0; charset=utf-8"
            },
            {
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited,"
                        + "application/openmetrics-text;version=1.0.0;q=0.8,text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
                "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited"
            },
            {"*/*", "text/plain; version=0.0.4; charset=utf-8"}
        }) {
            String type = given().header("Accept", one[0])
                    .get("/metrics")
                    .then()
                    .statusCode(200)
                    .extract()
                    .contentType();
            assertTrue(type.startsWith(one[1]), type);
        }
    }

    @Test
    void theStateIsKeptInItsDirectory() throws Exception {
        String state = ConfigProvider.getConfig().getValue("metrics-collector.state.directory", String.class);
        assertTrue(Files.exists(Path.of(state, "snapshot-1")));
        assertTrue(Files.size(Path.of(state, "journal-1")) > 5_000, "200 requests are in the journal");
    }

    @Test
    void nothingAskedIsNothingAnswered() {
        when().get("/api/v1/query").then().statusCode(200).body("results", empty());
    }
}
