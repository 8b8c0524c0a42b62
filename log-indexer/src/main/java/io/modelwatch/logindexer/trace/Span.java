package io.modelwatch.logindexer.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A step of work within a trace.
 *
 * @param id tells it from the other spans of its trace
 * @param parentId the span that it is part of; null for the first one
 * @param start when it began
 * @param duration how long it took
 * @param document what is stored of it
 */
record Span(String id, @Nullable String parentId, Instant start, Duration duration, ObjectNode document) {

    /** The span that a document tells of; empty where the document is a log record. */
    static Optional<Span> of(ObjectNode document) {
        String id = text(document, "span.id");
        Optional<Instant> start = time(document);
        if (id.isEmpty() || start.isEmpty() || text(document, "span.name").isEmpty()) {
            return Optional.empty();
        }
        String parent = text(document, "parent.id");
        long nanos = Math.max(0, value(document, "event.duration").asLong());
        return Optional.of(
                new Span(id, parent.isEmpty() ? null : parent, start.get(), Duration.ofNanos(nanos), document));
    }

    Instant end() {
        return start.plus(duration);
    }

    String text(String field) {
        return text(document, field);
    }

    boolean failed() {
        return text("event.outcome").equals("failure");
    }

    /** The time of a document; empty where it has none that is known at sight. */
    static Optional<Instant> time(ObjectNode document) {
        try {
            return Optional.of(
                    OffsetDateTime.parse(text(document, "@timestamp")).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    static String text(ObjectNode document, String field) {
        return value(document, field).asText("");
    }

    /** A field by its dotted name, which the document may spell with a dot or as objects. */
    private static JsonNode value(ObjectNode document, String field) {
        JsonNode dotted = document.get(field);
        return dotted == null ? document.at("/" + field.replace('.', '/')) : dotted;
    }
}
