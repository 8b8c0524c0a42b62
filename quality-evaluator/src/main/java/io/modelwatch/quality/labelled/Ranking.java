package io.modelwatch.quality.labelled;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How well scores go with a binary truth.
 *
 * @param rocAuc share of pairs in which the positive row scores more, ties by half; null where one label is missing
 * @param averagePrecision precision averaged over the steps of recall; null where no row is positive
 * @param logLoss mean logarithmic loss of the scores as probabilities
 * @param brier mean squared error of the scores as probabilities
 */
record Ranking(@Nullable Double rocAuc, @Nullable Double averagePrecision, double logLoss, double brier) {

    /** Scores of 0 and 1 count as this far from them. */
    private static final double LEAST = Math.ulp(1.0);

    private record Row(double score, boolean positive) {}

    /** All rows must have a score. */
    static Ranking of(List<Labelled> rows, String positive) {
        List<Row> sorted = new ArrayList<>();
        for (Labelled row : rows) {
            Double score = row.score();
            if (score != null) {
                sorted.add(new Row(score, row.truth().equals(positive)));
            }
        }
        sorted.sort(Comparator.comparingDouble(Row::score).reversed());
        double positives = sorted.stream().filter(Row::positive).count();
        double negatives = sorted.size() - positives;
        double loss = 0;
        double squares = 0;
        for (Row row : sorted) {
            double probability = Math.clamp(row.score, LEAST, 1 - LEAST);
            loss -= Math.log(row.positive ? probability : 1 - probability);
            double error = row.score - (row.positive ? 1 : 0);
            squares += error * error;
        }
        return new Ranking(
                positives == 0 || negatives == 0 ? null : (Double) area(sorted, positives, negatives),
                positives == 0 ? null : (Double) averagePrecision(sorted, positives),
                loss / sorted.size(),
                squares / sorted.size());
    }

    private static double area(List<Row> sorted, double positives, double negatives) {
        double pairs = 0;
        double above = 0;
        for (int i = 0; i < sorted.size(); ) {
            int end = endOfTie(sorted, i);
            double here = positivesIn(sorted, i, end);
            pairs += (end - i - here) * (above + here / 2);
            above += here;
            i = end;
        }
        return pairs / (positives * negatives);
    }

    private static double averagePrecision(List<Row> sorted, double positives) {
        double sum = 0;
        double above = 0;
        for (int i = 0; i < sorted.size(); ) {
            int end = endOfTie(sorted, i);
            double here = positivesIn(sorted, i, end);
            above += here;
            sum += here / positives * (above / end);
            i = end;
        }
        return sum;
    }

    private static int endOfTie(List<Row> sorted, int start) {
        int end = start + 1;
        while (end < sorted.size() && sorted.get(end).score == sorted.get(start).score) {
            end++;
        }
        return end;
    }

    private static double positivesIn(List<Row> sorted, int start, int end) {
        return sorted.subList(start, end).stream().filter(Row::positive).count();
    }
}
