package io.modelwatch.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The manifests for kubectl, and the overlay that adds their secrets. */
class OverlayTest {

    private static final Path FOLDER = Command.ROOT.resolve("deploy/kubernetes");

    @TempDir
    Path temporary;

    @BeforeEach
    void toolsAreThere() {
        Command.helm("version").orFail();
    }

    @Test
    void committedManifestsAreWhatTheChartGives() throws Exception {
        Path rendered = temporary.resolve("modelwatch.yaml");
        Command.run(temporary, "", FOLDER.resolve("render").toString(), rendered.toString())
                .orFail();

        assertEquals(
                Files.readString(rendered),
                Files.readString(FOLDER.resolve("modelwatch.yaml")),
                "run deploy/kubernetes/render");
    }

    @Test
    void overlayBuildsWithItsSecretsAndNothingElse() throws Exception {
        Path overlay = temporary.resolve("overlay");
        Files.createDirectory(overlay);
        for (String file : List.of("kustomization.yaml", "namespace.yaml", "modelwatch.yaml", "make-secrets")) {
            Files.copy(FOLDER.resolve(file), overlay.resolve(file));
        }
        Command.run(overlay, "", "bash", "make-secrets").orFail();

        Rendered built =
                Rendered.of(Command.kubectl("kustomize", overlay.toString()).orFail());

        assertEquals(
                List.of(),
                built.resources().stream()
                        .flatMap(resource -> Models.faults(resource).stream())
                        .toList());
        for (String secret : List.of("modelwatch-postgresql", "modelwatch-elasticsearch", "modelwatch-security")) {
            JsonNode data = built.find("Secret", secret).orElseThrow().path("data");
            assertTrue(data.properties().stream()
                    .anyMatch(entry -> new String(Base64.getDecoder()
                                            .decode(entry.getValue().asText()))
                                    .length()
                            == 32));
        }
        built.resources().stream()
                .filter(resource -> !resource.path("kind").asText().equals("Namespace"))
                .forEach(resource -> assertEquals(
                        "modelwatch", resource.at("/metadata/namespace").asText()));
    }
}
