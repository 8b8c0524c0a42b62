package io.modelwatch.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class DemoIT {

    private static final Path LOCAL = RunningStack.ROOT.resolve("deploy/e2e/target/demo");

    @Test
    void demoEndsWithEveryFigure() {
        RunningStack.Finished up = RunningStack.run(LOCAL, List.of(), "up", "--once", "--free-ports");
        RunningStack.run(LOCAL, List.of(), "down", "--wipe");

        assertEquals(0, up.exitCode(), up.output());
        System.out.println(up.output());
    }

    @Test
    void realPairsOfPromptAndResponseAreReplayed() throws Exception {
        Path datasets = RunningStack.ROOT.resolve("../shared/datasets").normalize();
        List<Path> files = List.of(
                datasets.resolve("refusal_xstest"),
                datasets.resolve("relevance_halueval"),
                datasets.resolve("relevance_halluqa_zh"));
        for (Path file : files) {
            if (!Files.exists(file)) {
                Assumptions.abort("the data sets are not here: " + file);
            }
        }

        RunningStack.Finished up = RunningStack.run(
                LOCAL,
                List.of(),
                "up",
                "--once",
                "--free-ports",
                "--rate",
                "100",
                "--replay",
                files.get(0).toString(),
                files.get(1).toString(),
                files.get(2).toString());
        RunningStack.run(LOCAL, List.of(), "down", "--wipe");

        assertEquals(0, up.exitCode(), up.output());
        assertTrue(up.output().contains("refusal_xstest"), up.output());
        System.out.println(up.output());
    }
}
