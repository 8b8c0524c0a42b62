package io.modelwatch.devstack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Runs short external commands. */
final class Commands {

    private Commands() {}

    /** Runs a command to its end; the exception has what it printed. */
    static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            int exit = process.waitFor();
            if (exit != 0) {
                throw new IOException(String.join(" ", command) + " ended with " + exit + ": " + output.strip());
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted in " + command[0], e);
        }
    }
}
