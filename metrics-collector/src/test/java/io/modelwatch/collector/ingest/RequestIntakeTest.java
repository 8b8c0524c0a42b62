package io.modelwatch.collector.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelwatch.collector.catalogue.Catalogue;
import io.modelwatch.collector.catalogue.MetricType;
import io.modelwatch.collector.cost.PriceTable;
import io.modelwatch.collector.cost.PricedRequest;
import io.modelwatch.collector.exposition.LlmFamilies;
import io.modelwatch.collector.exposition.SeriesBounds;
import io.modelwatch.collector.forward.Forwarder;
import io.modelwatch.collector.request.KnownRequests;
import io.modelwatch.collector.request.RecentOrigins;
import io.modelwatch.collector.request.RecordBounds;
import io.modelwatch.collector.request.RequestParser;
import io.modelwatch.collector.request.RequestRecord;
import io.modelwatch.collector.usage.UsageWindows;
import io.modelwatch.collector.window.Labels;
import io.modelwatch.collector.window.MetricWindows;
import io.modelwatch.collector.window.Selection;
import io.modelwatch.collector.window.Statistics;
import io.modelwatch.collector.window.TestClock;
import io.modelwatch.collector.window.Tier;
import io.modelwatch.collector.window.Tiers;
import io.modelwatch.collector.window.Window;
import io.modelwatch.collector.window.WindowBounds;
import io.modelwatch.intake.BatchResult;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Fields;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.ProblemException;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIntakeTest {

    private final TestClock clock = new TestClock("2026-11-22T08:00:00Z");
    private final FakeForwarder forwarder = new FakeForwarder();
    private final List<PricedRequest> booked = new ArrayList<>();
    private MetricWindows windows;
    private RequestIntake intake;

    /** Fails or refuses as told, and remembers. */
    private static final class FakeForwarder implements Forwarder {

        final List<String> required = Collections.synchronizedList(new ArrayList<>());
        final List<String> offered = Collections.synchronizedList(new ArrayList<>());
        volatile Runnable before = () -> {};

        @Override
        public Map<Integer, Problem> require(List<PricedRequest> requests) {
            before.run();
            Map<Integer, Problem> refused = new HashMap<>();
            for (int i = 0; i < requests.size(); i++) {
                String id = requests.get(i).request().requestId();
                if (id.startsWith("bad")) {
                    refused.put(i, Problem.of(CommonProblem.INVALID_RECORD, "no"));
                } else {
                    required.add(id);
                }
            }
            return refused;
        }

        @Override
        public void offer(PricedRequest request) {
            offered.add(request.request().requestId());
        }
    }

    @BeforeEach
    void setUp() throws IOException {
        WindowBounds bounds = new WindowBounds(new Tiers(List.of(Tier.parse("10s:1h"))), 100);
        PrometheusRegistry registry = new PrometheusRegistry();
        Catalogue catalogue = new Catalogue(List.of());
        windows = new MetricWindows(bounds, clock);
        intake = new RequestIntake(
                new KnownRequests(Duration.ofHours(1), 1000, clock),
                PriceTable.read(new ByteArrayInputStream("{}".getBytes(java.nio.charset.StandardCharsets.UTF_8))),
                forwarder,
                booked::addAll,
                new RequestCounting(
                        windows,
                        new UsageWindows(bounds, clock),
                        new LlmFamilies(
                                registry, windows, () -> catalogue, new SeriesBounds(100, Duration.ofDays(1)), clock),
                        new RecentOrigins(100, Duration.ofDays(1), clock),
                        new ModelNames(origin -> false, 100),
                        new IngestMetrics(registry),
                        clock),
                Duration.ofSeconds(30));
    }

    @Test
    void aRepeatCountsOnce() {
        // Given
        take("a", "b");

        // When
        BatchResult result = take("b", "c", "c");

        // Then
        assertEquals(List.of("duplicate", "accepted", "duplicate"), statuses(result));
        assertEquals(3, counted());
        assertEquals(List.of("a", "b", "c"), forwarder.required);
        assertEquals(List.of("a", "b", "c"), forwarder.offered);
    }

    @Test
    void whatCannotBeForwardedIsNeitherCountedNorKnown() {
        // Given
        forwarder.before = () -> {
            throw Problem.of(CommonProblem.UNAVAILABLE, "down").asException();
        };
        assertThrows(ProblemException.class, () -> take("a", "b"));
        long countedBefore = counted();
        forwarder.before = () -> {};

        // When
        BatchResult result = take("a", "b");

        // Then
        assertEquals(0, countedBefore);
        assertEquals(List.of("accepted", "accepted"), statuses(result));
        assertEquals(2, counted());
    }

    @Test
    void aRefusedRecordIsRejectedAndItsNeighboursAreTaken() {
        // When
        BatchResult result = take("a", "bad", "bad", "c");

        // Then
        assertEquals(List.of("accepted", "rejected", "rejected", "accepted"), statuses(result));
        assertEquals(2, counted());
    }

    @Test
    void anUnexpectedFailureLetsGoOfTheClaims() {
        // Given
        forwarder.before = () -> {
            throw new IllegalStateException("unexpected");
        };
        assertThrows(IllegalStateException.class, () -> take("a"));
        forwarder.before = () -> {};

        // When
        BatchResult result = take("a");

        // Then
        assertEquals(List.of("accepted"), statuses(result));
    }

    @Test
    void aRepeatDuringAFailingAttemptIsTakenByTheSecondSender() throws Exception {
        // Given
        CountDownLatch firstIsForwarding = new CountDownLatch(1);
        CountDownLatch mayFail = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        forwarder.before = () -> {
            if (calls.incrementAndGet() == 1) {
                firstIsForwarding.countDown();
                awaitUninterrupted(mayFail);
                throw Problem.of(CommonProblem.UNAVAILABLE, "down").asException();
            }
        };

        // When
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<BatchResult> first = executor.submit(() -> take("a"));
            firstIsForwarding.await();
            Future<BatchResult> second = executor.submit(() -> take("a"));
            mayFail.countDown();

            // Then
            assertThrows(java.util.concurrent.ExecutionException.class, first::get);
            assertEquals(List.of("accepted"), statuses(second.get()));
        }
        assertEquals(1, counted());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {41, 42, 43, 44, 45})
    void everyRequestCountsExactlyOnceHoweverManySendersRepeatIt(long seed) throws Exception {
        // Given
        int senders = 8;
        int ids = 60;
        Random failures = new Random(seed);
        forwarder.before = () -> {
            synchronized (failures) {
                if (failures.nextInt(3) == 0) {
                    throw Problem.of(CommonProblem.UNAVAILABLE, "down").asException();
                }
            }
        };

        // When
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int sender = 0; sender < senders; sender++) {
                Random random = new Random(seed * 100 + sender);
                all.add(executor.submit(() -> sendAll(ids, random)));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }

        // Then
        assertEquals(ids, counted());
        assertEquals(ids, forwarder.offered.stream().distinct().count());
        assertEquals(ids, forwarder.offered.size());
        assertTrue(forwarder.required.size() >= ids);
    }

    /** Sends every identifier, in batches of random order and size, each again until it is taken. */
    private void sendAll(int ids, Random random) {
        List<String> left = new ArrayList<>();
        for (int i = 0; i < ids; i++) {
            left.add("r-" + i);
        }
        Collections.shuffle(left, random);
        while (!left.isEmpty()) {
            List<String> batch = new ArrayList<>(left.subList(0, 1 + random.nextInt(left.size())));
            try {
                assertEquals(0, take(batch.toArray(String[]::new)).rejected());
                left.removeAll(batch);
            } catch (ProblemException e) {
                assertEquals(503, e.problem().status());
            }
        }
    }

    private BatchResult take(String... ids) {
        RequestParser parser = new RequestParser(RecordBounds.DEFAULT, clock);
        List<Candidate> candidates = new ArrayList<>();
        for (String id : ids) {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.put("request_id", id).put("model", "m").put("status", "success");
            RequestRecord request = parser.parse(Fields.of(json));
            candidates.add(new Candidate(candidates.size(), request));
        }
        BatchResult result = new BatchResult();
        intake.take(candidates, result);
        return result;
    }

    private static List<String> statuses(BatchResult result) {
        return result.results().stream().map(one -> one.status()).toList();
    }

    private long counted() {
        Statistics all = windows.select(
                        "requests_total", MetricType.COUNTER, Selection.ALL_TOGETHER, Window.parse("1m"))
                .series()
                .get(Labels.NONE);
        return all == null ? 0 : all.count();
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
