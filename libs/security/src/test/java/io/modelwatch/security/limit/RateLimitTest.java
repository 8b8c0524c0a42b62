package io.modelwatch.security.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    @Test
    void burstIsLetThroughAndThenOneAtATime() {
        RateLimit limit = new RateLimit(10, 3);
        long now = 5 * SECOND;

        assertEquals(Duration.ZERO, limit.take("a", now));
        assertEquals(Duration.ZERO, limit.take("a", now));
        assertEquals(Duration.ZERO, limit.take("a", now));
        assertEquals(Duration.ofMillis(100), limit.take("a", now));
        assertEquals(Duration.ofMillis(50), limit.take("a", now + SECOND / 20));
        assertEquals(Duration.ZERO, limit.take("a", now + SECOND / 10));
        assertEquals(Duration.ofMillis(100), limit.take("a", now + SECOND / 10));
    }

    @Test
    void burstIsThereAgainAfterARest() {
        RateLimit limit = new RateLimit(10, 3);
        for (int i = 0; i < 10; i++) {
            limit.take("a", SECOND);
        }

        long later = 2 * SECOND;
        assertEquals(Duration.ZERO, limit.take("a", later));
        assertEquals(Duration.ZERO, limit.take("a", later));
        assertEquals(Duration.ZERO, limit.take("a", later));
        assertTrue(limit.take("a", later).isPositive());
    }

    @Test
    void oneWhoAsksTooOftenDoesNotSlowOthersDown() {
        RateLimit limit = new RateLimit(1, 1);
        for (int i = 0; i < 1000; i++) {
            limit.take("noisy", SECOND);
        }

        // Two names may meet in one place of the table, by a chance of one in 16384 each.
        long undisturbed = java.util.stream.IntStream.range(0, 20)
                .filter(i -> limit.take("quiet" + i, SECOND).isZero())
                .count();
        assertTrue(undisturbed >= 18, "only " + undisturbed + " of 20 undisturbed");
    }

    @Test
    void askingHowLongToWaitCountsNothing() {
        RateLimit limit = new RateLimit(1, 1);

        assertEquals(Duration.ZERO, limit.wait("a", SECOND));
        assertEquals(Duration.ZERO, limit.take("a", SECOND));
        assertEquals(Duration.ofSeconds(1), limit.wait("a", SECOND));
        assertEquals(Duration.ZERO, limit.wait("a", 2 * SECOND));
    }

    @Test
    void rateAndBurstMustBePositive() {
        assertThrows(IllegalArgumentException.class, () -> new RateLimit(0, 1));
        assertThrows(IllegalArgumentException.class, () -> new RateLimit(1, 0));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2",
        "2001:db8::1, 2001:db8:0:0",
        "fe80::1%eth0, fe80:0:0:0",
        "::1, 0:0:0:0",
        "1:2:3:4:5::8, 1:2:3:4",
        "::ffff:192.0.2.7, ::ffff:192.0.2.7",
        "anonymous, anonymous",
    })
    void hostsOfOneNetworkCountAsOne(String address, String counted) {
        assertEquals(counted, Address.counted(address));
    }
}
