package io.modelwatch.alertrouter;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modelwatch.devstack.Browser;
import io.modelwatch.devstack.OwnStores;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/** The page as the person on call sees it, in headless Chromium. */
@QuarkusTest
@OwnStores
@WithTestResource(value = RouterResource.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
class PageTest {

    @TestHTTPResource
    URI base;

    @BeforeEach
    void alertsFire() {
        given().contentType(ContentType.JSON)
                .body("""
                        [{"labels":{"alertname":"HighErrorRate","severity":"critical","cluster":"one","model":"gpt-4o","service":"chat"},
                          "annotations":{"summary":"12 % of the requests to gpt-4o fail","description":"Mostly 503.",
                            "runbook_url":"https://example.com/runbooks/errors"},
                          "generatorURL":"http://prometheus.example.com/graph"},
                         {"labels":{"alertname":"HighLatency","severity":"warning","cluster":"two","model":"qwen-max","service":"chat"},
                          "annotations":{"summary":"<img src=x onerror=alert(1)> 延迟过高"},"generatorURL":"javascript:alert(1)"},
                         {"labels":{"alertname":"HighLatency","severity":"warning","cluster":"two","model":"gpt-4o","service":"batch"},
                          "annotations":{"summary":"p99 of gpt-4o is 9 s"}}]""")
                .post("/api/v2/alerts")
                .then()
                .statusCode(200);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> given().get("/api/v2/alerts/groups")
                                .jsonPath()
                                .getList("alerts.flatten()")
                                .size()
                        >= 3);
    }

    private Browser open(String language, boolean dark, String address) {
        Browser browser = Browser.start(language, dark)
                .orElseGet(() -> Assumptions.abort("needs Debian's chromium and chromium-driver"));
        browser.open(base.resolve(address));
        return browser;
    }

    private static void press(Browser browser, CharSequence... keys) {
        browser.driver().findElement(By.tagName("body")).sendKeys(keys);
    }

    @Test
    void worstAlertIsFirstAndTextStaysText() {
        try (Browser browser = open("en", false, "/")) {
            browser.await(".alert", "12 % of the requests to gpt-4o fail");

            assertTrue(browser.text(".alert").contains("12 %"), "critical before warning");
            browser.await(".alert", "<img src=x onerror=alert(1)> 延迟过高");
            assertEquals(0, browser.all(".alert img").size());
            assertEquals(
                    List.of("https://example.com/runbooks/errors", "http://prometheus.example.com/graph"),
                    browser.all(".alert a").stream()
                            .map(link -> link.getDomAttribute("href"))
                            .toList(),
                    "an address that is not http is no link");
            assertEquals(List.of(), browser.errors());
            browser.screenshot(Path.of("target/screenshots/alerts-light.png"));
        }
    }

    @Test
    void alertIsSilencedFromTheKeyboardAfterALookAtWhatItHits() {
        try (Browser browser = open("en", true, "/#/alerts?filter=model%3D%22gpt-4o%22")) {
            browser.await(".alert", "p99 of gpt-4o is 9 s");
            press(browser, "j");
            browser.find(".alert.chosen");
            press(browser, "s");
            browser.await("#preview", "would be silenced: 1");
            browser.screenshot(Path.of("target/screenshots/silence-dark.png"));

            browser.find("#silence .primary").click();
            browser.await("#silence [role=alert]", "Say who you are.");
            browser.find("#silence [name=by]").sendKeys("on call");
            browser.find("#silence [name=comment]").sendKeys("known, being worked on", Keys.TAB);
            browser.find("#silence .primary").click();

            browser.await("#notices", "Silenced until");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> given().queryParam("filter", "alertname=\"HighErrorRate\"")
                            .get("/api/v2/alerts")
                            .jsonPath()
                            .getString("[0].status.state")
                            .equals("suppressed"));
            press(browser, "l");
            browser.await("#silences", "known, being worked on");
            browser.screenshot(Path.of("target/screenshots/silences-dark.png"));
            browser.find("#silences .danger").click();
            browser.driver().switchTo().alert().accept();
            browser.await("#notices", "The silence has ended.");
            assertEquals(List.of(), browser.errors());
        }
    }

    @Test
    void linkOfANotificationOpensTheSilenceItNames() {
        try (Browser browser = open(
                "en", false, "/#/silences/new?filter=%7Balertname%3D%22HighLatency%22%2C%20model%3D~%22qwen.*%22%7D")) {
            browser.find("#silence");

            assertEquals(
                    List.of("alertname", "model"),
                    browser.all("#silence [name=name]").stream()
                            .map(field -> field.getDomProperty("value"))
                            .toList());
            assertEquals(
                    List.of("HighLatency", "qwen.*"),
                    browser.all("#silence [name=value]").stream()
                            .map(field -> field.getDomProperty("value"))
                            .toList());
            browser.await("#preview", "would be silenced: 1");
        }
    }

    @Test
    void pageSpeaksChineseAndFitsAPhone() {
        try (Browser browser = open("zh-CN", false, "/")) {
            browser.phone();
            browser.await("main", "分组");
            browser.await(".alert button", "静默");

            assertFalse(browser.scrollsSideways());
            browser.screenshot(Path.of("target/screenshots/phone-zh.png"));
            for (String view : List.of("silences", "deliveries", "rules", "status")) {
                browser.open(base.resolve("/#/" + view));
                browser.find("#" + view + " > *");
                assertFalse(browser.scrollsSideways(), view);
            }
            browser.await("main", "重新加载配置");
            browser.screenshot(Path.of("target/screenshots/status-zh.png"));
            assertEquals(List.of(), browser.errors());
        }
    }

    @Test
    void deliveriesAndRulesAreShown() {
        try (Browser browser = open("en", false, "/#/deliveries")) {
            browser.await("main", "HighLatency");
            browser.screenshot(Path.of("target/screenshots/deliveries.png"));
            browser.open(base.resolve("/#/rules"));
            browser.await("#rules", "LLMHighLatency");
            browser.screenshot(Path.of("target/screenshots/rules.png"));
            assertEquals(List.of(), browser.errors());
        }
    }
}
