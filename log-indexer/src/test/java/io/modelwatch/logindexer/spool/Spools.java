package io.modelwatch.logindexer.spool;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the spool's tests have in common. */
final class Spools {

    static final Duration NOW = Duration.ofMillis(1);
    static final Duration SOON = Duration.ofSeconds(20);

    private Spools() {}

    static SpoolSettings settings(Path directory, long segmentBytes) {
        return new SpoolSettings(directory, segmentBytes, 1L << 40, 0, 1L << 30, Duration.ZERO);
    }

    static Spool open(Path directory, long segmentBytes) throws IOException {
        return Spool.open(settings(directory, segmentBytes), InstantSource.system(), LogObserver.NONE);
    }

    static byte[] payload(String text) {
        return text.getBytes(UTF_8);
    }

    static List<byte[]> payloads(String... texts) {
        return Stream.of(texts).map(Spools::payload).toList();
    }

    static SequenceRange append(Spool spool, String... texts) throws InterruptedException {
        return switch (spool.append(payloads(texts))) {
            case AppendOutcome.Durable durable -> durable.records();
            case AppendOutcome.Full full -> throw new AssertionError(full);
            case AppendOutcome.Failed failed -> throw new AssertionError(failed);
        };
    }

    static String text(Frame frame) {
        return new String(frame.payload(), UTF_8);
    }

    /** Takes all that is there, in batches, without finishing it. */
    static List<SpoolBatch> takeAll(Spool spool) throws IOException, InterruptedException {
        List<SpoolBatch> batches = new ArrayList<>();
        SpoolBatch batch;
        while ((batch = spool.take(7, 1 << 20, NOW)) != null) {
            batches.add(batch);
        }
        return batches;
    }

    static List<String> texts(List<SpoolBatch> batches) {
        return batches.stream()
                .flatMap(batch -> batch.records().stream())
                .map(Spools::text)
                .toList();
    }

    static long damaged(List<SpoolBatch> batches) {
        return batches.stream().mapToLong(SpoolBatch::damaged).sum();
    }

    static void finishAsIndexed(Spool spool, SpoolBatch batch) {
        spool.finish(batch, new Tally(batch.records().size(), 0, 0, 0));
    }

    static List<Path> segments(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .toList();
        }
    }

    /**
     * What is on disk at this instant, as a crash would leave it. The ledger comes last: files are deleted only after
     * it was written.
     */
    static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        for (Path segment : segments(from)) {
            copyIfThere(segment, to.resolve(segment.getFileName()));
        }
        copyIfThere(from.resolve("ledger"), to.resolve("ledger"));
    }

    private static void copyIfThere(Path from, Path to) {
        try {
            Files.write(to, Files.readAllBytes(from));
        } catch (NoSuchFileException e) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
