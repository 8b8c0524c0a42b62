package io.modelwatch.security.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs what operators run to make credentials. */
final class Scripts {

    private static final Path FOLDER = Path.of(System.getProperty("modelwatch.root"), "deploy", "bin");

    private Scripts() {}

    record Ended(int code, String output, String complaints) {}

    static Ended run(String script, String input, String... arguments) {
        List<String> command = new ArrayList<>(List.of(FOLDER.resolve(script).toString()));
        command.addAll(List.of(arguments));
        try {
            Path complaints = Files.createTempFile(script, ".err");
            Process process = new ProcessBuilder(command)
                    .redirectError(complaints.toFile())
                    .start();
            try (var in = process.getOutputStream()) {
                in.write(input.getBytes(UTF_8));
            } catch (IOException e) {
                // It found something wrong before it read.
            }
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            return new Ended(process.waitFor(), output.strip(), Files.readString(complaints));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Adds a user to a file. */
    static void user(Path file, String name, String roles, String password) {
        expectSuccess(run("user", password + "\n", name, roles, "--file", file.toString()));
    }

    /** Makes a pair of keys in a folder. */
    static void key(Path folder) {
        expectSuccess(run("token", "", "key", folder.toString()));
    }

    /** A token signed with the key of a folder. */
    static String token(Path folder, String name, String roles, String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("make", "--key", folder.resolve("token-key.pem").toString(), "--name", name, "--roles", roles));
        arguments.addAll(List.of(more));
        return expectSuccess(run("token", "", arguments.toArray(String[]::new)));
    }

    private static String expectSuccess(Ended ended) {
        if (ended.code() != 0) {
            throw new IllegalStateException(ended.complaints());
        }
        return ended.output();
    }
}
