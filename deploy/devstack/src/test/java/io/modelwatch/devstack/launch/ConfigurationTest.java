package io.modelwatch.devstack.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modelwatch.devstack.StartException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {

    private static final URI SINK = URI.create("http://127.0.0.1:40404/webhook");

    @TempDir
    private Path root;

    private Folders folders;

    @BeforeEach
    void shippedFiles() throws IOException {
        folders = new Folders(root, root.resolve("local"));
        Files.createDirectories(folders.shippedConfiguration());
        Files.writeString(folders.shippedConfiguration().resolve("alertmanager.yml"), "url: http://127.0.0.1:9095/\n");
        Files.writeString(folders.shippedConfiguration().resolve("threshold-rules.yml"), "shipped rules\n");
    }

    @Test
    void shippedFilesApplyAndDeliverToTheSink() throws IOException {
        Configuration configuration = Configuration.render(folders, null, SINK);

        assertEquals("url: " + SINK + "\n", Files.readString(configuration.alertmanager()));
        assertEquals(1, configuration.rules().size());
        assertEquals(Optional.empty(), configuration.prices());
    }

    @Test
    void ownRulesReplaceTheShippedOnesAndTheRestStays(@TempDir Path own) throws IOException {
        Files.writeString(own.resolve("first-rules.yml"), "first\n");
        Files.writeString(own.resolve("second-rules.yml"), "second\n");
        Files.writeString(own.resolve("prices.json"), "{}\n");

        Configuration configuration = Configuration.render(folders, own, SINK);

        assertEquals(
                List.of("first-rules.yml", "second-rules.yml"),
                configuration.rules().stream()
                        .map(file -> file.getFileName().toString())
                        .toList());
        assertTrue(Files.readString(configuration.alertmanager()).contains("40404"));
        assertTrue(configuration.prices().isPresent());
    }

    @Test
    void furtherSettingsOfAServiceAreGivenToThatService(@TempDir Path own) throws IOException {
        Files.writeString(own.resolve("metrics-collector.properties"), "metrics-collector.scrape.targets[0].url=x\n");

        Configuration configuration = Configuration.render(folders, own, SINK);

        assertEquals(
                Map.of(Service.METRICS_COLLECTOR, folders.configuration().resolve("metrics-collector.properties")),
                configuration.properties());
    }

    @Test
    void securityIsOffWhereTheSettingsOfAServiceDoNotSayOtherwise(@TempDir Path own) throws IOException {
        Files.writeString(own.resolve("alert-router.properties"), "modelwatch.security = on\n");
        Files.writeString(own.resolve("log-indexer.properties"), "# modelwatch.security=on\n");

        Configuration configuration = Configuration.render(folders, own, SINK);

        assertTrue(configuration.decidesSecurity(Service.ALERT_ROUTER));
        assertFalse(configuration.decidesSecurity(Service.LOG_INDEXER));
        assertFalse(configuration.decidesSecurity(Service.METRICS_COLLECTOR));
    }

    @Test
    void nothingOfAnEarlierRunStays(@TempDir Path own) throws IOException {
        Files.writeString(own.resolve("prices.json"), "{}\n");
        Configuration.render(folders, own, SINK);

        assertEquals(Optional.empty(), Configuration.render(folders, null, SINK).prices());
    }

    @Test
    void fileThatNothingReadsIsNamed(@TempDir Path own) throws IOException {
        Files.writeString(own.resolve("alertmanger.yml"), "");

        StartException error = assertThrows(StartException.class, () -> Configuration.render(folders, own, SINK));

        assertTrue(error.getMessage().contains("alertmanger.yml is not read by anything"), error.getMessage());
    }

    @Test
    void folderThatIsNotThereIsNamed() {
        StartException error =
                assertThrows(StartException.class, () -> Configuration.render(folders, root.resolve("missing"), SINK));

        assertTrue(error.getMessage().contains("missing is no folder"), error.getMessage());
    }
}
