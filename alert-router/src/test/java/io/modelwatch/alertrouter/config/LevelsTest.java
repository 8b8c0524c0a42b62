package io.modelwatch.alertrouter.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modelwatch.alertrouter.exposition.RouterMetrics;
import io.modelwatch.alertrouter.label.LabelSet;
import io.modelwatch.alertrouter.receiver.Integration;
import io.modelwatch.alertrouter.route.Route;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The levels that are shipped: who is told, when. */
class LevelsTest {

    @TempDir
    private Path directory;

    private static RouterConfig shipped(Map<String, String> more) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder().withMapping(RouterSettings.class);
        more.forEach(builder::withDefaultValue);
        RouterSettings settings = builder.build().getConfigMapping(RouterSettings.class);
        return new CurrentConfig(settings, new RouterMetrics("0.34.0", 0), Clock.systemUTC()).get();
    }

    private static Route route(RouterConfig config, String severity) {
        List<Route> routes = config.route().match(LabelSet.of("alertname", "A", "severity", severity));
        assertEquals(1, routes.size());
        return routes.getFirst();
    }

    @Test
    void criticalAlertsAreToldAtOnceAndAgainUntilSomebodyActs() {
        Route p1 = route(shipped(Map.of()), "critical");

        assertEquals("p1-on-call", p1.receiver());
        assertEquals(Duration.ZERO, p1.groupWait());
        assertEquals(Duration.ofMinutes(15), p1.repeatInterval());
        assertEquals(List.of(), p1.activeIntervals());
    }

    @Test
    void warningsAndWhatHasNoLevelAreToldWithinFiveMinutes() {
        for (String severity : List.of("warning", "", "page-me")) {
            Route p2 = route(shipped(Map.of()), severity);

            assertEquals("p2-team", p2.receiver());
            assertTrue(p2.groupWait().plus(p2.groupInterval()).compareTo(Duration.ofMinutes(5)) < 0);
        }
    }

    @Test
    void hintsAreToldInWorkingHours() {
        RouterConfig config = shipped(Map.of());
        Route p3 = route(config, "info");

        assertEquals("p3-working-hours", p3.receiver());
        assertEquals(List.of("working-hours"), p3.activeIntervals());
        assertTrue(working(config, "2026-11-24T09:00"), "Tuesday morning");
        assertTrue(working(config, "2026-11-24T17:59"), "Tuesday afternoon");
        assertFalse(working(config, "2026-11-24T18:00"), "Tuesday evening");
        assertFalse(working(config, "2026-11-24T08:59"), "Tuesday before work");
        assertFalse(working(config, "2026-11-28T12:00"), "Saturday");
    }

    private static boolean working(RouterConfig config, String local) {
        return !config.intervals()
                .holding(
                        List.of("working-hours"),
                        LocalDateTime.parse(local)
                                .atZone(ZoneId.systemDefault())
                                .toInstant())
                .isEmpty();
    }

    @Test
    void channelsAloneFillTheShippedReceivers() throws IOException {
        Path channels = Files.writeString(directory.resolve("channels.yml"), """
                receivers:
                - name: p1-on-call
                  dingtalk_configs: [{access_token: t}]
                """);

        RouterConfig config = shipped(Map.of("alert-router.channels-file", channels.toString()));

        assertEquals(
                List.of("dingtalk"),
                config.receivers().get("p1-on-call").integrations().stream()
                        .map(Integration::kind)
                        .toList());
        assertEquals(List.of(), config.receivers().get("p2-team").integrations());
    }

    @Test
    void statusOfTheShippedLevelsIsAFileToGoOnWith() throws IOException, InterruptedException {
        String effective = shipped(Map.of()).effective();

        assertEquals(effective, ConfigReader.read(effective, directory).effective());
        Path file = Files.writeString(directory.resolve("alertmanager.yml"), effective);
        Process process;
        try {
            process = new ProcessBuilder("amtool", "check-config", file.toString())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            Assumptions.abort("amtool is not installed: " + e.getMessage());
            return;
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), output);
    }
}
