package io.modelwatch.logindexer.spool;

import static io.modelwatch.logindexer.spool.Spools.append;
import static io.modelwatch.logindexer.spool.Spools.copy;
import static io.modelwatch.logindexer.spool.Spools.damaged;
import static io.modelwatch.logindexer.spool.Spools.open;
import static io.modelwatch.logindexer.spool.Spools.takeAll;
import static io.modelwatch.logindexer.spool.Spools.texts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A crash at any moment costs nothing that was acknowledged and splits no batch. */
@Timeout(300)
class SpoolCrashTest {

    private static final int BATCH = 20;

    @TempDir
    Path directory;

    /** Appends batches from several threads and tells each one that is acknowledged, until it is killed. */
    public static final class Victim {

        public static void main(String[] arguments) throws Exception {
            Spool spool = open(Path.of(arguments[0]), 64 << 10);
            PrintStream out = System.out;
            for (int thread = 0; thread < 4; thread++) {
                String prefix = arguments[1] + "-" + thread + "-";
                Thread.ofPlatform().start(() -> {
                    try {
                        for (int i = 0; true; i++) {
                            String batch = prefix + i;
                            append(
                                    spool,
                                    IntStream.range(0, BATCH)
                                            .mapToObj(n -> batch + "/" + n + "z".repeat(200))
                                            .toArray(String[]::new));
                            synchronized (out) {
                                out.println(batch);
                                out.flush();
                            }
                        }
                    } catch (Exception e) {
                        e.printStackTrace();
                        Runtime.getRuntime().halt(1);
                    }
                });
            }
        }
    }

    @Test
    void everythingAcknowledgedBeforeAKillIsThere() throws Exception {
        Set<String> acknowledged = new HashSet<>();
        Random random = new Random(42);
        for (int round = 0; round < 5; round++) {
            Process victim = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx128m",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Victim.class.getName(),
                            directory.toString(),
                            "r" + round)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (BufferedReader lines = victim.inputReader()) {
                int killAfter = 20 + random.nextInt(200);
                String line;
                for (int seen = 0; (line = lines.readLine()) != null; seen++) {
                    acknowledged.add(line);
                    if (seen == killAfter) {
                        victim.toHandle().destroyForcibly(); // the process itself would close its output too
                    }
                }
            }
            assertTrue(victim.waitFor(30, TimeUnit.SECONDS));
            assertEquals(128 + 9, victim.exitValue(), "killed by SIGKILL");
        }

        try (Spool spool = open(directory, 64 << 10)) {
            List<SpoolBatch> batches = takeAll(spool);
            Map<String, Integer> found = new HashMap<>();
            for (String text : texts(batches)) {
                found.merge(text.substring(0, text.indexOf('/')), 1, Integer::sum);
            }

            assertEquals(0, damaged(batches));
            acknowledged.forEach(batch -> assertEquals(BATCH, found.getOrDefault(batch, 0), batch));
            found.forEach((batch, records) -> assertEquals(BATCH, records, "all or nothing: " + batch));
            assertEquals(spool.status().accepted(), found.size() * BATCH);
        }
    }

    static Stream<Integer> seeds() {
        return IntStream.range(0, 25).boxed();
    }

    /** Random appends, deliveries and crashes beside a list that does the same. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void behavesLikeAListThroughCrashes(int seed) throws Exception {
        Random random = new Random(seed);
        List<String> appended = new ArrayList<>();
        Path place = directory.resolve("life-0");
        Spool spool = open(place, 300 + random.nextInt(3000));
        List<SpoolBatch> onTheirWay = new ArrayList<>();
        long finishedAtLeast = 0;
        try {
            for (int step = 0; step < 120; step++) {
                switch (random.nextInt(6)) {
                    case 0, 1 -> {
                        String[] batch = IntStream.range(0, 1 + random.nextInt(4))
                                .mapToObj(i -> (appended.size() + i) + "-" + "v".repeat(random.nextInt(60)))
                                .toArray(String[]::new);
                        assertEquals(appended.size() + 1, append(spool, batch).first());
                        appended.addAll(List.of(batch));
                    }
                    case 2, 3 -> {
                        SpoolBatch batch = spool.take(1 + random.nextInt(5), 200, Spools.NOW);
                        if (batch != null) {
                            assertEquals(0, batch.damaged());
                            int first = (int) batch.range().first() - 1;
                            assertEquals(
                                    appended.subList(first, (int) batch.range().last()), texts(List.of(batch)));
                            onTheirWay.add(batch);
                        }
                    }
                    case 4 -> {
                        if (!onTheirWay.isEmpty()) {
                            SpoolBatch batch = onTheirWay.remove(random.nextInt(onTheirWay.size()));
                            int duplicate = random.nextInt(batch.records().size() + 1);
                            spool.finish(batch, new Tally(batch.records().size() - duplicate, duplicate, 0, 0));
                        }
                    }
                    case 5 -> {
                        if (random.nextInt(4) == 0) {
                            SpoolStatus before = spool.status();
                            Path next = directory.resolve("life-" + (step + 1));
                            if (random.nextBoolean()) {
                                spool.close();
                                finishedAtLeast = before.done().finished();
                            }
                            copy(place, next);
                            spool.close();
                            place = next;
                            onTheirWay.clear();
                            spool = open(place, 300 + random.nextInt(3000));
                        }
                    }
                    default -> throw new AssertionError();
                }
                SpoolStatus status = spool.status();
                assertEquals(appended.size(), status.accepted());
                assertTrue(status.done().finished() >= finishedAtLeast, "what a clean stop knew is known");
                assertEquals(status.accepted(), status.done().finished() + status.spooled());
            }
        } finally {
            spool.close();
        }
    }
}
