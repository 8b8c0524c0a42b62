package io.modelwatch.helm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Programs that the tests run, and what they say. */
final class Command {

    static final Path ROOT = Path.of(System.getProperty("modelwatch.root"));
    static final Path CHART = ROOT.resolve("deploy/helm/modelwatch");

    /** Exit code, standard output and standard error of a run. */
    record Run(int exit, String output, String errors) {

        String orFail() {
            if (exit != 0) {
                throw new AssertionError("exit " + exit + "\n" + errors + output);
            }
            return output;
        }
    }

    private static Path tools;

    private Command() {}

    /** Helm, fetched by deploy/helm/tools; the test is skipped where that cannot be. */
    static Run helm(String... arguments) {
        return tool("helm", arguments);
    }

    static Run kubectl(String... arguments) {
        return tool("kubectl", arguments);
    }

    private static synchronized Run tool(String name, String... arguments) {
        if (tools == null) {
            Run fetch = run(ROOT, "", ROOT.resolve("deploy/helm/tools").toString());
            Assumptions.assumeTrue(fetch.exit() == 0, () -> "helm and kubectl cannot be had: " + fetch.errors());
            tools = Path.of(fetch.output().trim());
        }
        List<String> command = new ArrayList<>();
        command.add(tools.resolve(name).toString());
        command.addAll(List.of(arguments));
        return run(ROOT, "", command.toArray(String[]::new));
    }

    /** Runs a program in a folder with a text as its standard input. */
    static Run run(Path folder, String input, String... command) {
        try {
            Path in = Files.createTempFile("in", ".txt");
            Path out = Files.createTempFile("out", ".txt");
            Path err = Files.createTempFile("err", ".txt");
            try {
                Files.writeString(in, input);
                Process process = new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectInput(in.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
                if (!process.waitFor(5, TimeUnit.MINUTES)) {
                    process.destroyForcibly();
                    throw new AssertionError(String.join(" ", command) + " did not end within five minutes");
                }
                return new Run(
                        process.exitValue(),
                        Files.readString(out, StandardCharsets.UTF_8),
                        Files.readString(err, StandardCharsets.UTF_8));
            } finally {
                Files.delete(in);
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    static boolean installed(String program) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }
}
