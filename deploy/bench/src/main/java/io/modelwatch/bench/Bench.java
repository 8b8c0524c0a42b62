package io.modelwatch.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/**
 * What a scenario works with.
 *
 * @param root the repository
 * @param folder for logs and configuration of peers
 * @param stack our services
 * @param peers programs to compare with; ended after the run
 * @param scale factor of all counts
 * @param table where results go
 * @param progress lines for who waits
 */
record Bench(Path root, Path folder, Stack stack, Processes peers, double scale, Table table, PrintStream progress) {

    long count(long usual) {
        return Math.max(20, Math.round(usual * scale));
    }

    void say(String text) {
        progress.println("  " + text);
    }

    /** A load and its comparison. */
    interface Scenario {

        void run(Bench bench) throws IOException;
    }
}
