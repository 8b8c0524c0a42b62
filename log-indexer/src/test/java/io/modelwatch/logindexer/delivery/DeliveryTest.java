package io.modelwatch.logindexer.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modelwatch.logindexer.spool.Frame;
import io.modelwatch.logindexer.spool.LogObserver;
import io.modelwatch.logindexer.spool.Spool;
import io.modelwatch.logindexer.spool.SpoolSettings;
import io.modelwatch.logindexer.spool.Tally;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(120)
class DeliveryTest {

    private static final DeliverySettings QUICK = new DeliverySettings(
            10, 1 << 20, 3, Duration.ZERO, Duration.ofMillis(1), Duration.ofMillis(4), Duration.ofSeconds(10));

    @TempDir
    Path directory;

    private final Set<String> stored = new ConcurrentSkipListSet<>();
    private final List<DeadLetter> letters = Collections.synchronizedList(new ArrayList<>());

    private Spool open() throws IOException {
        return Spool.open(
                new SpoolSettings(directory, 1 << 20, 1 << 30, 0, 0, Duration.ZERO),
                InstantSource.system(),
                LogObserver.NONE);
    }

    private Delivery start(Spool spool, BulkTarget target) {
        return start(spool, target, letters::addAll);
    }

    private Delivery start(Spool spool, BulkTarget target, DeadLetters deadLetters) {
        Delivery delivery = new Delivery(spool, target, deadLetters, QUICK, DeliveryObserver.NONE);
        delivery.start();
        return delivery;
    }

    private static void append(Spool spool, int from, int to) throws InterruptedException {
        spool.append(IntStream.range(from, to)
                .mapToObj(i -> ("r" + i).getBytes(UTF_8))
                .toList());
    }

