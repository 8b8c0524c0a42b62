package io.modelwatch.alertrouter.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modelwatch.alertrouter.receiver.Rate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlidingWindowTest {

    private static final Instant START = Instant.parse("2026-11-24T00:00:00Z");
    private static final List<Rate> ROBOT = List.of(new Rate(18, Duration.ofMinutes(1)));

    @Test
    void aTenthIsKeptForWhatIsCritical() {
        SlidingWindow window = new SlidingWindow(List.of());
        for (int i = 0; i < 17; i++) {
            window = window.with(ROBOT, START.plusSeconds(i));
        }
        Instant now = START.plusSeconds(20);

        assertEquals(START.plusSeconds(60), window.next(ROBOT, false, now));
        assertEquals(now, window.next(ROBOT, true, now));
    }

    @Test
    void clockThatWasSetBackDoesNotBlock() {
        SlidingWindow window = new SlidingWindow(List.of());
        for (int i = 0; i < 18; i++) {
            window = window.with(ROBOT, START.plusSeconds(3600));
        }

        assertEquals(START, window.next(ROBOT, true, START));
    }

    /** Against counting: in no stretch of time are there more than the rates allow. */
    @Test
    void noStretchOfTimeHasMoreThanAllowedSeed20261124() {
        List<Rate> rates = List.of(new Rate(5, Duration.ofSeconds(1)), new Rate(100, Duration.ofMinutes(1)));
        Random random = new Random(20261124);
        SlidingWindow window = new SlidingWindow(List.of());
        List<Instant> sent = new ArrayList<>();
        Instant now = START;
        while (sent.size() < 500) {
            Instant next = window.next(rates, true, now);
            if (next.isAfter(now)) {
                now = next;
                continue;
            }
            window = window.with(rates, now);
            sent.add(now);
            now = now.plusMillis(random.nextInt(150));
        }

        for (Rate rate : rates) {
            for (int i = rate.limit(); i < sent.size(); i++) {
                Duration stretch = Duration.between(sent.get(i - rate.limit()), sent.get(i));
                assertTrue(stretch.compareTo(rate.window()) >= 0, rate + " at " + i + ": " + stretch);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "20", "x/1m", "0/1m", "20/0s", "20/1"})
    void whatIsNoRateIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Rate.parse(text));
    }
}
