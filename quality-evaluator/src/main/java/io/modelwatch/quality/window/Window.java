package io.modelwatch.quality.window;

import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A stretch of time.
 *
 * @param name as the query named it
 * @param from included
 * @param to not included
 */
public record Window(String name, Instant from, Instant to) {

    private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,6})([smhd])");
    private static final Duration SHORTEST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofDays(31);

    public Window {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("a window begins before it ends");
        }
    }

    /**
     * The window of the given length that ends now.
     *
     * @param name such as {@code 30s}, {@code 5m}, {@code 24h} or {@code 7d}
     * @throws io.modelwatch.intake.ProblemException 400 when it is none
     */
    public static Window endingAt(Instant now, String name) {
        Matcher form = FORM.matcher(name);
        if (!form.matches()) {
            throw invalid(name);
        }
        long number = Long.parseLong(form.group(1));
        Duration length = switch (form.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
        if (length.compareTo(SHORTEST) < 0 || length.compareTo(LONGEST) > 0) {
            throw invalid(name);
        }
        return new Window(name, now.minus(length), now);
    }

    /** The window of the given length that ends now, named by its seconds. */
    public static Window endingAt(Instant now, Duration length) {
        return new Window(length.toSeconds() + "s", now.minus(length), now);
    }

    private static RuntimeException invalid(String name) {
        String shown = name.length() > 32 ? name.substring(0, 32) + "…" : name;
        return Problem.of(
                        CommonProblem.INVALID_PARAMETER,
                        "window must be a length from 10s to 31d such as 30s, 5m, 24h or 7d, was '" + shown + "'")
                .asException();
    }
}
