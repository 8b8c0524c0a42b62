package io.modelwatch.collector.window;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A stretch of time that ends now.
 *
 * @param text as it was asked for, such as {@code 5m}
 * @param length from 10 seconds to 24 hours
 */
public record Window(String text, Duration length) {

    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,8})(s|m|h)");
    private static final Duration SHORTEST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofHours(24);

    /**
     * Reads a whole number of seconds, minutes or hours.
     *
     * @throws IllegalArgumentException saying what would be right
     */
    public static Window parse(String text) {
        Duration length = duration(text);
        if (length.compareTo(SHORTEST) < 0 || length.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("must lie between 10s and 24h, was '" + text + "'");
        }
        return new Window(text, length);
    }

    /**
     * Reads a whole number of seconds, minutes or hours of any length.
     *
     * @throws IllegalArgumentException saying what would be right
     */
    public static Duration duration(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "must be a whole number of seconds, minutes or hours such as 30s, 5m or 1h, was '" + text + "'");
        }
        long amount = Long.parseLong(form.group(1));
        return switch (form.group(2)) {
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }
}
