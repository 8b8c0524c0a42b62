package io.modelwatch.logindexer.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import co.elastic.clients.elasticsearch._types.FieldValue;
import io.modelwatch.logindexer.parameter.Parameter;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place between two documents.
 *
 * @param by what they are sorted by
 * @param value the number of the document before it: milliseconds since 1970, or the measure
 * @param id the identifier of that document, which decides between those of the same number
 */
record Cursor(String by, double value, String id) {

    private static final int PARTS = 3;

    /** What stands for the place in addresses. */
    String encoded() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString((by + ":" + value + ":" + id).getBytes(UTF_8));
    }

    List<FieldValue> values() {
        return List.of(by.equals(Sorting.TIME) ? FieldValue.of((long) value) : FieldValue.of(value), FieldValue.of(id));
    }

    /** The place that a parameter stands for; null where it is absent or blank. */
    static @Nullable Cursor decoded(String name, @Nullable String text, Sorting sorting) {
        if (text == null || text.isBlank()) {
            return null;
        }
        Cursor cursor = parsed(text);
        if (cursor == null) {
            throw Parameter.invalid(name + " must be the 'next' of a page, was '" + text + "'");
        }
        if (!cursor.by.equals(sorting.by())) {
            throw Parameter.invalid(
                    name + " is the 'next' of a page sorted by " + cursor.by + ", not by " + sorting.by());
        }
        return cursor;
    }

    private static @Nullable Cursor parsed(String text) {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(text), UTF_8).split(":", PARTS);
            double value = parts.length == PARTS ? Double.parseDouble(parts[1]) : Double.NaN;
            boolean known = parts[0].equals(Sorting.TIME) || Aggregation.MEASURES.containsKey(parts[0]);
            return known && Double.isFinite(value) ? new Cursor(parts[0], value, parts[2]) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
