package io.modelwatch.quality.labelled;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How a segment fares. The rates are those of the positive label and absent where they have no rows to count, or where
 * there are more than two labels.
 *
 * @param n rows of the segment
 * @param selectionRate share predicted positive
 * @param tpr share of the positives that were predicted so
 * @param fpr share of the negatives that were predicted positive
 * @param precision share of those predicted positive that are
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@Schema(name = "GroupRates")
record GroupRates(
        int n,
        double accuracy,
        @Nullable Double selectionRate,
        @Nullable Double tpr,
        @Nullable Double fpr,
        @Nullable Double precision) {

    /**
     * By segment, in the order of their names.
     *
     * @param positive the positive label; null where there are more than two
     */
    static SequencedMap<String, GroupRates> of(List<Labelled> rows, @Nullable String positive) {
        SequencedMap<String, GroupRates> groups = new TreeMap<>();
        rows.stream()
                .filter(row -> row.segment() != null)
                .collect(Collectors.groupingBy(row -> String.valueOf(row.segment())))
                .forEach((segment, members) -> groups.put(segment, rates(members, positive)));
        return groups;
    }

    private static GroupRates rates(List<Labelled> rows, @Nullable String positive) {
        int right = 0;
        int positives = 0;
        int selected = 0;
        int both = 0;
        for (Labelled row : rows) {
            boolean isPositive = row.truth().equals(positive);
            boolean isSelected = row.predicted().equals(positive);
            right += row.truth().equals(row.predicted()) ? 1 : 0;
            positives += isPositive ? 1 : 0;
            selected += isSelected ? 1 : 0;
            both += isPositive && isSelected ? 1 : 0;
        }
        int n = rows.size();
        double accuracy = right / (double) n;
        return positive == null
                ? new GroupRates(n, accuracy, null, null, null, null)
                : new GroupRates(
                        n,
                        accuracy,
                        rate(selected, n),
                        rate(both, positives),
                        rate(selected - both, n - positives),
                        rate(both, selected));
    }

    private static @Nullable Double rate(int part, int whole) {
        return whole == 0 ? null : (Double) (part / (double) whole);
    }
}