    private static Set<String> names(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "r" + i).collect(Collectors.toCollection(TreeSet::new));
    }

    private static ItemAnswer item(int status) {
        return new ItemAnswer(status, false, status < 300 ? "" : "some_exception", status < 300 ? "" : "why");
    }

    private ItemAnswer store(String record) {
        return item(stored.add(record) ? 201 : 409);
    }

    private static BulkAnswer each(List<byte[]> entries, Function<String, ItemAnswer> answer) {
        return new BulkAnswer.Items(entries.stream()
                .map(entry -> answer.apply(new String(entry, UTF_8)))
                .toList());
    }

    private static void awaitDrained(Spool spool) {
        await().atMost(Duration.ofSeconds(60)).until(() -> spool.status().spooled() == 0);
    }

    @Test
    void everythingIsStored() throws Exception {
        try (Spool spool = open()) {
            append(spool, 0, 95);
            Delivery delivery = start(spool, entries -> each(entries, this::store));

            awaitDrained(spool);

            delivery.stop();
            assertEquals(names(0, 95), stored);
            assertEquals(new Tally(95, 0, 0, 0), spool.status().done());
        }
    }

    @ParameterizedTest
    @CsvSource({"429", "500", "502", "503", "504", "401", "403", "404", "301"})
    void aRefusedRequestIsRepeatedUntilItIsTaken(int status) throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (Spool spool = open()) {
            append(spool, 0, 20);
            Delivery delivery = start(
                    spool,
                    entries -> calls.incrementAndGet() < 12
                            ? new BulkAnswer.Refused(status, "", "")
                            : each(entries, this::store));

            awaitDrained(spool);

            delivery.stop();
            assertEquals(new Tally(20, 0, 0, 0), spool.status().done());
            assertEquals(List.of(), letters);
        }
    }

    @ParameterizedTest
    @CsvSource({"429", "503", "500", "403", "404"})
    void onlyItemsThatWereNotStoredAreSentAgain(int status) throws Exception {
        Set<String> refusedOnce = Collections.synchronizedSet(new HashSet<>());
        AtomicInteger sent = new AtomicInteger();
        try (Spool spool = open()) {
            append(spool, 0, 50);
            Delivery delivery = start(
                    spool,
                    entries -> each(entries, record -> {
                        sent.incrementAndGet();
                        return record.endsWith("3") && refusedOnce.add(record) ? item(status) : store(record);
                    }));

            awaitDrained(spool);

            delivery.stop();
            assertEquals(new Tally(50, 0, 0, 0), spool.status().done());
            assertEquals(55, sent.get());
        }
    }

    @Test
    void anUnansweredRequestIsRepeatedAndItsRecordsCountAsDuplicates() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (Spool spool = open()) {
            append(spool, 0, 10);
            Delivery delivery = start(spool, entries -> {
                BulkAnswer answer = each(entries, this::store);
                return calls.incrementAndGet() == 1 ? new BulkAnswer.Unanswered("cut off") : answer;
            });

            awaitDrained(spool);

            delivery.stop();
            assertEquals(new Tally(0, 10, 0, 0), spool.status().done());
        }
    }

    /** A target that keeps apart what it is told may be there already. */
    private static final class Telling implements BulkTarget {

        private final List<String> firstTime = Collections.synchronizedList(new ArrayList<>());
        private final List<String> again = Collections.synchronizedList(new ArrayList<>());
        private final Queue<BulkAnswer> troubles = new ConcurrentLinkedQueue<>();

        @Override
        public BulkAnswer send(List<byte[]> entries) {
            return answer(entries, firstTime);
        }

        @Override
        public BulkAnswer sendAgain(List<Frame> records) {
            return answer(records.stream().map(Frame::payload).toList(), again);
        }

        private BulkAnswer answer(List<byte[]> entries, List<String> told) {
            entries.forEach(entry -> told.add(new String(entry, UTF_8)));
            BulkAnswer trouble = troubles.poll();
            return trouble == null ? each(entries, record -> item(201)) : trouble;
        }
    }

    @ParameterizedTest
    @CsvSource({"502, true", "503, true", "429, false", "403, false"})
    void whatMayHaveBeenStoredIsSentAgainAsSuch(int status, boolean doubtful) throws Exception {
        Telling target = new Telling();
        target.troubles.add(new BulkAnswer.Refused(status, "t", "r"));
        try (Spool spool = open()) {
            Delivery delivery = start(spool, target);

            append(spool, 0, 5);
            awaitDrained(spool);

            delivery.stop();
            assertEquals(doubtful ? 5 : 10, target.firstTime.size());
            assertEquals(doubtful ? 5 : 0, target.again.size());
        }
    }

    @Test
    void whatTheProcessBeforeMayHaveSentIsSentAgainAsSuch() throws Exception {
        try (Spool spool = open()) {
            append(spool, 0, 5);
        }
        Telling target = new Telling();
        try (Spool spool = open()) {
            Delivery delivery = start(spool, target);
            awaitDrained(spool);
            append(spool, 5, 9);
            awaitDrained(spool);

            delivery.stop();
            assertEquals(names(0, 5), new TreeSet<>(target.again));
            assertEquals(names(5, 9), new TreeSet<>(target.firstTime));
        }
    }

    @Test
    void aReplyWithTooFewItemsCountsAsNone() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (Spool spool = open()) {
            append(spool, 0, 10);
            Delivery delivery = start(
                    spool,
                    entries -> calls.incrementAndGet() == 1
                            ? each(entries.subList(1, entries.size()), this::store)
                            : each(entries, this::store));

            awaitDrained(spool);

            delivery.stop();
            assertEquals(new Tally(1, 9, 0, 0), spool.status().done());
        }
    }

    @ParameterizedTest
    @CsvSource({"413", "400"})
    void aRequestRefusedAsAWholeIsHalvedDownToTheOneThatIsToBlame(int status) throws Exception {
        try (Spool spool = open()) {
            append(spool, 0, 40);
            Delivery delivery = start(
                    spool,
                    entries -> entries.stream().anyMatch(entry -> new String(entry, UTF_8).equals("r17"))
                            ? new BulkAnswer.Refused(status, "too_large", "r17")
                            : each(entries, this::store));

            awaitDrained(spool);

            delivery.stop();
            assertEquals(new Tally(39, 0, 1, 0), spool.status().done());
            assertEquals(1, letters.size());
            assertEquals("r17", new String(letters.getFirst().record().payload(), UTF_8));
            assertEquals(status, letters.getFirst().status());
        }
    }

    @Test
    void itemsRefusedForGoodBecomeDeadLettersAndCostNobodyElse() throws Exception {
        try (Spool spool = open()) {
            append(spool, 0, 30);
            Delivery delivery = start(
                    spool,
                    entries -> each(entries, record -> switch (record) {
                        case "r5" -> item(400);
                        case "r6" -> new ItemAnswer(201, true, "", "");
                        default -> store(record);
                    }));

            awaitDrained(spool);

            delivery.stop();
            assertEquals(new Tally(28, 0, 2, 0), spool.status().done());
            assertEquals(
                    Set.of("some_exception", "failure_store"),
                    letters.stream().map(DeadLetter::type).collect(Collectors.toSet()));
        }
    }

    @Test
    void aRecordIsNotDoneBeforeItsDeadLetterIsKept() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        try (Spool spool = open()) {
            append(spool, 0, 1);
            Delivery delivery = start(spool, entries -> each(entries, record -> item(400)), kept -> {
                assertEquals(1, spool.status().spooled());
                if (attempts.incrementAndGet() < 4) {
                    throw new IOException("no space");
                }
                letters.addAll(kept);
            });

            awaitDrained(spool);

            delivery.stop();
            assertEquals(4, attempts.get());
            assertEquals(1, letters.size());
        }
    }

    @Test
    void whatIsNotStoredWhenDeliveryStopsStaysInTheSpool() throws Exception {
        try (Spool spool = open()) {
            append(spool, 0, 100);
            Delivery delivery = start(
                    spool,
                    entries -> stored.size() < 30 ? each(entries, this::store) : new BulkAnswer.Unanswered("gone"));
            await().until(() -> stored.size() >= 30);

            delivery.stop();

            assertTrue(spool.status().spooled() > 0);
        }
        try (Spool spool = open()) {
            Delivery delivery = start(spool, entries -> each(entries, this::store));

            awaitDrained(spool);

            delivery.stop();
            assertEquals(names(0, 100), stored);
            assertEquals(100, spool.status().done().finished());
        }
    }

    @Test
    void aTargetThatThrowsIsTriedAgain() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (Spool spool = open()) {
            append(spool, 0, 10);
            Delivery delivery = start(spool, entries -> {
                if (calls.incrementAndGet() < 3) {
                    throw new IllegalStateException("a bug");
                }
                return each(entries, this::store);
            });

            awaitDrained(spool);

            delivery.stop();
            assertEquals(names(0, 10), stored);
        }
    }

    static Stream<Integer> seeds() {
        return IntStream.range(0, 20).boxed();
    }

    /** Any mix of faults and restarts: every record is stored once or a dead letter, and the counts say so. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void nothingIsLostOrDoubledWhateverElasticsearchDoes(int seed) throws Exception {
        Random random = new Random(seed);
        Set<String> poison = new TreeSet<>();
        Set<String> dead = new ConcurrentSkipListSet<>();
        int total = 0;
        for (int life = 0; life < 3; life++) {
            try (Spool spool = open()) {
                Delivery delivery = start(
                        spool,
                        new FaultyTarget(random.nextLong(), poison),
                        kept -> kept.forEach(
                                letter -> dead.add(new String(letter.record().payload(), UTF_8))));
                for (int i = 0; i < 10; i++) {
                    int more = 1 + random.nextInt(20);
                    synchronized (poison) {
                        for (int record = total; record < total + more; record++) {
                            if (random.nextInt(15) == 0) {
                                poison.add("r" + record);
                            }
                        }
                    }
                    append(spool, total, total + more);
                    total += more;
                }
                if (life == 2) {
                    awaitDrained(spool);
                }
                delivery.stop();
                long accepted = spool.status().accepted();
                assertEquals(total, accepted);
                assertEquals(
                        accepted,
                        spool.status().done().finished() + spool.status().spooled());
                if (life == 2) {
                    assertEquals(poison.size(), spool.status().done().dead());
                }
            }
        }

        Set<String> good = names(0, total);
        good.removeAll(poison);
        assertEquals(good, stored);
        assertEquals(poison, dead);
    }

    private final class FaultyTarget implements BulkTarget {

        private final Random random;
        private final Set<String> poison;

        private FaultyTarget(long seed, Set<String> poison) {
            this.random = new Random(seed);
            this.poison = poison;
        }

        @Override
        public BulkAnswer send(List<byte[]> entries) {
            int fault = random.nextInt(10);
            if (fault == 0) {
                return new BulkAnswer.Refused(List.of(429, 503, 401).get(random.nextInt(3)), "", "");
            }
            if (fault == 1) {
                return new BulkAnswer.Unanswered("refused");
            }
            if (fault == 2 && entries.size() > 3) {
                return new BulkAnswer.Refused(413, "", "");
            }
            BulkAnswer answer = each(entries, this::answer);
            return fault == 3 ? new BulkAnswer.Unanswered("cut off") : answer;
        }

        private ItemAnswer answer(String record) {
            if (random.nextInt(8) == 0) {
                return item(random.nextBoolean() ? 429 : 503);
            }
            synchronized (poison) {
                return poison.contains(record) ? item(400) : store(record);
            }
        }
    }
}
