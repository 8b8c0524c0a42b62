package io.modelwatch.logindexer.spool;

import static io.modelwatch.logindexer.spool.Spools.NOW;
import static io.modelwatch.logindexer.spool.Spools.append;
import static io.modelwatch.logindexer.spool.Spools.copy;
import static io.modelwatch.logindexer.spool.Spools.damaged;
import static io.modelwatch.logindexer.spool.Spools.finishAsIndexed;
import static io.modelwatch.logindexer.spool.Spools.open;
import static io.modelwatch.logindexer.spool.Spools.segments;
import static io.modelwatch.logindexer.spool.Spools.takeAll;
import static io.modelwatch.logindexer.spool.Spools.texts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is broken on disk: the spool opens, loses only what is broken, counts it, and goes on. */
@Timeout(300)
class SpoolDamageTest {

    @TempDir
    Path temp;

    private int copies;
    private Path template;

    @BeforeEach
    void place() {
        template = temp.resolve("template");
    }

    /** Batches of one to three records in one file, as a crash leaves them: without a ledger. */
    private List<List<String>> smallLog() throws Exception {
        List<List<String>> batches =
                List.of(List.of("a1"), List.of("b1", "b2 记录", "b3"), List.of("c1"), List.of("d1", "d2"));
        try (Spool spool = open(template, 1 << 20)) {
            for (List<String> batch : batches) {
                append(spool, batch.toArray(String[]::new));
            }
        }
        Files.deleteIfExists(template.resolve("ledger"));
        return batches;
    }

    private Path crashed() throws IOException {
        Path directory = temp.resolve("copy-" + copies++);
        copy(template, directory);
        return directory;
    }

    @Test
    void logCutOffAtAnyByteKeepsEveryWholeBatchBeforeTheCut() throws Exception {
        List<List<String>> batches = smallLog();
        int size = (int) Files.size(segments(template).getFirst());

        for (int length = 0; length <= size; length++) {
            Path directory = crashed();
            try (RandomAccessFile file =
                    new RandomAccessFile(segments(directory).getFirst().toFile(), "rw")) {
                file.setLength(length);
            }

            List<String> expected = wholeBatches(batches, length);
            assertEquals(expected, drainAndGoOn(directory, expected.size()), "cut at " + length);
        }
    }

    private static List<String> wholeBatches(List<List<String>> batches, long length) {
        List<String> whole = new ArrayList<>();
        long at = 0;
        for (List<String> batch : batches) {
            for (String text : batch) {
                at += FrameFormat.sizeOf(Spools.payload(text));
            }
            if (at > length) {
                break;
            }
            whole.addAll(batch);
        }
        return whole;
    }

    /** Drains, appends, drains, reopens: what came first, after checking that nothing came twice. */
    private static List<String> drainAndGoOn(Path directory, long accepted) throws Exception {
        List<String> drained;
        try (Spool spool = open(directory, 1 << 20)) {
            assertEquals(accepted, spool.status().accepted());
            List<SpoolBatch> batches = takeAll(spool);
            drained = texts(batches);
            batches.forEach(batch -> finishAsIndexed(spool, batch));
            append(spool, "new");
            List<SpoolBatch> more = takeAll(spool);
            assertEquals(List.of("new"), texts(more));
            more.forEach(batch -> finishAsIndexed(spool, batch));
            assertEquals(0, spool.status().spooled());
        }
        try (Spool spool = open(directory, 1 << 20)) {
            assertEquals(List.of(), takeAll(spool));
            assertEquals(accepted + 1, spool.status().accepted());
        }
        return drained;
    }

    @Test
    void anyFlippedBitCostsItsRecordOnly() throws Exception {
        List<List<String>> batches = smallLog();
        List<String> all = batches.stream().flatMap(List::stream).toList();
        byte[] intact = Files.readAllBytes(segments(template).getFirst());

        for (int bit = 0; bit < intact.length * 8; bit += bit < FrameFormat.HEADER_BYTES * 8 * 3 ? 1 : 5) {
            byte[] flipped = intact.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            Path directory = crashed();
            Files.write(segments(directory).getFirst(), flipped);
            int hit = recordAt(all, bit / 8);

            try (Spool spool = open(directory, 1 << 20)) {
                List<SpoolBatch> taken = takeAll(spool);

                // The end of the last batch marks it as whole: without it the batch counts as torn.
                List<String> expected = new ArrayList<>(all);
                if (hit == all.size() - 1) {
                    expected.removeAll(batches.getLast());
                } else {
                    expected.remove(hit);
                    assertEquals(1, damaged(taken), "bit " + bit);
                }
                assertEquals(expected, texts(taken), "bit " + bit);
                taken.forEach(batch -> finishAsIndexed(spool, batch));
                assertEquals(0, spool.status().spooled());
                append(spool, "new");
                assertEquals(List.of("new"), texts(takeAll(spool)));
            }
            assertTrue(Files.list(directory.resolve("aside")).findAny().isPresent(), "kept aside");
        }
    }

