package io.modelwatch.collector.litellm;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelwatch.intake.Fields;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Times as LiteLLM writes them: seconds since 1970 with a fraction, or ISO text, which is UTC where it names no zone. */
final class LiteLlmTime {

    private static final double LATEST = 7_258_118_400.0; // the year 2200
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long NANOS_PER_MICRO = 1000;
    private static final double NANOS_PER_MILLI = 1e6;

    private LiteLlmTime() {}

    static @Nullable Instant read(Fields fields, String name) {
        JsonNode node = fields.node(name);
        if (node == null) {
            return null;
        }
        if (node.isNumber()) {
            Double seconds = fields.number(name, 0, LATEST);
            return seconds == null ? null : ofSeconds(seconds);
        }
        Instant instant = node.isTextual() ? parse(node.textValue()) : null;
        if (instant == null) {
            fields.reject(name, "must be seconds since 1970 or an ISO date and time");
        }
        return instant;
    }

    /** To the microsecond, which is what the sender's clock and a double have. */
    private static Instant ofSeconds(double seconds) {
        long micros = Math.round(seconds * MICROS_PER_SECOND);
        return Instant.ofEpochSecond(micros / MICROS_PER_SECOND, micros % MICROS_PER_SECOND * NANOS_PER_MICRO);
    }

    private static @Nullable Instant parse(String text) {
        String iso = text.trim().replace(' ', 'T');
        try {
            return OffsetDateTime.parse(iso).toInstant();
        } catch (DateTimeParseException withoutZone) {
            try {
                return LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
            } catch (DateTimeParseException e) {
                return null;
            }
        }
    }

    static double milliseconds(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / NANOS_PER_MILLI;
    }
}
