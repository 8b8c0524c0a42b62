package io.modelwatch.alertrouter.outgoing;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** The header {@code Retry-After}: seconds, maybe with decimals, or a date. */
final class RetryAfter {

    private static final double MAX_SECONDS = 86_400;
    private static final double MILLIS = 1000;

    private RetryAfter() {}

    /** How long to wait from now; zero when the text says nothing. */
    static Duration read(String text, Instant now) {
        try {
            double seconds = Math.min(MAX_SECONDS, Double.parseDouble(text.strip()));
            return seconds > 0 ? Duration.ofMillis((long) Math.ceil(seconds * MILLIS)) : Duration.ZERO;
        } catch (NumberFormatException e) {
            return untilDate(text.strip(), now);
        }
    }

    private static Duration untilDate(String text, Instant now) {
        try {
            Instant date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return date.isAfter(now) ? Duration.between(now, date) : Duration.ZERO;
        } catch (DateTimeException e) {
            return Duration.ZERO;
        }
    }
}
