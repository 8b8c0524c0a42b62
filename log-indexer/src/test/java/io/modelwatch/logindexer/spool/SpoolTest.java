package io.modelwatch.logindexer.spool;

import static io.modelwatch.logindexer.spool.Spools.NOW;
import static io.modelwatch.logindexer.spool.Spools.SOON;
import static io.modelwatch.logindexer.spool.Spools.append;
import static io.modelwatch.logindexer.spool.Spools.damaged;
import static io.modelwatch.logindexer.spool.Spools.finishAsIndexed;
import static io.modelwatch.logindexer.spool.Spools.open;
import static io.modelwatch.logindexer.spool.Spools.payloads;
import static io.modelwatch.logindexer.spool.Spools.segments;
import static io.modelwatch.logindexer.spool.Spools.settings;
import static io.modelwatch.logindexer.spool.Spools.takeAll;
import static io.modelwatch.logindexer.spool.Spools.text;
import static io.modelwatch.logindexer.spool.Spools.texts;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SpoolTest {

    @TempDir
    Path directory;

    @Test
    void recordsComeBackInOrder() throws Exception {
        try (Spool spool = open(directory, 1000)) {
            append(spool, "一", "two");
            append(spool, "three");

            SpoolBatch batch = spool.take(10, 1000, NOW);

            assertNotNull(batch);
            assertEquals(new SequenceRange(1, 3), batch.range());
            assertEquals(
                    List.of("一", "two", "three"),
                    batch.records().stream().map(Spools::text).toList());
            assertNull(spool.take(10, 1000, NOW));
        }
    }

    @Test
    void batchesKeepToTheirBounds() throws Exception {
        try (Spool spool = open(directory, 1000)) {
            append(spool, "1234", "1234", "1234", "a longer one than a batch may be", "1", "2", "3", "4");

            List<List<String>> batches = new ArrayList<>();
            SpoolBatch batch;
            while ((batch = spool.take(3, 8, NOW)) != null) {
                batches.add(batch.records().stream().map(Spools::text).toList());
            }

            assertEquals(
                    List.of(
                            List.of("1234", "1234"),
                            List.of("1234"),
                            List.of("a longer one than a batch may be"),
                            List.of("1", "2", "3"),
                            List.of("4")),
                    batches);
        }
    }

    @Test
    void countsMoveOnOnlyOverBatchesWithoutAGap() throws Exception {
        try (Spool spool = open(directory, 1000)) {
            append(spool, "a", "b", "c", "d");
            SpoolBatch first = spool.take(2, 1000, NOW);
            SpoolBatch second = spool.take(2, 1000, NOW);

            spool.finish(second, new Tally(1, 1, 0, 0));
            SpoolStatus before = spool.status();
            spool.finish(first, new Tally(1, 0, 1, 0));
            SpoolStatus after = spool.status();

            assertEquals(Tally.NONE, before.done());
            assertEquals(4, before.spooled());
            assertEquals(new Tally(2, 1, 1, 0), after.done());
            assertEquals(0, after.spooled());
            assertThrows(IllegalStateException.class, () -> spool.finish(first, new Tally(2, 0, 0, 0)));
        }
    }

    @Test
    void reopenedSpoolGoesOnWithTheFirstUnfinishedRecord() throws Exception {
        try (Spool spool = open(directory, 1000)) {
            append(spool, "a", "b", "c", "d");
            SpoolBatch first = spool.take(1, 1000, NOW);
            SpoolBatch second = spool.take(1, 1000, NOW);
            finishAsIndexed(spool, first);
            assertNotNull(second);
        }
        try (Spool spool = open(directory, 1000)) {
            append(spool, "e");

            assertEquals(List.of("b", "c", "d", "e"), texts(takeAll(spool)));
            assertEquals(5, spool.status().accepted());
            assertEquals(4, spool.status().spooled());
        }
    }

    @Test
    void finishedFilesAreDeleted() throws Exception {
        try (Spool spool = open(directory, 200)) {
            for (int i = 0; i < 30; i++) {
                append(spool, "record " + i + " with a few bytes more");
            }
            assertTrue(segments(directory).size() > 5);

            for (SpoolBatch batch : takeAll(spool)) {
                finishAsIndexed(spool, batch);
            }

            await().until(() -> segments(directory).size() == 1);
            assertEquals(30, spool.status().done().indexed());
        }
        try (Spool spool = open(directory, 200)) {
            assertNull(spool.take(10, 1000, NOW));
            assertEquals(30, spool.status().accepted());
        }
    }

    @Test
    void withoutItsLedgerASpoolDeliversAgainWhatIsStillThere() throws Exception {
        try (Spool spool = open(directory, 100)) {
            for (int i = 0; i < 9; i++) {
                append(spool, "record " + i);
            }
            spool.finish(spool.take(6, 1000, NOW), new Tally(6, 0, 0, 0));
        }
        Files.writeString(directory.resolve("ledger"), "modelwatch-ledger-1 accepted=9 indexed=9 crc32c=00000000");
        long first = Segment.firstOf(segments(directory).getFirst()).orElseThrow();

        try (Spool spool = open(directory, 100)) {
            SpoolStatus status = spool.status();

            assertEquals(9, status.accepted());
            assertEquals(first - 1, status.done().indexed());
            assertEquals(10 - first, texts(takeAll(spool)).size());
        }
    }

    @Test
    void aBatchGoesIntoOneFileHoweverLarge() throws Exception {
        try (Spool spool = open(directory, 100)) {
            append(spool, "small");
            append(spool, "x".repeat(500), "y".repeat(2_000_000), "z");
            append(spool, "small again");

            assertEquals(3, segments(directory).size());
            assertEquals(5, texts(takeAll(spool)).size());
        }
    }

    @Test
    void concurrentAppendsShareAForce() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        try (Spool spool = Spool.open(settings(directory, 1 << 20), InstantSource.system(), LogObserver.NONE, disk)) {
            List<Future<SequenceRange>> appends = new ArrayList<>();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 2000; i++) {
                    String text = "record " + i;
                    appends.add(threads.submit(() -> append(spool, text)));
                }
            }

            List<String> texts = texts(takeAll(spool));

            for (int i = 0; i < 2000; i++) {
                long sequence = appends.get(i).get().first();
                assertEquals("record " + i, texts.get((int) sequence - 1));
            }
            assertTrue(disk.forces.get() < 2000, () -> disk.forces + " forces for 2000 appends");
        }
    }

    @Test
    void aFullSpoolRefusesUntilRecordsAreDone() throws Exception {
        SpoolSettings settings = new SpoolSettings(directory, 300, 600, 0, 0, Duration.ZERO);
        try (Spool spool = Spool.open(settings, InstantSource.system(), LogObserver.NONE)) {
            while (spool.append(payloads("x".repeat(80))) instanceof AppendOutcome.Durable) {
                assertTrue(spool.status().bytes() <= 600);
            }
            assertInstanceOf(AppendOutcome.Full.class, spool.append(payloads("x".repeat(80))));

            for (SpoolBatch batch : takeAll(spool)) {
                finishAsIndexed(spool, batch);
            }

            await().until(() -> spool.append(payloads("x".repeat(80))) instanceof AppendOutcome.Durable);
        }
    }

    @Test
    void theReserveOfTheDiskStaysFree() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        SpoolSettings settings = new SpoolSettings(directory, 1000, 1 << 20, 10_000, 0, Duration.ZERO);
        try (Spool spool = Spool.open(settings, InstantSource.system(), LogObserver.NONE, disk)) {
            append(spool, "fits");
            disk.usable.set(10_010);
            await().until(() -> spool.append(payloads("x")) instanceof AppendOutcome.Full);
            assertNotNull(spool.fullness());

            disk.usable.set(10_500);
            int before = disk.looks.get();
            await().until(() -> {
                assertInstanceOf(AppendOutcome.Full.class, spool.append(payloads("x")), "a tenth more must be free");
                return disk.looks.get() > before;
            });

            disk.usable.set(11_500);
            await().until(() -> spool.append(payloads("x")) instanceof AppendOutcome.Durable);
            assertTrue(texts(takeAll(spool)).contains("fits"));
        }
    }

    @Test
    void whatCouldNotBeForcedIsNotAcknowledgedAndItsFileNotForcedAgain() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        for (boolean truncateFails : new boolean[] {false, true}) {
            disk.truncateFails = truncateFails;
            Path place = directory.resolve("truncate-" + truncateFails);
            try (Spool spool = Spool.open(settings(place, 1 << 20), InstantSource.system(), LogObserver.NONE, disk)) {
                append(spool, "before");
                disk.forceFails = true;
                assertInstanceOf(AppendOutcome.Failed.class, spool.append(payloads("lost 1", "lost 2")));
                assertInstanceOf(AppendOutcome.Failed.class, spool.append(payloads("lost 3")));
                assertNotNull(spool.status().failure());
                disk.forceFails = false;
                append(spool, "after");

                assertNull(spool.status().failure());
                assertEquals(List.of("before", "after"), texts(takeAll(spool)));
                assertEquals(2, spool.status().accepted());
            }
            try (Spool spool = open(place, 1 << 20)) {
                List<SpoolBatch> batches = takeAll(spool);

                assertEquals(List.of("before", "after"), texts(batches));
                assertEquals(0, damaged(batches));
            }
        }
        assertEquals(List.of(), disk.forcedAfterFailure);
    }

    @Test
    void aDiskThatRunsFullCostsNothingThatWasAcknowledged() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        try (Spool spool = Spool.open(settings(directory, 1 << 20), InstantSource.system(), LogObserver.NONE, disk)) {
            append(spool, "before");
            disk.room.set(20);
            assertInstanceOf(AppendOutcome.Failed.class, spool.append(payloads("does not fit")));
            disk.room.set(1 << 20);
            append(spool, "after");

            assertEquals(List.of("before", "after"), texts(takeAll(spool)));
        }
    }

    @Test
    void aDiskThatWorksAgainIsNoticedWithoutTraffic() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        try (Spool spool = Spool.open(settings(directory, 1 << 20), InstantSource.system(), LogObserver.NONE, disk)) {
            disk.forceFails = true;
            assertInstanceOf(AppendOutcome.Failed.class, spool.append(payloads("x")));

            disk.forceFails = false;

            await().atMost(Duration.ofSeconds(30)).until(() -> spool.status().failure() == null);
            append(spool, "y");
            assertEquals(List.of("y"), texts(takeAll(spool)));
        }
    }

    @Test
    void aSpoolIsOpenOnce() throws Exception {
        try (Spool spool = open(directory, 1000)) {
            append(spool, "x");

            IOException refused = assertThrows(IOException.class, () -> open(directory, 1000));

            assertTrue(refused.getMessage().contains("another process"));
        }
        open(directory, 1000).close();
    }

    @Test
    void aClosedSpoolTakesNothing() throws Exception {
        Spool spool = open(directory, 1000);
        spool.close();

        assertInstanceOf(AppendOutcome.Failed.class, spool.append(payloads("late")));
    }

    @Test
    void theOldestRecordOnItsWayIsKnown() throws Exception {
        Instant now = Instant.parse("2026-11-22T08:00:00.123Z");
        try (Spool spool = Spool.open(settings(directory, 1000), () -> now, LogObserver.NONE)) {
            append(spool, "a");
            SpoolBatch batch = spool.take(1, 100, NOW);

            assertEquals(now, spool.status().oldest());
            finishAsIndexed(spool, batch);
            assertNull(spool.status().oldest());
            assertEquals("a", text(batch.records().getFirst()));
        }
    }

    @Test
    void whoWaitsForRoomGoesOnWhenThereIsSome() throws Exception {
        SpoolSettings settings = new SpoolSettings(directory, 500, 1000, 0, 0, Duration.ZERO);
        try (Spool spool = Spool.open(settings, InstantSource.system(), LogObserver.NONE)) {
            List<byte[]> record = payloads("x".repeat(200));
            AppendOutcome last = spool.append(record);
            while (last instanceof AppendOutcome.Durable) {
                last = spool.append(record, NOW);
            }
            assertInstanceOf(AppendOutcome.Full.class, last);
            assertNotNull(spool.awaitRoom(200, NOW));
            CompletableFuture<AppendOutcome> waiting = CompletableFuture.supplyAsync(() -> {
                try {
                    return spool.append(record, SOON);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });

            takeAll(spool).forEach(batch -> finishAsIndexed(spool, batch));

            assertInstanceOf(AppendOutcome.Durable.class, waiting.get());
            assertNull(spool.awaitRoom(200, SOON));
        }
    }
}
