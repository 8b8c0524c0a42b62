package io.modelwatch.logindexer.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Points in time in the many ways that logs spell them. */
public final class Timestamps {

    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");
    private static final int MAX_CHARS = 64;
    private static final Pattern SPACED = Pattern.compile("[0-9]{4}([-/])[0-9]{2}\\1[0-9]{2}[ T]");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,20}(\\.[0-9]{1,9})?");

    private static final BigDecimal NANOS_FROM = new BigDecimal("1e17");
    private static final BigDecimal MICROS_FROM = new BigDecimal("1e14");
    private static final BigDecimal MILLIS_FROM = new BigDecimal("1e11");

    /** Fractions behind a comma, offsets without a colon: 2026-11-22T08:00:00,812+0800. */
    private static final DateTimeFormatter LOGGERS = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendLiteral('T')
            .appendPattern("HH:mm:ss")
            .appendPattern("[,SSSSSSSSS][,SSSSSS][,SSS][.SSSSSSSSS][.SSSSSS][.SSS]")
            .appendPattern("[ ][XXX][XX]")
            .toFormatter(Locale.ROOT);

    /** As in access logs: 22/Nov/2026:08:00:00 +0000. */
    private static final DateTimeFormatter COMMON_LOG =
            DateTimeFormatter.ofPattern("d/MMM/uuuu:HH:mm:ss XX", Locale.ENGLISH);

    private static final List<Function<String, Instant>> SPELLINGS = List.of(
            text -> OffsetDateTime.parse(text).toInstant(),
            text -> LocalDateTime.parse(text).toInstant(ZoneOffset.UTC),
            text -> OffsetDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant(),
            text -> OffsetDateTime.parse(text, LOGGERS).toInstant(),
            text -> LocalDateTime.parse(text, LOGGERS).toInstant(ZoneOffset.UTC),
            text -> OffsetDateTime.parse(text, COMMON_LOG).toInstant(),
            text -> LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());

    private Timestamps() {}

    /**
     * Reads RFC 3339, the same without an offset (which counts as UTC), with a space for the T, slashes, a comma before
     * the fraction or an offset without colon, a date alone, RFC 1123, the time of access logs, and seconds,
     * milliseconds, microseconds or nanoseconds since 1970, told apart by their magnitude. Empty for anything else and
     * for what lies outside of 1970 to 2200.
     */
    public static Optional<Instant> read(JsonNode node) {
        return of(node).filter(instant -> !instant.isBefore(EARLIEST) && instant.isBefore(LATEST));
    }

    private static Optional<Instant> of(JsonNode node) {
        if (node.isTextual()) {
            return ofText(node.textValue());
        }
        return node.isNumber() && Double.isFinite(node.doubleValue()) ? ofEpoch(node.decimalValue()) : none();
    }

    private static Optional<Instant> none() {
        return Optional.empty();
    }

    private static Optional<Instant> ofText(String text) {
        String trimmed = text.trim();
        if (trimmed.length() > MAX_CHARS) {
            return none();
        }
        if (NUMBER.matcher(trimmed).matches()) {
            return ofEpoch(new BigDecimal(trimmed));
        }
        String iso = iso(trimmed);
        return SPELLINGS.stream()
                .flatMap(spelling -> tried(spelling, iso).stream())
                .findFirst();
    }

    private static String iso(String text) {
        if (!SPACED.matcher(text).lookingAt()) {
            return text;
        }
        return text.substring(0, 10).replace('/', '-') + 'T' + text.substring(11);
    }

    private static Optional<Instant> tried(Function<String, Instant> spelling, String text) {
        try {
            return Optional.of(spelling.apply(text));
        } catch (DateTimeParseException e) {
            return none();
        }
    }

    private static Optional<Instant> ofEpoch(BigDecimal number) {
        if (number.signum() < 0 || number.precision() - number.scale() > 20) {
            return none();
        }
        int scale = number.compareTo(NANOS_FROM) >= 0
                ? 0
                : number.compareTo(MICROS_FROM) >= 0 ? 3 : number.compareTo(MILLIS_FROM) >= 0 ? 6 : 9;
        try {
            long nanos = number.scaleByPowerOfTen(scale).longValue();
            return nanos < 0
                    ? none()
                    : Optional.of(Instant.ofEpochSecond(nanos / 1_000_000_000, nanos % 1_000_000_000));
        } catch (ArithmeticException | DateTimeException e) {
            return none();
        }
    }
}
