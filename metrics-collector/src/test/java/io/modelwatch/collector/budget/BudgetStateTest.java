package io.modelwatch.collector.budget;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetStateTest {

    @ParameterizedTest
    @CsvSource({
        "DAY, UTC, 2026-11-22T08:00:00Z, 2026-11-22T00:00:00Z, 2026-11-23T00:00:00Z",
        "DAY, Asia/Shanghai, 2026-11-22T18:00:00Z, 2026-11-22T16:00:00Z, 2026-11-23T16:00:00Z",
        "MONTH, UTC, 2026-02-28T23:59:59Z, 2026-02-01T00:00:00Z, 2026-03-01T00:00:00Z",
        "MONTH, Asia/Shanghai, 2026-02-28T23:59:59Z, 2026-02-28T16:00:00Z, 2026-03-31T16:00:00Z",
        "DAY, Europe/Berlin, 2026-03-29T12:00:00Z, 2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z",
    })
    void aPeriodBeginsAtMidnightOfItsZone(Budget.Period period, String zone, Instant now, Instant from, Instant to) {
        assertEquals(new Budget.Span(from, to), budget("100", period, zone).at(now));
    }

    @ParameterizedTest
    @CsvSource({
        // amount 24 a day is 1 an hour; spent, spent in the last two hours, used, burn rate, projected, status
        "6, 2, 25, 1, 24, OK",
        "19.2, 6, 80, 3, 73.2, WARNING",
        "19.19, 0, 79.95833333333333, 0, 19.19, OK",
        "24, 1, 100, 0.5, 33, EXCEEDED",
        "0, 0, 0, 0, 0, OK",
    })
    void usedPaceAndProjectionFollowFromWhatWasSpent(
            BigDecimal spent,
            BigDecimal recent,
            double used,
            double burn,
            double projected,
            BudgetState.Status status) {
        // When
        Instant now = Instant.parse("2026-11-22T06:00:00Z");
        BudgetState state = BudgetState.of(
                budget("24", Budget.Period.DAY, "UTC"), spent, 3, recent, Instant.parse("2026-11-22T04:00:00Z"), now);

        // Then
        assertEquals(used, state.usedPercent(), 1e-9);
        assertEquals(burn, state.burnRate(), 1e-9);
        assertEquals(projected, state.projectedUsd().doubleValue(), 1e-9);
        assertEquals(status, state.status());
        assertEquals(3, state.unpriced());
    }

    @Test
    void theFirstSecondOfAPeriodIsNoFire() {
        // When
        Instant now = Instant.parse("2026-11-22T00:00:01Z");
        BudgetState state = BudgetState.of(
                budget("24", Budget.Period.DAY, "UTC"),
                BigDecimal.ZERO,
                0,
                new BigDecimal("0.01"),
                Instant.parse("2026-11-22T00:00:00Z"),
                now);

        // Then: as if a minute had passed
        assertEquals(0.6, state.burnRate(), 1e-9);
    }

    private static Budget budget(String amount, Budget.Period period, String zone) {
        return new Budget("b", new BigDecimal(amount), period, ZoneId.of(zone), Map.of(), 80, 1);
    }
}
