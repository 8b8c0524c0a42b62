package io.modelwatch.logindexer.spool;

import static io.modelwatch.logindexer.spool.Spools.finishAsIndexed;
import static io.modelwatch.logindexer.spool.Spools.payloads;
import static io.modelwatch.logindexer.spool.Spools.takeAll;
import static io.modelwatch.logindexer.spool.Spools.texts;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real disk that is really full: a small one in memory, which takes the right to mount. */
@Timeout(120)
class SpoolFullDiskTest {

    private static final long DISK_BYTES = 6L << 20;
    private static final String TEXT = "x".repeat(20_000);

    @TempDir
    Path directory;

    private Path disk;

    @BeforeEach
    void mount() throws IOException, InterruptedException {
        disk = Files.createDirectory(directory.resolve("disk"));
        int exitCode = run("mount", "-t", "tmpfs", "-o", "size=" + DISK_BYTES, "tmpfs", disk.toString());
        Assumptions.assumeTrue(exitCode == 0, "a small disk cannot be mounted; run as root");
    }

    @AfterEach
    void unmount() throws IOException, InterruptedException {
        run("umount", disk.toString());
    }

    private static int run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        return process.exitValue();
    }

    private Spool open(long reserveBytes) throws IOException {
        return Spool.open(
                new SpoolSettings(disk.resolve("spool"), 256 << 10, 1L << 30, reserveBytes, 1 << 20, Duration.ZERO),
                InstantSource.system(),
                LogObserver.NONE);
    }

    private long usable() throws IOException {
        return Files.getFileStore(disk).getUsableSpace();
    }

    /** Appends until it is refused; what was acknowledged. */
    private static List<String> fill(Spool spool) throws InterruptedException {
        List<String> acknowledged = new ArrayList<>();
        while (true) {
            String text = acknowledged.size() + TEXT;
            if (!(spool.append(payloads(text)) instanceof AppendOutcome.Durable)) {
                return acknowledged;
            }
            acknowledged.add(text);
            assertTrue(acknowledged.size() < 1000, "the disk has no end");
        }
    }

    @Test
    void beforeTheReserveIsTouchedRecordsAreRefusedAndDrainingGoesOn() throws Exception {
        long reserve = 2L << 20;
        try (Spool spool = open(reserve)) {
            List<String> acknowledged = fill(spool);

            assertInstanceOf(AppendOutcome.Full.class, spool.append(payloads(TEXT)));
            // The disk counts whole pages of every file, the spool counts bytes between its looks at the disk.
            assertTrue(usable() >= reserve - reserve / 16, "left " + usable());
            assertTrue(acknowledged.size() > 100, "taken " + acknowledged.size());
            List<SpoolBatch> batches = takeAll(spool);
            assertEquals(acknowledged, texts(batches));
            batches.forEach(batch -> finishAsIndexed(spool, batch));

            await().until(() -> spool.append(payloads("again")) instanceof AppendOutcome.Durable);
            assertEquals(1, spool.status().spooled());
        }
    }

    @Test
    void aDiskThatSomebodyElseFilledCostsNothingThatWasAcknowledged() throws Exception {
        Path others = disk.resolve("others");
        Files.write(others, new byte[1 << 20]);
        List<String> acknowledged;
        try (Spool spool = open(0)) {
            acknowledged = fill(spool);
            assertTrue(usable() < 100_000, "left " + usable());
        }

        try (Spool spool = open(0)) { // the disk is still full
            List<SpoolBatch> batches = takeAll(spool);
            assertEquals(acknowledged, texts(batches));
            assertEquals(0, Spools.damaged(batches));

            Files.delete(others);
            batches.forEach(batch -> finishAsIndexed(spool, batch));
            await().atMost(Spools.SOON).until(() -> spool.append(payloads("again")) instanceof AppendOutcome.Durable);
            assertEquals(acknowledged.size(), spool.status().done().indexed());
        }
    }
}
