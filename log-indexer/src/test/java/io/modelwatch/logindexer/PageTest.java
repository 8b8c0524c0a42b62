package io.modelwatch.logindexer;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modelwatch.devstack.Browser;
import io.modelwatch.devstack.OwnStores;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.RestClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.support.ui.Select;

/** The page in a real browser, on a real Elasticsearch. */
@QuarkusTest
@OwnStores
@TestProfile(ElasticsearchTestProfile.class)
@TestMethodOrder(MethodOrderer.MethodName.class)
@Timeout(180)
class PageTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String EVIL = "<img src=x onerror=alert(1)>";

    @TestHTTPResource
    URI service;

    @Inject
    RestClient elasticsearch;

    @ConfigProperty(name = "modelwatch.test.namespace")
    String namespace;

    private static boolean filled;
    private Api api;

    @BeforeEach
    void fill() throws IOException {
        api = new Api(service);
        if (filled) {
            return;
        }
        StringBuilder records = new StringBuilder();
        Instant now = Instant.now();
        String[] models = {"gpt-4o", "llama-3-70b", "qwen2.5-72b"};
        String[] services = {"chat", "rag-search", "customer-support"};
        for (int i = 0; i < 120; i++) {
            boolean failed = i % 9 == 0;
            records.append("""
                    {"request_id":"req-%d","timestamp":"%s","model":"%s","service":"%s","environment":"prod","user_id":"user-%d","status":"%s",%s"latency_ms":%d,"ttft_ms":%d,"input_tokens":%d,"output_tokens":%d,"cost_usd":%s,"prompt":"%s","response":"%s","trace_id":"%s"}
                    """.formatted(
                    i,
                    now.minusSeconds(25L * i * (i % 3 + 1)),
                    models[i % 3],
                    services[i % 3],
                    i % 7,
                    failed ? "error" : "success",
                    failed ? "\"error\":\"upstream timed out after 30 s\",\"error_type\":\"timeout\"," : "",
                    300 + i * 37 % 4000,
                    80 + i * 13 % 400,
                    100 + i,
                    200 + i * 3,
                    "0.00" + (10 + i),
                    i % 2 == 0
                            ? "请解释一下什么是数据库索引,以及什么时候不该使用索引?"
                            : "Summarise the attached incident report in three sentences.",
                    i % 2 == 0 ? "数据库索引是一种数据结构,用空间换时间。" : "The deployment failed because of an expired certificate.",
                    i == 1 ? TRACE : String.format("%032x", i + 1)));
        }
        records.append("{\"event\":\"probe\",\"level\":\"WARN\",\"service\":\"chat\",\"message\":\"" + EVIL
                + "\",\"note\":{\"" + EVIL + "\":\"" + EVIL + "\"}}\n");
        assertEquals(200, api.post(records.toString()).status());
        api.awaitFound(121, Map.of("size", "0"));
        spans(now.minusSeconds(50));
        filled = true;
    }

    private void spans(Instant start) throws IOException {
        Object[][] spans = {
            {"a1", null, "POST /v1/chat/completions", "gateway", 0, 2400, "success"},
            {"a2", "a1", "authorise", "gateway", 12, 40, "success"},
            {"a3", "a1", "retrieve documents", "rag-search", 60, 420, "success"},
            {"a4", "a3", "SELECT embeddings", "rag-search", 90, 310, "success"},
            {"a5", "a1", "chat gpt-4o", "llm-proxy", 500, 1500, "failure"},
            {"a6", "a1", "chat llama-3-70b (fallback)", "llm-proxy", 2010, 370, "success"},
            {"a7", "lost", "publish usage", "billing", 2380, 15, "success"},
        };
        for (Object[] span : spans) {
            Request request = new Request("POST", "/logs-llm-" + namespace + "/_create/" + TRACE + span[0]);
            request.addParameter("refresh", "true");
            request.setJsonEntity("""
                    {"@timestamp":"%s","trace":{"id":"%s"},"span":{"id":"%s","name":"%s","kind":"internal"},%s"service":{"name":"%s"},
                     "event":{"id":"%s","duration":%d,"outcome":"%s","ingested":"2026-01-01T00:00:00Z"}}""".formatted(
                            start.plusMillis((int) span[4]),
                            TRACE,
                            span[0],
                            span[2],
                            span[1] == null ? "" : "\"parent\":{\"id\":\"" + span[1] + "\"},",
                            span[3],
                            TRACE + span[0],
                            (int) span[5] * 1_000_000L,
                            span[6]));
            elasticsearch.performRequest(request);
        }
    }

    private static Browser english;
    private static Browser chinese;

    private static Browser started(String language, boolean dark) {
        return Browser.start(language, dark)
                .orElseGet(() -> Assumptions.abort("needs Debian's chromium and chromium-driver"));
    }

    /** A browser that prefers English and light pages. */
    private static Browser english() {
        english = english == null ? started("en", false) : english;
        return english;
    }

    /** A browser that prefers Chinese and light pages. */
    private static Browser chinese() {
        chinese = chinese == null ? started("zh-CN", false) : chinese;
        return chinese;
    }

    @AfterAll
    static void closeBrowsers() {
        for (Browser browser : new Browser[] {english, chinese}) {
            if (browser != null) {
                browser.close();
            }
        }
    }

    private URI page(String hash) {
        return service.resolve("/" + hash);
    }

    private static void open(Browser browser, URI page) {
        browser.driver().get("about:blank"); // else a hash that stays the same draws nothing anew
        browser.open(page);
    }

    private static void picture(Browser browser, String name) {
        browser.screenshot(Path.of("target/screenshots/" + name + ".png"));
    }

    @Test
    void browsersGetThePageAndShippersElasticsearchsGreeting() {
        Api.Answer page = api.request("GET", "/", new byte[0], Map.of("Accept", "text/html,application/xhtml+xml"));
        Api.Answer greeting = api.get("/");

        assertTrue(page.contentType().startsWith("text/html"), page.contentType());
        assertEquals(
                "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self';"
                        + " frame-ancestors 'none'",
                page.header("Content-Security-Policy"));
        assertEquals("", page.header("X-Elastic-Product"));
        assertTrue(greeting.json().path("tagline").asText().contains("Search"));
        assertEquals("Elasticsearch", greeting.header("X-Elastic-Product"));
    }

    @Test
    void recordsAreSearchedFilteredAndOpened() {
        Browser browser = english();
        open(browser, page("#search?range=24h"));
        browser.await("#shown", "50 of 128");
        browser.await(".figures", "128");
        assertFalse(browser.all("#histogram rect").isEmpty());
        picture(browser, "search-light");

        browser.find("input[name=q]").sendKeys("数据库索引" + Keys.ENTER);
        browser.await("#shown", "50 of 60");
        browser.find("[data-facet=model] button").click();
        browser.await("#chips", "Model:");
        browser.await("#shown", "20 of 20");
        browser.find("[data-facet=outcome] button[title=failure]").click();
        browser.await("#chips", "Outcome: failure");
        browser.await("#results", "upstream timed out");

        browser.find(".entry-toggle").click();
        browser.await(".document", "error.type");
        browser.await(".said", "请解释一下什么是数据库索引");
        picture(browser, "search-open");
        browser.find(".document a").click();
        browser.await("#story", "Records: 1");
        picture(browser, "request");
        assertEquals(List.of(), browser.errors());
    }

    @Test
    void whatRecordsHoldIsShownAsText() {
        Browser browser = english();
        open(browser, page("#search?q=onerror&range=24h"));
        browser.await(".entry", EVIL);
        browser.find(".entry-toggle").click();
        browser.await(".document dd", EVIL);

        assertEquals(0, browser.all("main img").size());
        assertEquals(List.of(), browser.errors());
    }

    @Test
    void moreIsLoadedAndTheKeyboardReachesEverything() {
        Browser browser = english();
        open(browser, page("#search?range=24h"));
        browser.await("#shown", "50 of 128");
        browser.find("#more").click();
        browser.await("#shown", "100 of 128");
        browser.find("#more").click();
        browser.await("#shown", "128 of 128");
        assertTrue(browser.all("#more:not([hidden])").isEmpty());
        browser.find("[name=sort]").sendKeys("Slowest first");
        browser.await("#shown", "of 120");
        new Select(browser.find("#theme")).selectByValue("dark");

        browser.driver().switchTo().activeElement().sendKeys(Keys.ESCAPE);
        browser.driver().executeScript("document.activeElement.blur()");
        browser.driver().findElement(By.tagName("body")).sendKeys("j");
        browser.driver().switchTo().activeElement().sendKeys(Keys.ENTER);
        browser.await(".document", "llm.latency_ms");
        picture(browser, "search-dark");
        new Select(browser.find("#theme")).selectByValue("auto");
        browser.driver().findElement(By.tagName("body")).sendKeys("/");
        assertEquals("q", browser.driver().switchTo().activeElement().getAttribute("name"));
        assertEquals(List.of(), browser.errors());
    }

    @Test
    void aTraceIsAWaterfall() {
        Browser browser = chinese();
        open(browser, page("#trace?id=" + TRACE));
        browser.await("#trace", "7 个环节");
        browser.await(".waterfall", "chat llama-3-70b (fallback)");
        assertEquals(7, browser.all(".waterfall rect").size());
        browser.find(".waterfall .entry-toggle").click();
        browser.await(".waterfall", "自身耗时");
        picture(browser, "trace-chinese");
        open(browser, page("#trace?id=none"));
        browser.await("#trace", "nothing is known of a trace 'none'");
        assertEquals(1, browser.errors().size()); // Chromium's own note of the 404
    }

    @Test
    void thePageFitsAPhone() {
        Browser browser = chinese();
        browser.phone();
        open(browser, page("#live"));
        new Select(browser.find("#theme")).selectByValue("dark");
        for (String view : List.of("search?range=24h", "live", "request?id=req-1", "trace?id=" + TRACE)) {
            open(browser, page("#" + view));
            browser.await(
                    "main",
                    view.startsWith("search")
                            ? "已显示 50 条，共 128 条"
                            : view.startsWith("live") ? "暂停" : view.startsWith("request") ? "条记录" : "7 个环节");
            assertFalse(browser.scrollsSideways(), view);
            picture(browser, "phone-" + view.replaceAll("\\?.*", ""));
        }
        assertEquals(List.of(), browser.errors());
    }

    @Test
    void zLiveTailShowsWhatComesAndPauses() { // last: it adds records
        Browser browser = english();
        open(browser, page("#live?service=live"));
        browser.await("#live", "Live");
        post("first");
        browser.await(".entry", "first");
        browser.find("#pause").click();
        post("second");
        browser.await("#pause", "1 waiting");
        assertFalse(browser.text("#tail").contains("second"));
        browser.find("#pause").click();
        browser.await(".entry", "second");
        assertTrue(browser.text("#tail tbody").indexOf("second")
                < browser.text("#tail tbody").indexOf("first"));
        picture(browser, "live");
        browser.find("nav a[data-view=search]").click();
        await().until(() -> api.get("/metrics").body().contains("log_indexer_open_tails 0.0"));
        assertEquals(List.of(), browser.errors());
    }

    private void post(String message) {
        assertEquals(
                200,
                api.post("{\"event\":\"e\",\"service\":\"live\",\"message\":\"" + message + "\"}")
                        .status());
    }
}
