package io.modelwatch.collector.budget;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;

/**
 * How much may be spent, and by whom.
 *
 * @param labels columns of the roll-ups and the values they must have; without any, everything counts
 * @param warningPercent from this share on a look is due
 * @param version counts its changes, from 1
 */
record Budget(
        String name,
        BigDecimal amountUsd,
        Period period,
        ZoneId zone,
        Map<String, String> labels,
        double warningPercent,
        int version) {

    /** For how long the amount is meant. */
    enum Period {
        DAY,
        MONTH
    }

    /** One period on the time line. */
    record Span(Instant from, Instant to) {

        Duration length() {
            return Duration.between(from, to);
        }
    }

    Budget {
        labels = Map.copyOf(labels);
    }

    /** The period in which a time lies; in the budget's own zone, so a day may have 23 hours. */
    Span at(Instant now) {
        LocalDate today = LocalDate.ofInstant(now, zone);
        return switch (period) {
            case DAY -> span(today, today.plusDays(1));
            case MONTH -> span(today.withDayOfMonth(1), today.withDayOfMonth(1).plusMonths(1));
        };
    }

    private Span span(LocalDate from, LocalDate to) {
        return new Span(
                from.atStartOfDay(zone).toInstant(), to.atStartOfDay(zone).toInstant());
    }
}
