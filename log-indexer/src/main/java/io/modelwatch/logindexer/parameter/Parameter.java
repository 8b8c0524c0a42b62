package io.modelwatch.logindexer.parameter;

import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.ProblemException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads query parameters; what is wrong is a 400 that names the parameter. */
public final class Parameter {

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");

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
            return OffsetDateTime.parse(text.strip().replace(' ', '+')).toInstant();
        } catch (DateTimeException e) {
            throw invalid(name + " must be an RFC 3339 date-time such as 2026-11-22T08:00:00Z, was '" + text + "'");
        }
    }

    /** A parameter, or several that do not go together, is not valid. */
    public static ProblemException invalid(String detail) {
        return Problem.of(CommonProblem.INVALID_PARAMETER, detail).asException();
    }
}
