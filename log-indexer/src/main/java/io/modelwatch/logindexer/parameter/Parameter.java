package io.modelwatch.logindexer.parameter;

import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.ProblemException;
import jakarta.ws.rs.core.UriInfo;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads query parameters; what is wrong is a 400 that names the parameter. */
public final class Parameter {

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private Parameter() {}

    /** A whole number within bounds, both included; absent or blank reads as the default. */
    public static long number(String name, @Nullable String text, long absent, long min, long max) {
        if (text == null || text.isBlank()) {
            return absent;
        }
        if (DIGITS.matcher(text).matches()) {
            long number = Long.parseLong(text);
            if (number >= min && number <= max) {
                return number;
            }
        }
        throw invalid(name + " must be a whole number from " + min + " to " + max + ", was '" + text + "'");
    }

    /** An RFC 3339 date-time; absent or blank reads as null. */
    public static @Nullable Instant time(String name, @Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            // A plus that was not encoded arrives as a space.
            Instant time = OffsetDateTime.parse(text.strip().replace(' ', '+')).toInstant();
            if (!time.isBefore(EARLIEST) && !time.isAfter(LATEST)) {
                return time;
            }
        } catch (DateTimeException e) {
            // Said below.
        }
        throw invalid(name + " must be an RFC 3339 date-time such as 2026-11-22T08:00:00Z, was '" + text + "'");
    }

    /** Only parameters that somebody reads: one that is misspelled would otherwise pass in silence. */
    public static void onlyKnown(@Nullable UriInfo address, Predicate<String> isKnown) {
        if (address != null) {
            for (String name : address.getQueryParameters().keySet()) {
                if (!isKnown.test(name)) {
                    throw invalid("there is no parameter '" + name + "' here");
                }
            }
        }
    }

    /** Whether {@code order} asks for the newest or greatest first. */
    public static boolean descending(@Nullable String order, boolean absent) {
        return switch (order == null ? "" : order) {
            case "" -> absent;
            case "desc" -> true;
            case "asc" -> false;
            default -> throw invalid("order must be asc or desc, was '" + order + "'");
        };
    }

    /** Yes or no; absent or blank reads as no. */
    public static boolean flag(String name, @Nullable String text) {
        return switch (text == null ? "" : text) {
            case "true" -> true;
            case "", "false" -> false;
            default -> throw invalid(name + " must be true or false, was '" + text + "'");
        };
    }

    /** A parameter, or several that do not go together, is not valid. */
    public static ProblemException invalid(String detail) {
        return Problem.of(CommonProblem.INVALID_PARAMETER, detail).asException();
    }
}
