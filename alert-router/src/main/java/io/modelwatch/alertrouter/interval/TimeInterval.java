package io.modelwatch.alertrouter.interval;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;

/**
 * A recurring stretch of time: every field must hold; a field holds when one of its ranges does, or when it has none.
 *
 * @param times minutes of the day, the end exclusive
 * @param weekdays Sunday is 0
 * @param daysOfMonth negative ones count from the end, -1 being the last day
 * @param months January is 1
 * @param years the years
 * @param zone whose wall clock counts
 */
public record TimeInterval(
        List<Range> times,
        List<Range> weekdays,
        List<Range> daysOfMonth,
        List<Range> months,
        List<Range> years,
        ZoneId zone) {

    private static final int MINUTES_PER_HOUR = 60;
    private static final int DAYS_PER_WEEK = 7;

    public TimeInterval {
        times = List.copyOf(times);
        weekdays = List.copyOf(weekdays);
        daysOfMonth = List.copyOf(daysOfMonth);
        months = List.copyOf(months);
        years = List.copyOf(years);
    }

    public boolean contains(Instant instant) {
        ZonedDateTime local = instant.atZone(zone);
        int minute = local.getHour() * MINUTES_PER_HOUR + local.getMinute();
        return holds(times, range -> minute >= range.first() && minute < range.last())
                && holds(weekdays, range -> range.contains(local.getDayOfWeek().getValue() % DAYS_PER_WEEK))
                && holds(
                        daysOfMonth,
                        range -> range.containsDay(
                                local.getDayOfMonth(), local.toLocalDate().lengthOfMonth()))
                && holds(months, range -> range.contains(local.getMonthValue()))
                && holds(years, range -> range.contains(local.getYear()));
    }

    private static boolean holds(List<Range> ranges, java.util.function.Predicate<Range> holds) {
        return ranges.isEmpty() || ranges.stream().anyMatch(holds);
    }

    /** From one number to another. */
    public record Range(int first, int last) {

        boolean contains(int value) {
            return value >= first && value <= last;
        }

        boolean containsDay(int day, int lengthOfMonth) {
            int from = first < 0 ? lengthOfMonth + first + 1 : first;
            int to = last < 0 ? lengthOfMonth + last + 1 : Math.min(last, lengthOfMonth);
            return from <= lengthOfMonth && day >= Math.max(from, 1) && day <= to;
        }
    }
}
