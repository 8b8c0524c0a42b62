package io.modelwatch.collector.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modelwatch.collector.request.KnownRequests.Claim;
import io.modelwatch.collector.window.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownRequestsTest {

    private static final Duration REMEMBERED = Duration.ofMinutes(10);
    private static final int CAPACITY = 50;

    private final TestClock clock = new TestClock("2026-11-22T08:00:00Z");
    private final KnownRequests known = new KnownRequests(REMEMBERED, CAPACITY, clock);

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {31, 32, 33, 34})
    void agreesWithANaiveModel(long seed) {
        Random random = new Random(seed);
        Map<String, Instant> taken = new LinkedHashMap<>();
        Set<String> busy = new HashSet<>();
        for (int step = 0; step < 20_000; step++) {
            clock.advance(Duration.ofMillis(random.nextInt(10_000)));
            String id = "r-" + random.nextInt(120);
            taken.values().removeIf(end -> !end.isAfter(clock.instant()));
            if (busy.contains(id) && random.nextBoolean()) {
                busy.remove(id);
                if (random.nextInt(4) > 0) {
                    known.settle(id);
                    if (taken.size() == CAPACITY) {
                        taken.remove(taken.keySet().iterator().next());
                    }
                    taken.put(id, clock.instant().plus(REMEMBERED));
                } else {
                    known.release(id);
                }
                continue;
            }

            // When
            Claim claim = known.claim(id);

            // Then
            Class<? extends Claim> expected =
                    taken.containsKey(id) ? Claim.Known.class : busy.contains(id) ? Claim.Busy.class : Claim.Mine.class;
            assertInstanceOf(expected, claim, "step " + step);
            if (claim instanceof Claim.Mine) {
                busy.add(id);
            }
            assertEquals(taken.size(), known.size());
        }
    }

    @Test
    void whoWaitsLearnsWhenTheOtherHasEnded() {
        // Given
        known.claim("r-1");
        Claim.Busy busy = assertInstanceOf(Claim.Busy.class, known.claim("r-1"));

        // When
        known.release("r-1");

        // Then
        assertTrue(busy.ended().toCompletableFuture().isDone());
        assertInstanceOf(Claim.Mine.class, known.claim("r-1"));
    }

    @Test
    void onlyAClaimCanEnd() {
        assertThrows(IllegalStateException.class, () -> known.settle("r-1"));
    }
}
