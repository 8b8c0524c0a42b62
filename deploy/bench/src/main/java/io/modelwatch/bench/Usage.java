package io.modelwatch.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What processes and all their descendants have used so far, from {@code /proc}.
 *
 * @param cpuSeconds user and system time, that of children which have ended included
 * @param residentMegabytes memory that is in use now; what processes share is counted once
 */
record Usage(double cpuSeconds, double residentMegabytes) {

    /** Clock ticks a second: 100 on every Linux that a JVM runs on. */
    private static final double TICKS = 100.0;

    static Usage of(Collection<Long> roots) {
        Map<Long, Set<Long>> children = new HashMap<>();
        Map<Long, String[]> all = new HashMap<>();
        try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
            entries.filter(entry ->
                            Character.isDigit(entry.getFileName().toString().charAt(0)))
                    .forEach(entry -> {
                        long pid = Long.parseLong(entry.getFileName().toString());
                        String[] stat = stat(entry);
                        if (stat.length > 0) {
                            all.put(pid, stat);
                            children.computeIfAbsent(Long.parseLong(stat[1]), ignored -> new HashSet<>())
                                    .add(pid);
                        }
                    });
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        double ticks = 0;
        double kilobytes = 0;
        Deque<Long> open = new ArrayDeque<>(roots);
        Set<Long> seen = new HashSet<>();
        while (!open.isEmpty()) {
            long pid = open.pop();
            String[] stat = all.get(pid);
            if (stat == null || !seen.add(pid)) {
                continue;
            }
            // After the name: state, ppid, …; utime, stime, cutime, cstime are the 12th to 15th.
            for (int field = 11; field <= 14; field++) {
                ticks += Long.parseLong(stat[field]);
            }
            kilobytes += proportional(pid);
            open.addAll(children.getOrDefault(pid, Set.of()));
        }
        return new Usage(ticks / TICKS, kilobytes / 1000);
    }

    /** The proportional set size, kB; 0 when the process is gone. */
    private static long proportional(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "smaps_rollup"))) {
            return lines.filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (IOException | UncheckedIOException gone) {
            return 0;
        }
    }

    /** The fields after the program's name, which may have spaces in it; empty when the process is gone. */
    private static String[] stat(Path process) {
        try {
            String line = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
            return line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
        } catch (IOException gone) {
            return new String[0];
        }
    }
}
