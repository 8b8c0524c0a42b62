package io.modelwatch.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.modelwatch.devstack.Browser;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.support.ui.Select;

/** The shared script and style sheet in a real browser, on a page under the strict policy of the services. */
class UiTest {

    private HttpServer server;
    private URI page;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            String resource = "/META-INF/resources" + (path.equals("/") ? "/index.html" : path);
            try (InputStream found = UiTest.class.getResourceAsStream(resource)) {
                byte[] body = found == null
                        ? "{\"title\":\"Not found\",\"detail\":\"no such thing\"}".getBytes(StandardCharsets.UTF_8)
                        : found.readAllBytes();
                exchange.getResponseHeaders()
                        .set(
                                "Content-Type",
                                resource.endsWith(".css")
                                        ? "text/css"
                                        : resource.endsWith(".js") ? "text/javascript" : "text/html");
                exchange.getResponseHeaders()
                        .set("Content-Security-Policy", "default-src 'self'; img-src 'self' data:");
                exchange.sendResponseHeaders(found == null ? 404 : 200, body.length);
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        server.start();
        page = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void pageTurnsViewsShowsTextAsTextAndNamesProblems() {
        try (Browser browser = browser("en", false)) {
            browser.open(page);

            browser.await("#hello", "Hello, <b>x</b>");
            browser.await("td", "<img src=x onerror=alert(1)>");
            assertEquals(0, browser.all("main img").size());
            browser.await("td.number", "1,234,567");
            browser.await(".figure", "1.23 s");
            assertEquals(List.of(), browser.errors());

            browser.find("#ask").click();
            browser.await("#notices", "404: no such thing");

            browser.driver().findElement(By.tagName("body")).sendKeys("s");
            browser.await("#second", "key?x a b");
            assertEquals("Second", browser.text("nav a[aria-current=page]"));

            browser.driver().findElement(By.tagName("body")).sendKeys("?");
            browser.await("dialog", "Keyboard shortcuts");
            browser.screenshot(Path.of("target/screenshots/light.png"));
        }
    }

    @Test
    void choiceOfLanguageAndThemeIsRemembered() {
        try (Browser browser = browser("en", false)) {
            browser.open(page);
            browser.await("#hello", "Hello");

            browser.find("#language").click();
            browser.await("#hello", "你好");
            new Select(browser.find("#theme")).selectByValue("dark");
            browser.driver().navigate().refresh();

            browser.await("#hello", "你好");
            assertEquals("zh-CN", browser.driver().executeScript("return document.documentElement.lang"));
            assertEquals("dark", browser.driver().executeScript("return document.documentElement.dataset.theme"));
        }
    }

    @Test
    void pageSpeaksTheBrowsersLanguageAndFitsAPhone() {
        try (Browser browser = browser("zh-CN", true)) {
            browser.phone();
            browser.open(page);

            browser.await("#hello", "你好");
            browser.await(".figure", "1.23 秒");
            assertFalse(browser.scrollsSideways());
            assertTrue(browser.find("#ask").getSize().height >= 44, "large enough for a thumb");
            assertEquals(
                    "rgb(15, 20, 32)",
                    browser.driver().executeScript("return getComputedStyle(document.body).backgroundColor"));
            browser.screenshot(Path.of("target/screenshots/phone.png"));
        }
    }

    private static Browser browser(String language, boolean dark) {
        return Browser.start(language, dark)
                .orElseGet(() -> Assumptions.abort("needs Debian's chromium and chromium-driver"));
    }
}
