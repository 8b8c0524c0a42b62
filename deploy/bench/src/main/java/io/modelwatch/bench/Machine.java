package io.modelwatch.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the figures were taken on. */
final class Machine {

    private Machine() {}

    static String describe() throws IOException {
        String model = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).trim())
                .orElse(System.getProperty("os.arch"));
        String memory = Files.readAllLines(Path.of("/proc/meminfo")).getFirst().replaceAll("\\D", "");
        String load = Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0];
        return "%d cores (%s), %d GB, Java %s, load average %s at the end"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        model,
                        Math.round(Long.parseLong(memory) / 1e6),
                        Runtime.version().feature(),
                        load);
    }
}
