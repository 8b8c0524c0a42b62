package io.modelwatch.collector.forward;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modelwatch.collector.window.TestClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {

    private final TestClock clock = new TestClock("2026-11-22T08:00:00Z");
    private final CircuitBreaker breaker = new CircuitBreaker(2, Duration.ofSeconds(10), clock);

    @Test
    void itOpensAfterFailuresInARowOnly() {
        breaker.failed();
        breaker.succeeded();
        breaker.failed();
        assertTrue(breaker.allows());
        breaker.failed();
        assertFalse(breaker.allows());
        assertTrue(breaker.isOpen());
    }

    @Test
    void afterAWhileOneTriesAndAllFollowWhenItWorks() {
        // Given
        breaker.failed();
        breaker.failed();
        clock.advance(Duration.ofSeconds(10));

        // When, Then
        assertTrue(breaker.allows());
        assertFalse(breaker.allows());
        breaker.failed();
        assertFalse(breaker.allows());
        clock.advance(Duration.ofSeconds(10));
        assertTrue(breaker.allows());
        breaker.succeeded();
        assertTrue(breaker.allows());
        assertFalse(breaker.isOpen());
    }

    @Test
    void withoutABoundItNeverOpens() {
        CircuitBreaker never = new CircuitBreaker(0, Duration.ofSeconds(10), clock);
        for (int i = 0; i < 100; i++) {
            never.failed();
        }
        assertTrue(never.allows());
    }
}
