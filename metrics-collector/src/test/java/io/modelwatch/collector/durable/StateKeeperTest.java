package io.modelwatch.collector.durable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modelwatch.collector.window.Labels;
import io.modelwatch.collector.window.Statistics;
import io.modelwatch.collector.window.TestClock;
import io.modelwatch.collector.window.Tier;
import io.modelwatch.collector.window.Tiers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateKeeperTest {

    private static final List<String> WINDOWS = List.of("1m", "30m", "24h");

    private static final Tiers COARSE = new Tiers(List.of(Tier.parse("10s:24h")));

    private final TestClock clock = new TestClock("2026-11-22T08:00:00.500Z");

    @TempDir
    private Path directory;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void everyWindowAnswersTheSameAfterARestart(long seed) throws IOException {
        // Given
        Random random = new Random(seed);
        List<Map<Labels, Statistics>> before;
        try (Remembered first = new Remembered(directory, clock)) {
            for (int i = 0; i < 2000; i++) {
                clock.advance(Duration.ofMillis(random.nextInt(20_000)));
                first.take("r-" + i, "m" + random.nextInt(5), Math.exp(5 + random.nextGaussian()));
                if (random.nextInt(300) == 0) {
                    clock.advance(Duration.ofDays(2).dividedBy(50));
                    first.keeper.tick();
                }
            }
            before = WINDOWS.stream().map(first::latencies).toList();
        }

        // When
        try (Remembered second = new Remembered(directory, clock)) {

            // Then
            assertEquals(before, WINDOWS.stream().map(second::latencies).toList());
            assertTrue(second.knows("r-1999"));
            assertFalse(second.knows("r-2000"));
        }
    }

    @Test
    void aThirdLifeKnowsWhatTheFirstKnew() throws IOException {
        try (Remembered first = new Remembered(directory, clock)) {
            first.take("a", "m", 10);
        }
        try (Remembered second = new Remembered(directory, clock)) {
            second.take("b", "m", 20);
        }

        // When
        try (Remembered third = new Remembered(directory, clock)) {

            // Then
            assertEquals(2, third.requests());
            assertTrue(third.knows("a"));
            assertTrue(third.knows("b"));
        }
        assertEquals(List.of(), unreadable());
        assertTrue(files().size() <= 5, "only two generations and the lock stay: " + files());
    }

    @Test
    void aBatchThatIsCutOffCountsAsNone() throws IOException {
        // Given
        try (Remembered first = new Remembered(directory, clock)) {
            first.take("a", "m", 10);
            first.windows.together(() -> {
                first.take("b", "m", 20);
                first.take("c", "m", 30);
            });
        }
        Path journal = directory.resolve("journal-1");
        byte[] whole = Files.readAllBytes(journal);
        for (int cut = 1; cut < 80; cut += 3) {
            clean();
            Files.write(journal, Arrays.copyOf(whole, whole.length - cut));

            // When
            try (Remembered second = new Remembered(directory, clock)) {

                // Then
                assertEquals(1, second.requests(), "cut by " + cut);
                assertTrue(second.knows("a"));
                assertFalse(second.knows("b"));
                assertFalse(second.knows("c"));
            }
        }
    }

    @Test
    void aDamagedSnapshotIsSetAsideAndTheOneBeforeServes() throws IOException {
        // Given
        try (Remembered first = new Remembered(directory, clock)) {
            first.take("a", "m", 10);
            clock.advance(Duration.ofHours(1).minusSeconds(10));
        }
        try (Remembered second = new Remembered(directory, clock)) {
            second.take("b", "m", 20);
        }
        Map<String, byte[]> good = contents();
        byte[] snapshot = good.get("snapshot-2");
        for (int at = 0; at < snapshot.length; at += 1 + at / 20) {
            clean();
            for (Map.Entry<String, byte[]> file : good.entrySet()) {
                Files.write(directory.resolve(file.getKey()), file.getValue());
            }
            byte[] damaged = snapshot.clone();
            damaged[at] ^= 0x41;
            Files.write(directory.resolve("snapshot-2"), damaged);

            // When
            try (Remembered third = new Remembered(directory, clock)) {

                // Then
                assertEquals(2, third.requests(), "damaged at " + at);
                assertTrue(third.knows("b"));
            }
            assertEquals(List.of("snapshot-2.unreadable"), unreadable(), "damaged at " + at);
        }
    }

    @Test
    void filesOfALaterVersionAndNonsenseNeverStopTheStart() throws IOException {
        // Given
        try (Remembered first = new Remembered(directory, clock)) {
            first.take("a", "m", 10);
        }
        byte[] future = Files.readAllBytes(directory.resolve("snapshot-1"));
        future[7] = 9;
        Files.write(directory.resolve("snapshot-9"), future);
        Files.writeString(directory.resolve("snapshot-8"), "nonsense");
        Files.write(directory.resolve("journal-7"), new byte[0]);
        Files.writeString(directory.resolve("something-else"), "is left alone");

        // When
        try (Remembered second = new Remembered(directory, clock)) {

            // Then
            assertEquals(1, second.requests());
        }
        assertEquals(2, unreadable().size(), "at most two are kept: " + unreadable());
        assertTrue(files().contains("something-else"));
        assertTrue(files().contains("snapshot-10"), "the numbers go on: " + files());
    }

    @Test
    void aJournalDamagedInItsMiddleGivesWhatStandsBefore() throws IOException {
        // Given
        try (Remembered first = new Remembered(directory, clock)) {
            for (int i = 0; i < 100; i++) {
                first.take("r-" + i, "m", 10);
            }
        }
        Path journal = directory.resolve("journal-1");
        byte[] bytes = Files.readAllBytes(journal);
        bytes[bytes.length / 2] ^= 0x10;
        Files.write(journal, bytes);

        // When
        try (Remembered second = new Remembered(directory, clock)) {

            // Then
            assertTrue(second.requests() >= 48 && second.requests() < 52, "" + second.requests());
        }
        assertEquals(List.of("journal-1.unreadable"), unreadable());
    }

    @Test
    void aSnapshotTakenUnderTrafficCountsEverythingOnce() throws Exception {
        // Given
        int threads = 4;
        int each = 3000;
        try (Remembered first = new Remembered(directory, clock, COARSE, Duration.ZERO);
                ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> senders = new java.util.ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int thread = t;
                senders.add(executor.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        first.take(thread + "-" + i, "m" + i % 40, i);
                    }
                }));
            }

            // When
            int snapshots = 0;
            while (senders.stream().anyMatch(sender -> !sender.isDone())) {
                clock.advance(Duration.ofMillis(1));
                first.keeper.tick();
                snapshots++;
            }
            for (Future<?> sender : senders) {
                sender.get();
            }
            assertTrue(snapshots > 2, "snapshots " + snapshots);
        }

        // Then
        try (Remembered second = new Remembered(directory, clock, COARSE, Duration.ZERO)) {
            assertEquals(threads * each, second.requests());
            assertTrue(second.knows("3-2999"));
        }
    }

    @Test
    void onlyTiersThatAreStillKeptAreRestored() throws IOException {
        // Given
        try (Remembered first = new Remembered(directory, clock)) {
            first.take("a", "m", 10);
        }
        clock.advance(Duration.ofMinutes(5));
        try (Remembered second = new Remembered(directory, clock)) {
            assertEquals(1, second.requests());
        }
        Files.delete(directory.resolve("journal-1"));
        Files.delete(directory.resolve("journal-2"));

        // When
        Tiers others = new Tiers(List.of(Tier.parse("10s:1m"), Tier.parse("1m:1h"), Tier.parse("5m:24h")));
        try (Remembered third = new Remembered(directory, clock, others, Duration.ofDays(1))) {

            // Then
            assertEquals(1, third.requests());
            assertTrue(third.latencies("30m").isEmpty());
        }
    }

    @Test
    void aDirectoryBelongsToOneProcess() throws IOException {
        try (Remembered first = new Remembered(directory, clock)) {
            first.take("a", "m", 10);

            // When
            IOException failure = assertThrows(IOException.class, () -> new Remembered(directory, clock));

            // Then
            assertEquals("another process uses it", failure.getMessage());
        }
    }

    @Test
    void aJournalThatGrowsTooLargeEndsWithASnapshot() throws IOException {
        try (Remembered first = new Remembered(directory, clock)) {
            String model = "x".repeat(1000);
            for (int i = 0; i < 1200; i++) {
                first.take("r-" + i, model + i % 10, 10);
            }

            // When
            first.keeper.tick();

            // Then
            assertTrue(files().contains("snapshot-2"));
            assertTrue(Files.size(directory.resolve("journal-2")) < 100);
        }
    }

    /** The whole point: a process that is killed has lost nothing that it acknowledged, and counts nothing twice. */
    @Test
    void nothingThatWasAcknowledgedIsLostWhenTheProcessIsKilled() throws Exception {
        // Given
        Process victim = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        int acknowledged = -1;
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(victim.getInputStream(), StandardCharsets.UTF_8))) {
            while (acknowledged < 5000) {
                acknowledged = Integer.parseInt(out.readLine());
            }

            // When
            assertTrue(victim.toHandle().destroyForcibly());
            for (String line = out.readLine(); line != null && !line.isEmpty(); line = out.readLine()) {
                acknowledged = Integer.parseInt(line);
            }
        }
        assertTrue(victim.waitFor(20, TimeUnit.SECONDS));

        // Then
        try (Remembered second = new Remembered(directory, InstantSource.system(), COARSE, Duration.ZERO)) {
            long requests = second.requests();
            assertTrue(requests == acknowledged + 1 || requests == acknowledged + 2, acknowledged + " " + requests);
            assertTrue(second.knows("r-" + acknowledged));
            assertEquals(requests == acknowledged + 2, second.knows("r-" + (acknowledged + 1)));
        }
    }

    /** Takes requests until it is killed, and says after each one that it has been taken. */
    static final class Victim {

        private Victim() {}

        public static void main(String[] args) throws IOException {
            Remembered life = new Remembered(Path.of(args[0]), InstantSource.system(), COARSE, Duration.ZERO);
            for (int i = 0; ; i++) {
                life.take("r-" + i, "m" + i % 7, i);
                System.out.write((i + "\n").getBytes(StandardCharsets.US_ASCII));
                System.out.flush();
                if (i % 1000 == 999) {
                    life.keeper.tick();
                }
            }
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private List<String> unreadable() throws IOException {
        return files().stream().filter(name -> name.endsWith(".unreadable")).toList();
    }

    private Map<String, byte[]> contents() throws IOException {
        Map<String, byte[]> contents = new java.util.TreeMap<>();
        for (String name : files()) {
            if (!name.equals("lock")) {
                contents.put(name, Files.readAllBytes(directory.resolve(name)));
            }
        }
        return contents;
    }

    private void clean() throws IOException {
        for (String name : files()) {
            Files.delete(directory.resolve(name));
        }
    }
}
