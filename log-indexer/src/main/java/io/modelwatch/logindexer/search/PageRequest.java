package io.modelwatch.logindexer.search;

import io.modelwatch.logindexer.parameter.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which of the documents that fit are wanted, and how.
 *
 * @param size most documents
 * @param newestFirst the order
 * @param after the place behind which they begin; null for the beginning
 * @param fields the fields wanted of each, with {@code *} for any characters; empty for all
 */
record PageRequest(int size, boolean newestFirst, @Nullable Cursor after, List<String> fields) {

    static final int MAX_SIZE = 500;
    private static final int MAX_FIELDS = 100;
    private static final Pattern FIELD = Pattern.compile("[A-Za-z0-9_@.*-]{1,200}");

    PageRequest {
        fields = List.copyOf(fields);
    }

    static PageRequest of(
            @Nullable String size,
            @Nullable String order,
            boolean newestFirst,
            @Nullable String after,
            @Nullable String fields) {
        return new PageRequest(
                (int) Parameter.number("size", size, 50, 0, MAX_SIZE),
                newestFirst(order, newestFirst),
                Cursor.decoded("after", after),
                fields(fields));
    }

    private static boolean newestFirst(@Nullable String order, boolean absent) {
        return switch (order == null ? "" : order) {
            case "" -> absent;
            case "desc" -> true;
            case "asc" -> false;
            default -> throw Parameter.invalid("order must be asc or desc, was '" + order + "'");
        };
    }

    private static List<String> fields(@Nullable String text) {
        List<String> fields = new ArrayList<>();
        for (String field : text == null || text.isBlank() ? new String[0] : text.split(",", MAX_FIELDS + 1)) {
            if (!FIELD.matcher(field.strip()).matches() || fields.size() == MAX_FIELDS) {
                throw Parameter.invalid("fields must be at most " + MAX_FIELDS
                        + " names such as message or gen_ai.*, separated by commas");
            }
            fields.add(field.strip());
        }
        return fields;
    }
}
