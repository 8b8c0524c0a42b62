package io.modelwatch.quality.labelled;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One prediction and the truth.
 *
 * @param truth the true label
 * @param predicted the predicted label
 * @param score how sure the model was of the positive label, 0 to 1; null where it is not known
 * @param segment the group it belongs to; null where there are none
 */
record Labelled(
        String truth,
        String predicted,
        @Nullable Double score,
        @Nullable String segment) {

    /** All labels, numbers by their value, others by their spelling. */
    static List<String> labels(List<Labelled> rows) {
        List<String> labels = rows.stream()
                .flatMap(row -> Stream.of(row.truth, row.predicted))
                .distinct()
                .toList();
        boolean numbers = labels.stream().allMatch(Labelled::isNumber);
        Comparator<String> order =
                numbers ? Comparator.comparingDouble(Double::parseDouble) : Comparator.naturalOrder();
        return labels.stream()
                .sorted(order.thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    private static boolean isNumber(String label) {
        return label.matches("[+-]?\\d{1,15}(?:\\.\\d{1,15})?");
    }
}
