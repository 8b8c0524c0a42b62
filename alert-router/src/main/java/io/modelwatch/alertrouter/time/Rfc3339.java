package io.modelwatch.alertrouter.time;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Points in time as text: read with any precision and offset, written as Go writes them. */
public final class Rfc3339 {

    /** What Go writes for a time that is not set. */
    public static final String ZERO = "0001-01-01T00:00:00Z";

    private static final OffsetDateTime ZERO_TIME = OffsetDateTime.of(1, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
    private static final int MAX_YEAR = 9999;
    private static final int SECONDS_END = 19;

    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSXXX", Locale.ROOT);

    private static final DateTimeFormatter NANOS = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .appendPattern("XXX")
            .toFormatter(Locale.ROOT);

    private static final DateTimeFormatter OFFSET = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendOffset("+HH:mm", "Z")
            .toFormatter(Locale.ROOT);

    private Rfc3339() {}

    /**
     * The time that a client sent, with its offset; null when it is not set: absent, empty or Go's zero time.
     *
     * @throws DateTimeException when the text is no time, or one outside the years 1 to 9999
     */
    public static @Nullable OffsetDateTime read(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        OffsetDateTime plain = plain(text);
        OffsetDateTime time = plain == null ? OFFSET.parse(withOffset(text), OffsetDateTime::from) : plain;
        if (time.getYear() < 1 || time.getYear() > MAX_YEAR) {
            throw new DateTimeException("the year must be between 1 and " + MAX_YEAR);
        }
        return time.isEqual(ZERO_TIME) ? null : time;
    }

    /** The form in which nearly all times come, read without a formatter: in UTC, with a Z; null for others. */
    private static @Nullable OffsetDateTime plain(String text) {
        int length = text.length();
        boolean shaped = length >= SECONDS_END + 1
                && length <= SECONDS_END + 11
                && text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && text.charAt(10) == 'T'
                && text.charAt(13) == ':'
                && text.charAt(16) == ':'
                && text.charAt(length - 1) == 'Z'
                && (length == SECONDS_END + 1 || (text.charAt(SECONDS_END) == '.' && length > SECONDS_END + 2));
        if (!shaped) {
            return null;
        }
        int year = digits(text, 0, 4);
        int month = digits(text, 5, 7);
        int day = digits(text, 8, 10);
        int hour = digits(text, 11, 13);
        int minute = digits(text, 14, 16);
        int second = digits(text, 17, SECONDS_END);
        int fraction = length == SECONDS_END + 1 ? 0 : digits(text, SECONDS_END + 1, length - 1);
        if ((year | month | day | hour | minute | second | fraction) < 0) {
            return null;
        }
        for (int decimals = length - SECONDS_END - 2; decimals >= 0 && decimals < 9; decimals++) {
            fraction *= 10;
        }
        return OffsetDateTime.of(year, month, day, hour, minute, second, fraction, ZoneOffset.UTC);
    }

    /** The number that the digits are; -1 when one is none. */
    private static int digits(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    private static String withOffset(String text) {
        // A time without an offset is meant in UTC.
        boolean hasOffset = text.endsWith("Z")
                || text.endsWith("z")
                || text.lastIndexOf('+') > 0
                || text.lastIndexOf('-') > text.indexOf('T');
        return hasOffset ? text : text + "Z";
    }

    /** With three decimals, cut and not rounded. */
    public static String millis(OffsetDateTime time) {
        return MILLIS.format(time.truncatedTo(ChronoUnit.MILLIS));
    }

    /** In UTC with three decimals. */
    public static String millis(Instant time) {
        return millis(time.atOffset(ZoneOffset.UTC));
    }

    /** With as many decimals as are needed. */
    public static String nanos(OffsetDateTime time) {
        return NANOS.format(time);
    }
}
