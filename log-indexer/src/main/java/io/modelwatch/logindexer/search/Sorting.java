package io.modelwatch.logindexer.search;

import io.modelwatch.logindexer.parameter.Parameter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The order of documents.
 *
 * @param by {@code time}, or a measure of {@link Aggregation#MEASURES}
 * @param descending whether the newest or greatest come first
 */
record Sorting(String by, boolean descending) {

    static final String TIME = "time";

    /** The order that parameters ask for; by a measure the greatest come first where nothing else is said. */
    static Sorting of(@Nullable String sort, @Nullable String order, boolean newestFirst) {
        String by = sort == null || sort.isBlank() ? TIME : sort;
        if (!by.equals(TIME) && !Aggregation.MEASURES.containsKey(by)) {
            throw Parameter.invalid("sort must be one of " + TIME + ", "
                    + String.join(", ", Aggregation.MEASURES.keySet()) + ", was '" + sort + "'");
        }
        return new Sorting(by, Parameter.descending(order, newestFirst || !by.equals(TIME)));
    }

    boolean byTime() {
        return by.equals(TIME);
    }

    String field() {
        return byTime() ? "@timestamp" : Objects.requireNonNull(Aggregation.MEASURES.get(by));
    }
}
