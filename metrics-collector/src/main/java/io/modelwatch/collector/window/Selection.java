package io.modelwatch.collector.window;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which series a question is about and how they are put together.
 *
 * @param by the labels to tell apart; null tells all apart, an empty list none
 * @param where labels with the value they must have
 */
public record Selection(@Nullable List<String> by, Map<String, String> where) {

    /** Every label set on its own. */
    public static final Selection EVERY_LABEL_SET = new Selection(null, Map.of());

    /** All label sets as one. */
    public static final Selection ALL_TOGETHER = new Selection(List.of(), Map.of());

    public Selection {
        by = by == null ? null : List.copyOf(by);
        where = Map.copyOf(where);
    }

    public static Selection by(String... labels) {
        return new Selection(List.of(labels), Map.of());
    }

    Labels groupOf(Labels labels) {
        return by == null ? labels : by.isEmpty() ? Labels.NONE : labels.only(by);
    }
}
