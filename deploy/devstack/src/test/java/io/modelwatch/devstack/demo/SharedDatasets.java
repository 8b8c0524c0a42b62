package io.modelwatch.devstack.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Data sets beside the repository; tests that need them are skipped where they are absent. */
final class SharedDatasets {

    private SharedDatasets() {}

    static Path folder() {
        Path folder = Path.of(System.getProperty("modelwatch.root", "."))
                .resolve("../shared/datasets")
                .normalize();
        if (!Files.isDirectory(folder)) {
            Assumptions.abort("the data sets in ../shared/datasets are not there");
        }
        return folder;
    }

    static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder())) {
            return all.filter(path -> path.toString().endsWith(".jsonl"))
                    .sorted()
                    .toList();
        }
    }
}
