package io.modelwatch.observability;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A program of Debian's prometheus package. */
record Program(Path path) {

    /** What a run said, and its exit code. */
    record Run(int exit, String output) {}

    /** Skips the test where the program is not installed. */
    static Program installed(String name) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
            Path candidate = Path.of(folder, name);
            if (Files.isExecutable(candidate)) {
                return new Program(candidate);
            }
        }
        return Assumptions.abort(name + " is not installed (apt-get install prometheus)");
    }

    Run run(List<String> arguments) throws IOException, InterruptedException {
        Path output = Files.createTempFile("program", ".txt");
        try {
            Process process = start(arguments, output);
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException(path + " did not end within two minutes");
            }
            return new Run(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } finally {
            Files.deleteIfExists(output);
        }
    }

    Process start(List<String> arguments, Path output) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(path.toString());
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }
}
