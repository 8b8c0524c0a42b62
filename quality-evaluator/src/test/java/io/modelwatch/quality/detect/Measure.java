package io.modelwatch.quality.detect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Counts how verdicts agree with labels. */
final class Measure {

    private record Row(double score, boolean flagged, boolean positive) {}

    private final List<Row> rows = new ArrayList<>();
    private int silent;

    /**
     * @param badness the score, turned so that more means the label is likelier
     */
    void add(double badness, boolean flagged, boolean positive) {
        rows.add(new Row(badness, flagged, positive));
    }

    /** A row without an answer counts as wrong. */
    void addSilent(boolean positive) {
        silent++;
        rows.add(new Row(positive ? 0 : 1, !positive, positive));
    }

    int size() {
        return rows.size();
    }

    private long count(boolean flagged, boolean positive) {
        return rows.stream()
                .filter(r -> r.flagged == flagged && r.positive == positive)
                .count();
    }

    double precision() {
        return (double) count(true, true) / Math.max(1, count(true, true) + count(true, false));
    }

    double recall() {
        return (double) count(true, true) / Math.max(1, count(true, true) + count(false, true));
    }

    double f1() {
        return 2 * precision() * recall() / Math.max(1e-12, precision() + recall());
    }

    /** Share of the negatives that raise no alarm. */
    double specificity() {
        return (double) count(false, false) / Math.max(1, count(false, false) + count(true, false));
    }

    double balancedAccuracy() {
        return (recall() + specificity()) / 2;
    }

    /** Area under the ROC curve, ties counted by half. */
    double auroc() {
        List<Row> sorted =
                rows.stream().sorted(Comparator.comparingDouble(Row::score)).toList();
        double ranks = 0;
        long positives = 0;
        for (int i = 0; i < sorted.size(); ) {
            int j = i;
            while (j < sorted.size() && sorted.get(j).score == sorted.get(i).score) {
                j++;
            }
            for (int k = i; k < j; k++) {
                if (sorted.get(k).positive) {
                    positives++;
                    ranks += (i + j + 1) / 2.0;
                }
            }
            i = j;
        }
        return (ranks - positives * (positives + 1) / 2.0) / (positives * (double) (sorted.size() - positives));
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "rows %d (silent %d) P %.4f R %.4f F1 %.4f balanced accuracy %.4f AUROC %.4f",
                rows.size(),
                silent,
                precision(),
                recall(),
                f1(),
                balancedAccuracy(),
                auroc());
    }
}
