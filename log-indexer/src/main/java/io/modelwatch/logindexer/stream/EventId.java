package io.modelwatch.logindexer.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.modelwatch.logindexer.parameter.Parameter;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The identifiers of a tail's events: places in the order of receipt. */
final class EventId {

    private static final long MAX_MILLIS = 253_402_300_799_999L; // the end of the year 9999

    private EventId() {}

    static String encoded(TailWindow.Place place) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((place.time().toEpochMilli() + ":" + place.id()).getBytes(UTF_8));
    }

    /** The place that a header names; null where it is absent. */
    static TailWindow.@Nullable Place decoded(@Nullable String header) {
        if (header == null || header.isBlank()) {
            return null;
        }
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(header), UTF_8).split(":", 2);
            Instant time = Instant.ofEpochMilli(Parameter.number("Last-Event-ID", parts[0], -1, 0, MAX_MILLIS));
            return new TailWindow.Place(time, parts[parts.length - 1]);
        } catch (IllegalArgumentException e) {
            throw Parameter.invalid("Last-Event-ID must be the id of an event of a tail, was '" + header + "'");
        }
    }
}
