package io.modelwatch.logindexer.search;

import io.modelwatch.logindexer.parameter.Parameter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which of the documents that fit are wanted, and how.
 *
 * @param size most documents
 * @param sorting the order
 * @param after the place behind which they begin; null for the beginning
 * @param fields the fields wanted of each, with {@code *} for any characters; empty for all
 */
record PageRequest(int size, Sorting sorting, @Nullable Cursor after, List<String> fields) {

    static final int MAX_SIZE = 500;
    private static final int DEFAULT_SIZE = 50;

    PageRequest {
        fields = List.copyOf(fields);
    }

    /** The documents wanted, as parameters tell. */
    static PageRequest of(@Nullable String size, Sorting sorting, @Nullable String after, @Nullable String fields) {
        return new PageRequest(
                (int) Parameter.number("size", size, DEFAULT_SIZE, 0, MAX_SIZE),
                sorting,
                Cursor.decoded("after", after, sorting),
                FieldNames.of(fields));
    }
}
