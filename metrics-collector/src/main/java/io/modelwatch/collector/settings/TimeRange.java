package io.modelwatch.collector.settings;

import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of time a question is about.
 *
 * @param to excluded
 */
public record TimeRange(Instant from, Instant to) {

    private static final Duration LONGEST = Duration.ofDays(3660);

    /**
     * Reads the parameters {@code from} and {@code to}: RFC 3339 or a date, which is its midnight in UTC.
     *
     * @param usual how far before {@code to} it begins where {@code from} is missing
     * @throws ProblemException 400 naming the parameter
     */
    public static TimeRange of(@Nullable String from, @Nullable String to, Duration usual, Instant now) {
        Instant end = to == null ? now : parse("to", to);
        Instant start = from == null ? end.minus(usual) : parse("from", from);
        if (!start.isBefore(end)) {
            throw invalid("from must lie before to, was " + start + " and " + end);
        }
        if (Duration.between(start, end).compareTo(LONGEST) > 0) {
            throw invalid("from must lie at most 3660 days before to");
        }
        return new TimeRange(start, end);
    }

    private static Instant parse(String parameter, String text) {
        try {
            return text.length() == "2026-11-22".length()
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw invalid(parameter + " must be a date and time such as 2026-11-22T08:00:00Z or a date such as"
                    + " 2026-11-22, was '" + text + "'");
        }
    }

    private static ProblemException invalid(String detail) {
        return Problem.of(CommonProblem.INVALID_PARAMETER, detail).asException();
    }
}
