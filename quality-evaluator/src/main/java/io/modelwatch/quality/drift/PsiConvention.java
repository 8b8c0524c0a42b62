package io.modelwatch.quality.drift;

import java.util.Arrays;
import java.util.Locale;

/**
 * Where the bins of a population stability index lie, and what stands in for an empty one. The index is the sum of
 * (baseline − current) · ln(baseline / current) over the shares of the bins.
 */
public enum PsiConvention {

    /**
     * Numbers: ten bins between the baseline's quantiles (linear interpolation), the outer ones open, equal edges merged;
     * where a baseline of few distinct values leaves no edge, three bins below, at and above its median. Categories: a bin
     * each. A share below 0.0001 counts as 0.0001.
     */
    QUANTILES {
        @Override
        Binned bin(Sample.Numbers baseline, Sample.Numbers current) {
            return Binned.byEdges(quantileEdges(baseline), baseline, current);
        }

        @Override
        double[] fill(double[] shares) {
            double[] filled = shares.clone();
            for (int i = 0; i < filled.length; i++) {
                filled[i] = Math.max(filled[i], SMALLEST_SHARE);
            }
            return filled;
        }
    },

    /**
     * As Evidently bins. Numbers with more than 20 distinct values in the baseline: ceil(log2(n) + 1) bins of equal width
     * over the range of both sides together, n being the count of both; otherwise, and for categories, a bin for each value.
     * An empty share counts as 0.0001, or as a millionth of that side's smallest share where that is at most 0.0001.
     */
    EQUAL_WIDTH {
        @Override
        Binned bin(Sample.Numbers baseline, Sample.Numbers current) {
            return baseline.distinct() > FEW_VALUES
                    ? Binned.byEdges(equalWidthEdges(baseline, current), baseline, current)
                    : Binned.byName(Sample.Categories.of(baseline), Sample.Categories.of(current));
        }

        @Override
        double[] fill(double[] shares) {
            double smallest = Arrays.stream(shares).filter(s -> s > 0).min().orElse(1);
            double stand = smallest <= SMALLEST_SHARE ? smallest / 1_000_000 : SMALLEST_SHARE;
            double[] filled = shares.clone();
            for (int i = 0; i < filled.length; i++) {
                filled[i] = filled[i] == 0 ? stand : filled[i];
            }
            return filled;
        }
    };

    private static final int QUANTILE_BINS = 10;
    private static final int FEW_VALUES = 20;
    private static final double SMALLEST_SHARE = 0.0001;

    abstract Binned bin(Sample.Numbers baseline, Sample.Numbers current);

    /** The shares with something in place of nothing, so that the logarithm is finite. Not made to sum to 1 again. */
    abstract double[] fill(double[] shares);

    /** The name in answers: {@code psi_quantiles}, {@code psi_equal_width}. */
    public String method() {
        return "psi_" + name().toLowerCase(Locale.ROOT);
    }

    Binned bin(Sample baseline, Sample current) {
        return switch (baseline) {
            case Sample.Numbers before when current instanceof Sample.Numbers now -> bin(before, now);
            case Sample.Categories before when current instanceof Sample.Categories now -> Binned.byName(before, now);
            case Sample.Numbers before -> throw mixed(before, current);
            case Sample.Categories before -> throw mixed(before, current);
            case Sample.Texts before -> throw mixed(before, current);
        };
    }

    private static IllegalArgumentException mixed(Sample baseline, Sample current) {
        return new IllegalArgumentException(
                "cannot compare " + baseline.getClass().getSimpleName() + " with "
                        + current.getClass().getSimpleName());
    }

    /** At least 0; 0 exactly where both sides have the same shares. */
    double index(Binned binned) {
        double[] baseline = fill(binned.baseline());
        double[] current = fill(binned.current());
        double sum = 0;
        for (int i = 0; i < baseline.length; i++) {
            sum += (baseline[i] - current[i]) * Math.log(baseline[i] / current[i]);
        }
        return sum;
    }

    /**
     * The index of two samples of the same kind.
     *
     * @throws IllegalArgumentException when one is empty or they are of different kinds
     */
    public double psi(Sample baseline, Sample current) {
        if (baseline.count() == 0 || current.count() == 0) {
            throw new IllegalArgumentException("an empty sample has no distribution");
        }
        return index(bin(baseline, current));
    }

    private static double[] quantileEdges(Sample.Numbers baseline) {
        double[] edges = new double[QUANTILE_BINS + 1];
        int count = 0;
        for (int i = 0; i <= QUANTILE_BINS; i++) {
            // Not i / 10.0: the last digit decides in which bin a value on an edge falls.
            double quantile = i == QUANTILE_BINS ? 1 : i * (1.0 / QUANTILE_BINS);
            double edge = baseline.quantile(quantile);
            if (count == 0 || edge > edges[count - 1]) {
                edges[count++] = edge;
            }
        }
        if (count > 2) {
            return Arrays.copyOfRange(edges, 1, count - 1);
        }
        double median = baseline.sorted()[baseline.count() / 2];
        return new double[] {median, Math.nextUp(median)};
    }

    private static double[] equalWidthEdges(Sample.Numbers baseline, Sample.Numbers current) {
        return Binned.edges(
                baseline.count() + current.count(),
                Math.min(baseline.min(), current.min()),
                Math.max(baseline.max(), current.max()));
    }
}