    private static int recordAt(List<String> all, long offset) {
        long at = 0;
        for (int i = 0; i < all.size(); i++) {
            at += FrameFormat.sizeOf(Spools.payload(all.get(i)));
            if (offset < at) {
                return i;
            }
        }
        throw new AssertionError("no record at " + offset);
    }

    @Test
    void aDamagedLastBatchThatTheLedgerKnowsIsCountedAndKeptAsFarAsItCanBeRead() throws Exception {
        try (Spool spool = open(template, 1 << 20)) {
            append(spool, "a");
            append(spool, "b1", "b2", "b3");
            finishAsIndexed(spool, spool.take(1, 100, NOW));
        }
        Path segment = segments(template).getFirst();
        byte[] bytes = Files.readAllBytes(segment);
        bytes[bytes.length - 1] ^= 1;
        Files.write(segment, bytes);

        try (Spool spool = open(template, 1 << 20)) {
            List<SpoolBatch> taken = takeAll(spool);

            assertEquals(List.of("b1", "b2"), texts(taken));
            assertEquals(1, damaged(taken));
            taken.forEach(batch -> finishAsIndexed(spool, batch));
            assertEquals(new Tally(3, 0, 1, 1), spool.status().done());
            assertEquals(4, spool.status().accepted());
        }
    }

