package io.modelwatch.logindexer.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.modelwatch.logindexer.delivery.DeadLetter;
import io.modelwatch.logindexer.spool.Frame;
import io.modelwatch.logindexer.spool.LogObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DeadLetterLogTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");

    @TempDir
    Path directory;

    private final List<ObjectNode> sentAgain = new ArrayList<>();

    private DeadLetterLog open(long maxBytes) throws IOException {
        return DeadLetterLog.open(
                new DeadLetterSettings(directory, maxBytes, 1 << 20), 0, InstantSource.fixed(NOW), LogObserver.NONE);
    }

    private static DeadLetter letter(long sequence, int bytes) {
        String entry = "{\"create\":{\"_index\":\"i\",\"_id\":\"id" + sequence + "\"}}\n{\"message\":\""
                + "x".repeat(bytes) + "\"}\n";
        return new DeadLetter(new Frame(sequence, NOW, false, entry.getBytes(UTF_8)), 400, "type", "reason");
    }

    private static void keep(DeadLetterLog log, long from, long to) throws Exception {
        log.keep(LongStream.range(from, to).mapToObj(n -> letter(n, 20)).toList());
    }

    private @Nullable Problem takeAgain(List<ObjectNode> letters) {
        sentAgain.addAll(letters);
        return null;
    }

    private static List<Long> numbers(DeadLetterLog log) throws IOException {
        return log.page(0, 500).letters().stream()
                .map(letter -> letter.path("number").asLong())
                .toList();
    }

    @Test
    void aLetterIsReplayedOnceAndStaysSettledAfterARestart() throws Exception {
        try (DeadLetterLog log = open(1 << 20)) {
            keep(log, 10, 15);

            assertEquals(1, log.replay(2, null, this::takeAgain).orElseThrow().settled());
            assertTrue(log.replay(2, null, this::takeAgain).isEmpty());
            assertTrue(log.replay(9, null, this::takeAgain).isEmpty());

            assertEquals("id11", sentAgain.getFirst().path("id").asText());
            assertEquals(1, sentAgain.size());
        }
        try (DeadLetterLog log = open(1 << 20)) {
            assertEquals(List.of(1L, 3L, 4L, 5L), numbers(log));
            assertTrue(log.find(2).isEmpty());
            assertEquals(new DeadLetterLog.Counts(5, 4, 1, 0, 0), log.counts());
        }
    }

    @Test
    void aCorrectedDocumentTakesThePlaceOfTheOldOne() throws Exception {
        try (DeadLetterLog log = open(1 << 20)) {
            keep(log, 1, 2);
            ObjectNode corrected = JSON.createObjectNode().put("message", "right");

            log.replay(1, corrected, this::takeAgain);

            assertEquals("right", sentAgain.getFirst().at("/document/message").asText());
            assertEquals("id1", sentAgain.getFirst().path("id").asText());
        }
    }

    @Test
    void whatCannotBeTakenStaysOpen() throws Exception {
        try (DeadLetterLog log = open(1 << 20)) {
            keep(log, 1, 4);

            DeadLetterLog.Settled refused =
                    log.replayAll(letters -> Problem.of(CommonProblem.OVERLOADED, "the spool is full"));

            assertNotNull(refused.failure());
            assertEquals(new DeadLetterLog.Counts(3, 3, 0, 0, 0), log.counts());
            assertNull(log.replayAll(this::takeAgain).failure());
            assertEquals(new DeadLetterLog.Counts(3, 0, 3, 0, 0), log.counts());
            assertFalse(log.drop(1));
        }
    }

    @Test
    void beyondTheirBoundTheOldestGoAndAreCounted() throws Exception {
        long size;
        DeadLetterLog.Counts counts;
        try (DeadLetterLog log = open(64 << 10)) {
            for (int i = 1; i <= 400; i++) {
                log.keep(List.of(letter(i, 1000)));
                if (i == 10) {
                    log.drop(3);
                }
            }
            size = bytesOfLetters();
            counts = log.counts();
            assertEquals(counts.open(), numbers(log).size());
            assertEquals(400, numbers(log).getLast());
        }

        assertTrue(size < 100 << 10, "bytes " + size);
        assertEquals(400, counts.total());
        assertTrue(counts.expired() > 300, counts.toString());
        assertEquals(400, counts.open() + counts.replayed() + counts.dropped() + counts.expired());
        assertEquals(1, counts.dropped());
        try (DeadLetterLog log = open(64 << 10)) {
            assertEquals(counts, log.counts());
        }
    }

    private long bytesOfLetters() throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    @Test
    void aNumberIsNotGivenAgainWhenItsFileIsLost() throws Exception {
        try (DeadLetterLog log = open(1 << 20)) {
            keep(log, 1, 4);
            log.drop(3);
        }
        try (var files = Files.list(directory)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".log")).toList()) {
                Files.delete(file);
            }
        }

        try (DeadLetterLog log = open(1 << 20)) {
            keep(log, 4, 5);

            assertEquals(List.of(4L), numbers(log));
        }
    }

    @Test
    void whateverIsDoneTheCountsAgreeWithANaiveModelSeed5() throws Exception {
        Random random = new Random(5);
        Set<Long> open = new TreeSet<>();
        long total = 0;
        long replayed = 0;
        long dropped = 0;
        DeadLetterLog log = open(1 << 20);
        for (int i = 0; i < 400; i++) {
            long number = total == 0 ? 1 : 1 + random.nextLong(total);
            switch (random.nextInt(8)) {
                case 0 -> {
                    log.close();
                    log = open(1 << 20);
                }
                case 1 -> {
                    assertEquals(open.remove(number), log.drop(number));
                }
                case 2 -> {
                    boolean was = open.remove(number);
                    assertEquals(was, log.replay(number, null, this::takeAgain).isPresent());
                    replayed += was ? 1 : 0;
                }
                case 3 -> {
                    if (random.nextInt(10) == 0) {
                        replayed += open.size();
                        assertEquals(open.size(), log.replayAll(this::takeAgain).settled());
                        open.clear();
                    }
                }
                case 4 -> {
                    if (random.nextInt(10) == 0) {
                        assertEquals(open.size(), log.dropAll());
                        open.clear();
                    }
                }
                default -> {
                    keep(log, total + 1, total + 3);
                    open.add(++total);
                    open.add(++total);
                }
            }
            dropped = total - open.size() - replayed;
            assertEquals(new DeadLetterLog.Counts(total, open.size(), replayed, dropped, 0), log.counts());
            assertEquals(List.copyOf(open), numbers(log));
        }
        log.close();
    }
}
