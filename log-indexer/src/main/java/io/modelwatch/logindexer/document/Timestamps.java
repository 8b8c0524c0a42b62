package io.modelwatch.logindexer.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Points in time in the many ways that logs spell them. */
final class Timestamps {

    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");
    private static final int MAX_CHARS = 64;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,20}(\\.[0-9]{1,9})?");

    private static final BigDecimal NANOS_FROM = new BigDecimal("1e17");
    private static final BigDecimal MICROS_FROM = new BigDecimal("1e14");
    private static final BigDecimal MILLIS_FROM = new BigDecimal("1e11");

    private static final List<Function<String, Instant>> SPELLINGS = List.of(
            text -> OffsetDateTime.parse(text).toInstant(),
            text -> LocalDateTime.parse(text).toInstant(ZoneOffset.UTC),
            text -> OffsetDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());

    private Timestamps() {}

    /**
     * Reads RFC 3339, the same without an offset (which counts as UTC) or with a space for the T, RFC 1123, and seconds,
     * milliseconds, microseconds or nanoseconds since 1970, told apart by their magnitude. Empty for anything else and
     * for what lies outside of 1970 to 2200.
     */
    static Optional<Instant> read(JsonNode node) {
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
        String iso = trimmed.length() > 10 && trimmed.charAt(10) == ' '
                ? trimmed.substring(0, 10) + 'T' + trimmed.substring(11)
                : trimmed;
        return SPELLINGS.stream()
                .flatMap(spelling -> tried(spelling, iso).stream())
                .findFirst();
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
