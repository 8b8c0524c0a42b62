package io.modelwatch.quality.labelled;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How often each label was predicted for each true label.
 *
 * @param labels in the order of rows and columns
 * @param counts a row for each true label, a column for each predicted one
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Confusion(List<String> labels, int[][] counts) {

    /** Precision, recall and their harmonic mean. */
    @Schema(name = "Scores")
    record Scores(double precision, double recall, double f1) {}

    static Confusion of(List<Labelled> rows) {
        List<String> labels = Labelled.labels(rows);
        Map<String, Integer> places = new HashMap<>();
        labels.forEach(label -> places.put(label, places.size()));
        int[][] counts = new int[labels.size()][labels.size()];
        for (Labelled row : rows) {
            counts[places.getOrDefault(row.truth(), 0)][places.getOrDefault(row.predicted(), 0)]++;
        }
        return new Confusion(labels, counts);
    }

    private IntStream places() {
        return IntStream.range(0, labels.size());
    }

    int support(int label) {
        return IntStream.of(counts[label]).sum();
    }

    private int predicted(int label) {
        return places().map(row -> counts[row][label]).sum();
    }

    private int right() {
        return places().map(label -> counts[label][label]).sum();
    }

    int total() {
        return places().map(this::support).sum();
    }

    double accuracy() {
        return ratio(right(), total());
    }

    Scores scores(int label) {
        return scores(counts[label][label], predicted(label), support(label));
    }

    private static Scores scores(double right, double predicted, double support) {
        // As sums, not as the harmonic mean, which would lose the case that one of the two is 0.
        return new Scores(ratio(right, predicted), ratio(right, support), ratio(2 * right, predicted + support));
    }

    Scores macro() {
        return average(label -> 1.0 / labels.size());
    }

    Scores weighted() {
        return average(label -> ratio(support(label), total()));
    }

    Scores micro() {
        return scores(right(), total(), total());
    }

    private Scores average(IntToDoubleFunction weight) {
        double precision = 0;
        double recall = 0;
        double f1 = 0;
        for (int label = 0; label < labels.size(); label++) {
            Scores scores = scores(label);
            precision += weight.applyAsDouble(label) * scores.precision();
            recall += weight.applyAsDouble(label) * scores.recall();
            f1 += weight.applyAsDouble(label) * scores.f1();
        }
        return new Scores(precision, recall, f1);
    }

    /** The mean recall of the labels that occur. */
    double balancedAccuracy() {
        return places().filter(label -> support(label) > 0)
                .mapToDouble(label -> scores(label).recall())
                .average()
                .orElse(0);
    }

    /** Matthews' correlation, for any number of labels. */
    double matthews() {
        double total = total();
        double together = 0;
        double predictedSquares = 0;
        double trueSquares = 0;
        for (int label = 0; label < labels.size(); label++) {
            double predicted = predicted(label);
            double support = support(label);
            together += predicted * support;
            predictedSquares += predicted * predicted;
            trueSquares += support * support;
        }
        return ratio(
                right() * total - together,
                Math.sqrt((total * total - predictedSquares) * (total * total - trueSquares)));
    }

    /** Cohen's agreement beyond chance; 0 where chance alone agrees always. */
    double kappa() {
        double total = total();
        double chance = places().mapToDouble(label -> predicted(label) / total * (support(label) / total))
                .sum();
        return ratio(accuracy() - chance, 1 - chance);
    }

    static double ratio(double part, double whole) {
        return whole == 0 ? 0 : part / whole;
    }
}
