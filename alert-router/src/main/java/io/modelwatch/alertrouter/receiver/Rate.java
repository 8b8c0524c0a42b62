package io.modelwatch.alertrouter.receiver;

import java.time.Duration;

/**
 * At most so many messages in any stretch of time of a length.
 *
 * @param limit at least 1
 * @param window longer than zero
 */
public record Rate(int limit, Duration window) {

    public Rate {
        if (limit < 1 || !window.isPositive()) {
            throw new IllegalArgumentException("a rate is a number from 1 and a duration, such as 20/1m");
        }
    }

    /**
     * Reads {@code 20/1m}.
     *
     * @throws IllegalArgumentException when the text is no rate
     */
    public static Rate parse(String text) {
        int slash = text.indexOf('/');
        try {
            return new Rate(
                    Integer.parseInt(text.substring(0, Math.max(slash, 0)).strip()),
                    io.modelwatch.alertrouter.time.Durations.parse(
                            text.substring(slash + 1).strip()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no rate; it is a number and a duration, such as 20/1m", e);
        }
    }
}
