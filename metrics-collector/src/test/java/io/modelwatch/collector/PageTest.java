package io.modelwatch.collector;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.modelwatch.devstack.Browser;
import io.modelwatch.devstack.OwnStores;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page in a real browser, with half an hour of traffic behind it. */
@QuarkusTest
@OwnStores
@WithTestResource(value = ObservationSettings.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
class PageTest {

    private static final Duration PAST = Duration.ofMinutes(30);

    private static boolean fed;

    @TestHTTPResource("/")
    private URI page;

    @BeforeAll
    static void forget() {
        fed = false;
    }

    @BeforeEach
    void feed() {
        if (fed) {
            return;
        }
        fed = true;
        Random random = new Random(42);
        Instant now = Instant.now();
        List<String> records = new ArrayList<>();
        List<String> samples = new ArrayList<>();
        for (Instant at = now.minus(PAST); at.isBefore(now); at = at.plusSeconds(10)) {
            double wave = 1 + 0.4 * Math.sin(at.getEpochSecond() / 240.0);
            for (String model : List.of("gpt-4o", "claude-sonnet", "qwen2.5-72b")) {
                boolean failed = random.nextInt(40) == 0;
                records.add(String.format(
                        Locale.ROOT,
                        """
                        {"request_id":"%s-%s","timestamp":"%s","model":"%s","provider":"openai","service":"chat-api","status":"%s",
                         "latency_ms":%.1f,"ttft_ms":%.1f,"input_tokens":%d,"cached_tokens":100,"output_tokens":%d,"cost_usd":%.5f}""",
                        model,
                        at.getEpochSecond(),
                        at,
                        model,
                        failed ? "error" : "success",
                        600 * wave * Math.exp(random.nextGaussian() / 2),
                        150 * wave * Math.exp(random.nextGaussian() / 3),
                        400 + random.nextInt(900),
                        100 + random.nextInt(300),
                        0.002 + random.nextDouble() / 200));
            }
            for (int gpu = 0; gpu < 4; gpu++) {
                String labels = "{\"gpu\":\"" + gpu + "\",\"host\":\"gpu-1\"}";
                sample(samples, "gpu_utilization", 60 + 15 * wave + gpu * 6 + random.nextInt(4), labels, at);
                sample(samples, "gpu_memory_used", 50 + gpu * 4, labels, at);
                sample(samples, "gpu_temperature", 62 + 8 * wave + gpu, labels, at);
                sample(samples, "gpu_power", 300 * wave, labels, at);
            }
            sample(
                    samples,
                    "kv_cache_utilization",
                    40 * wave,
                    "{\"model\":\"qwen2.5-72b\",\"instance\":\"vllm-1:8000\"}",
                    at);
            sample(
                    samples,
                    "engine_requests_running",
                    6 + random.nextInt(4),
                    "{\"model\":\"qwen2.5-72b\",\"instance\":\"vllm-1:8000\"}",
                    at);
            sample(
                    samples,
                    "engine_requests_waiting",
                    random.nextInt(3),
                    "{\"model\":\"qwen2.5-72b\",\"instance\":\"vllm-1:8000\"}",
                    at);
            sample(samples, "target_up", 1, "{\"instance\":\"vllm-1:8000\"}", at);
            sample(samples, "target_up", 0, "{\"instance\":\"gpu-2:9400\"}", at);
            sample(samples, "data_drift_score", 0.08 + 0.05 * wave, "{}", at);
            sample(samples, "data_drift_score", 0.15, "{\"feature\":\"response_length\"}", at);
            sample(samples, "data_drift_score", 0.03, "{\"feature\":\"language\"}", at);
            sample(samples, "model_accuracy", 91 + wave, "{}", at);
            sample(samples, "refusal_rate", 2 * wave, "{}", at);
            sample(samples, "user_satisfaction", 88 + wave, "{}", at);
        }
        given().contentType("application/json")
                .body("[" + String.join(",", records) + "]")
                .post("/api/v1/requests")
                .then()
                .statusCode(200);
        given().contentType("application/json")
                .body("[" + String.join(",", samples) + "]")
                .post("/api/v1/samples")
                .then()
                .statusCode(200);
    }

    private static void sample(List<String> samples, String name, double value, String labels, Instant at) {
        samples.add(String.format(
                Locale.ROOT,
                "{\"name\":\"%s\",\"value\":%.4f,\"labels\":%s,\"timestamp\":\"%s\"}",
                name,
                value,
                labels,
                at));
    }

    @Test
    void thePageRunsUnderAStrictPolicy() {
        when().get("/").then().statusCode(200).header("Content-Security-Policy", containsString("default-src 'self'"));
        when().get("/views/overview.js").then().statusCode(200).contentType(containsString("javascript"));
        when().get("/modelwatch/ui.js").then().statusCode(200);
    }

    @Test
    void theFourLayersAreLive() {
        try (Browser browser = browser("en", false)) {
            // When
            browser.open(page);

            // Then
            browser.await("#status", "Critical");
            browser.await("[data-layer=infrastructure] h2", "Infrastructure");
            browser.await("[data-metric=request_latency_ms] .figure", "P95, 5 min");
            browser.find("[data-metric=gpu_utilization] svg.chart path");
            browser.await("#live", "Live");
            browser.await(".findings", "above the warning threshold");
            browser.screenshot(Path.of("target/screenshots/overview-light.png"));

            // When: something gets much worse while the page is open
            String now = Instant.now().toString();
            given().contentType("application/json")
                    .body(
                            "{\"name\":\"gpu_temperature\",\"value\":97,\"labels\":{\"gpu\":\"3\",\"host\":\"gpu-1\"},\"timestamp\":\""
                                    + now + "\"}")
                    .post("/api/v1/samples")
                    .then()
                    .statusCode(200);

            // Then: it is seen without a reload
            browser.await("[data-metric=gpu_temperature] .state", "Critical");
            browser.await(".findings", "GPU temperature (latest) of gpu=3, host=gpu-1 is 97 C");
            assertEquals(List.of(), errors(browser));
        }
    }

    @Test
    void everyViewShowsWhatItPromises() {
        try (Browser browser = browser("en", false)) {
            browser.open(page.resolve("#latency"));
            browser.find("[data-chart=request_latency_ms] path");
            browser.find("[data-chart=ttft_ms] path");
            browser.await("table", "claude-sonnet");
            browser.screenshot(Path.of("target/screenshots/latency-light.png"));
            browser.find("[data-window='6h']").click();
            browser.await("[data-window='6h'][aria-pressed=true]", "6h");

            browser.open(page.resolve("#usage"));
            browser.find("[data-chart=requestRate] path");
            browser.await("#usage", "qwen2.5-72b");
            browser.screenshot(Path.of("target/screenshots/usage-light.png"));

            browser.open(page.resolve("#infrastructure"));
            browser.await("#gpus", "gpu=3");
            browser.await("#engines", "vllm-1:8000");
            browser.await("#targets", "Down");
            browser.screenshot(Path.of("target/screenshots/infrastructure-light.png"));

            browser.open(page.resolve("#quality"));
            browser.find("[data-chart=data_drift_score] path");
            browser.await("#features", "response_length");
            browser.screenshot(Path.of("target/screenshots/quality-light.png"));
            assertEquals(List.of(), errors(browser));
        }
    }

    @Test
    void itReadsInChineseInTheDark() {
        try (Browser browser = browser("zh-CN", true)) {
            browser.open(page);
            browser.find("#status");
            browser.await("[data-layer=model_quality] h2", "模型质量");
            browser.await("[data-metric=gpu_utilization] h3", "GPU计算利用率");
            browser.await("#live", "实时");
            browser.find("[data-metric=gpu_utilization] svg.chart path");
            browser.screenshot(Path.of("target/screenshots/overview-zh-dark.png"));
            browser.open(page.resolve("#latency"));
            browser.await("table", "请求数");
            browser.find("[data-chart=request_latency_ms] path");
            browser.screenshot(Path.of("target/screenshots/latency-zh-dark.png"));
            browser.open(page.resolve("#infrastructure"));
            browser.await("#targets", "离线");
            browser.screenshot(Path.of("target/screenshots/infrastructure-zh-dark.png"));
            assertEquals(List.of(), errors(browser));
        }
    }

    @Test
    void itFitsAPhone() {
        try (Browser browser = browser("en", false)) {
            browser.phone();
            browser.open(page);
            browser.find("[data-metric=gpu_utilization] svg.chart path");
            browser.screenshot(Path.of("target/screenshots/overview-phone.png"));
            assertFalse(browser.scrollsSideways());
            for (String view : List.of("latency", "usage", "infrastructure", "quality")) {
                browser.open(page.resolve("#" + view));
                browser.find(view.equals("infrastructure") ? "#gpus td" : "[data-chart] path");
                browser.screenshot(Path.of("target/screenshots/" + view + "-phone.png"));
                assertFalse(browser.scrollsSideways(), view);
            }
            assertEquals(List.of(), errors(browser));
        }
    }

    /** A service without budgets answers 404 to the question for them, which the browser notes as an error. */
    private static List<String> errors(Browser browser) {
        return browser.errors().stream()
                .filter(error -> !error.contains("/api/v1/budgets") && !error.contains("/api/v1/costs"))
                .toList();
    }

    private static Browser browser(String language, boolean dark) {
        return Browser.start(language, dark)
                .orElseGet(() -> Assumptions.abort("chromium and chromium-driver are not installed"));
    }
}