    @Test
    void aZeroFilledPageAnywhereCostsOnlyTheRecordsInIt() throws Exception {
        int records = 400;
        int pageBytes = 4096;
        List<String> all = IntStream.range(0, records)
                .mapToObj(i -> i + "x".repeat(i % 170))
                .toList();
        try (Spool spool = open(template, 1 << 20)) {
            for (String text : all) {
                append(spool, text);
            }
        }
        byte[] intact = Files.readAllBytes(segments(template).getFirst());

        for (int page = 0; page * pageBytes < intact.length; page++) {
            byte[] zeroed = intact.clone();
            int from = page * pageBytes;
            int to = Math.min(intact.length, from + pageBytes);
            Arrays.fill(zeroed, from, to, (byte) 0);
            Path directory = crashed();
            Files.write(segments(directory).getFirst(), zeroed);
            List<String> expected = new ArrayList<>(all.subList(0, recordAt(all, from)));
            expected.addAll(all.subList(recordAt(all, to - 1) + 1, records));

            try (Spool spool = open(directory, 1 << 20)) {
                List<SpoolBatch> taken = takeAll(spool);

                assertEquals(expected, texts(taken), "page " + page);
                assertEquals(records - expected.size(), damaged(taken), "the ledger knows how many there were");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100})
    @Timeout(60)
    void aLastFileWithoutAnyRecordKeepsNothingFromBeingRead(int bytes) throws Exception {
        try (Spool spool = open(template, 1000)) {
            append(spool, "a", "b", "c");
        }
        // As a crash leaves it right after a new file was begun.
        Files.write(template.resolve(Segment.nameOf(4)), new byte[bytes]);

        try (Spool spool = open(template, 1000)) {
            List<SpoolBatch> batches = takeAll(spool);
            assertEquals(List.of("a", "b", "c"), texts(batches));
            batches.forEach(batch -> finishAsIndexed(spool, batch));
            append(spool, "d");
            assertEquals(List.of("d"), texts(takeAll(spool)));
            assertEquals(4, spool.status().accepted());
        }
    }

    @Test
    void aMissingFileIsCountedAndPassedOver() throws Exception {
        List<String> all = manySegments();
        int files = segments(template).size();

        for (int missing = 0; missing < files; missing++) {
            Path directory = crashed();
            Files.delete(segments(directory).get(missing));

            try (Spool spool = open(directory, 200)) {
                List<SpoolBatch> taken = takeAll(spool);

                assertTrue(texts(taken).size() < all.size());
                assertEquals(all.size(), texts(taken).size() + damaged(taken));
                assertTrue(all.containsAll(texts(taken)));
            }
        }
    }

    @Test
    void filesThatAreNoSegmentsAreLeftAlone() throws Exception {
        List<String> all = manySegments();
        List<String> strange = List.of("notes.txt", "0000000000000000000.log", "12.log", "9999999999999999999.log");
        for (String name : strange) {
            Files.writeString(template.resolve(name), "what is this");
        }
        Files.createDirectories(template.resolve("0000000000000000099.log"));

        try (Spool spool = open(template, 200)) {
            assertEquals(all, texts(takeAll(spool)));
        }
        for (String name : strange) {
            assertTrue(Files.exists(template.resolve(name)), name);
        }
    }

    @Test
    void anOldFileThatIsBackIsNotDeliveredAgain() throws Exception {
        List<String> all = manySegments();
        Path first = segments(template).getFirst();
        byte[] old = Files.readAllBytes(first);
        try (Spool spool = open(template, 200)) {
            takeAll(spool).forEach(batch -> finishAsIndexed(spool, batch));
        }
        Files.write(first, old);

        try (Spool spool = open(template, 200)) {
            assertEquals(List.of(), texts(takeAll(spool)));
            assertEquals(all.size(), spool.status().done().indexed());
        }
    }

    private List<String> manySegments() throws Exception {
        List<String> all =
                IntStream.range(0, 40).mapToObj(i -> "record number " + i).toList();
        try (Spool spool = open(template, 200)) {
            for (String text : all) {
                append(spool, text);
            }
            // The ledger is written with the first progress, so it knows how many records there are.
            SpoolBatch none = spool.take(1, 1, NOW);
            assertEquals(1, none.records().size());
        }
        try (Spool spool = open(template, 200)) {
            assertEquals(40, spool.status().accepted());
        }
        return all;
    }

    static Stream<Integer> seeds() {
        return IntStream.range(0, 60).boxed();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void anyMixOfDamageLeavesASpoolThatOpensCountsAndGoesOn(int seed) throws Exception {
        Random random = new Random(seed);
        List<String> all = new ArrayList<>();
        try (Spool spool = open(template, 2000)) {
            while (all.size() < 150) {
                String[] batch = IntStream.range(0, 1 + random.nextInt(5))
                        .mapToObj(i -> seed + ":" + (all.size() + i) + ":" + "y".repeat(random.nextInt(120)))
                        .toArray(String[]::new);
                append(spool, batch);
                all.addAll(List.of(batch));
            }
            if (random.nextBoolean()) {
                finishAsIndexed(spool, spool.take(1 + random.nextInt(50), 1 << 20, NOW));
            }
        }
        for (int i = 0; i <= random.nextInt(6); i++) {
            damage(random);
        }

        List<String> delivered = new ArrayList<>();
        for (int round = 0; round < 2; round++) {
            try (Spool spool = open(template, 2000)) {
                SpoolStatus before = spool.status();
                List<SpoolBatch> taken = takeAll(spool);
                assertEquals(before.spooled(), texts(taken).size() + damaged(taken));
                taken.forEach(batch -> finishAsIndexed(spool, batch));
                delivered.addAll(texts(taken));
                assertEquals(0, spool.status().spooled());
                append(spool, "new " + round);
                List<SpoolBatch> more = takeAll(spool);
                assertEquals(List.of("new " + round), texts(more));
                more.forEach(batch -> finishAsIndexed(spool, batch));
            }
        }

        assertEquals(delivered.size(), new HashSet<>(delivered).size(), "nothing comes twice");
        assertTrue(all.containsAll(delivered), "nothing comes that was not appended");
    }

    private void damage(Random random) throws IOException {
        List<Path> segments = segments(template);
        if (segments.isEmpty()) {
            return;
        }
        Path segment = segments.get(random.nextInt(segments.size()));
        byte[] bytes = Files.readAllBytes(segment);
        int at = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
        switch (random.nextInt(7)) {
            case 0 -> {
                if (bytes.length > 0) {
                    bytes[at] ^= (byte) (1 << random.nextInt(8));
                }
                Files.write(segment, bytes);
            }
            case 1 -> Files.write(segment, Arrays.copyOf(bytes, at));
            case 2 -> {
                Arrays.fill(bytes, at, Math.min(bytes.length, at + 512), (byte) 0);
                Files.write(segment, bytes);
            }
            case 3 -> Files.delete(segment);
            case 4 -> {
                byte[] longer = Arrays.copyOf(bytes, bytes.length + 4096);
                Files.write(segment, longer);
            }
            case 5 -> {
                byte[] garbage = new byte[random.nextInt(3000)];
                random.nextBytes(garbage);
                Files.write(segment, garbage);
            }
            case 6 -> Files.write(template.resolve("ledger"), Arrays.copyOf(bytes, random.nextInt(40)));
            default -> throw new AssertionError();
        }
    }
}
