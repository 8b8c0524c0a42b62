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
        OffsetDateTime time = OFFSET.parse(withOffset(text), OffsetDateTime::from);
        if (time.getYear() < 1 || time.getYear() > MAX_YEAR) {
            throw new DateTimeException("the year must be between 1 and " + MAX_YEAR);
        }
        return time.isEqual(ZERO_TIME) ? null : time;
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
