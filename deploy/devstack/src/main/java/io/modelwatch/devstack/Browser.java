package io.modelwatch.devstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * A headless Chromium for the tests of pages, driven by the machine's chromedriver: Debian's packages {@code chromium}
 * and {@code chromium-driver}. One browser for one test class; used by one thread. A test module that has one names
 * {@code selenium-chrome-driver} and {@code selenium-support} among its own test dependencies.
 */
public final class Browser implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /**
     * Starts a browser, or answers empty where the machine has none; a test then skips itself with a message.
     *
     * @param language what the browser asks for, {@code en} or {@code zh-CN}
     * @param dark whether it prefers a dark page
     */
    public static Optional<Browser> start(String language, boolean dark) {
        Path chromium = Path.of("/usr/bin/chromium");
        Path chromedriver = Path.of("/usr/bin/chromedriver");
        if (!Files.isExecutable(chromium) || !Files.isExecutable(chromedriver)) {
            return Optional.empty();
        }
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--lang=" + language,
                "--accept-lang=" + language,
                "--window-size=1280,900");
        if (dark) {
            options.addArguments("--blink-settings=preferredColorScheme=0");
        }
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver.toFile())
                .usingAnyFreePort()
                .build();
        return Optional.of(new Browser(new ChromeDriver(service, options)));
    }

    /** The driver itself, for what this class has no word for. */
    public ChromeDriver driver() {
        return driver;
    }

    public void open(URI page) {
        driver.get(page.toString());
    }

    /** Shows pages as a phone of 390 × 844 CSS pixels does; a window cannot be made that narrow. */
    public void phone() {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", 390, "height", 844, "deviceScaleFactor", 1, "mobile", true));
    }

    /** The first element of a CSS selector, waited for until it is there and seen. */
    public WebElement find(String css) {
        List<WebElement> seen = new ArrayList<>();
        new WebDriverWait(driver, PATIENCE)
                .withMessage(() -> css + " in\n" + text("body"))
                .ignoring(StaleElementReferenceException.class)
                .until(page -> {
                    seen.clear();
                    page.findElements(By.cssSelector(css)).stream()
                            .filter(WebElement::isDisplayed)
                            .findFirst()
                            .ifPresent(seen::add);
                    return !seen.isEmpty();
                });
        return seen.getFirst();
    }

    /** All elements of a CSS selector as the page is now. */
    public List<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    /** What the first element of a CSS selector shows now; empty when there is none. */
    public String text(String css) {
        return all(css).stream().findFirst().map(WebElement::getText).orElse("");
    }

    /** Waits until some element of a CSS selector shows a text. */
    public void await(String css, String text) {
        new WebDriverWait(driver, PATIENCE)
                .withMessage(() -> "'" + text + "' in " + css + ", which has\n" + text("body"))
                .ignoring(StaleElementReferenceException.class)
                .until(page -> page.findElements(By.cssSelector(css)).stream()
                        .anyMatch(element -> element.getText().contains(text)));
    }

    /** What went wrong on the page since the last call: errors of scripts, blocked or failed resources. */
    public List<String> errors() {
        return Stream.of(driver.manage().logs().get(LogType.BROWSER))
                .flatMap(entries -> entries.getAll().stream())
                .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    /** Whether the page is wider than its window, which a phone shows as sideways scrolling. */
    public boolean scrollsSideways() {
        return Boolean.TRUE.equals(driver.executeScript(
                "return document.documentElement.scrollWidth > document.documentElement.clientWidth"));
    }

    /** Writes what is seen as a PNG. */
    public void screenshot(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Ends the browser and its driver. */
    @Override
    public void close() {
        driver.quit();
    }
}
