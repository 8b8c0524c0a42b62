package io.modelwatch.alertrouter.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Lets the real amtool look at a configuration. */
final class AmtoolCheck {

    private AmtoolCheck() {}

    static void parses(String configuration) {
        try {
            Path file = Files.writeString(Files.createTempFile("effective", ".yml"), configuration);
            Process amtool;
            try {
                amtool = new ProcessBuilder("amtool", "check-config", file.toString())
                        .redirectErrorStream(true)
                        .start();
            } catch (IOException e) {
                Assumptions.abort("amtool is not installed: " + e.getMessage());
                return;
            }
            String output = new String(amtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, amtool.waitFor(), output + configuration);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
