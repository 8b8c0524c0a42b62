package io.modelwatch.devstack.launch;

import java.io.PrintStream;
import java.time.Duration;

/** Steps with the time since the start, a line each. Not thread-safe. */
final class Progress {

    private final PrintStream out;
    private final long start = System.nanoTime();

    Progress(PrintStream out) {
        this.out = out;
    }

    void step(String what) {
        double seconds = Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0;
        out.printf("[%5.1f s] %s%n", seconds, what);
        out.flush();
    }
}
