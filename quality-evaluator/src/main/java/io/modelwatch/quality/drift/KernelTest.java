package io.modelwatch.quality.drift;

import java.util.Arrays;
import java.util.Random;

/**
 * The maximum mean discrepancy of two samples of numbers, unbiased, under a Gaussian kernel whose width is the square
 * root of half the median squared distance within the reference (of two middle ones the larger).
 */
final class KernelTest {

    /** The time grows with the square of the counts. */
    static final int MOST = 1000;

    private static final int PERMUTATIONS = 100;
    private static final long SEED = 0;

    private final double[] kernel;
    private final int before;
    private final int size;

    private KernelTest(double[] kernel, int before, int size) {
        this.kernel = kernel;
        this.before = before;
        this.size = size;
    }

    static KernelTest of(Sample.Numbers reference, Sample.Numbers current) {
        double[] values = Arrays.copyOf(reference.sorted(), reference.count() + current.count());
        System.arraycopy(current.sorted(), 0, values, reference.count(), current.count());
        double gamma = 1 / medianSquare(reference.sorted());
        double[] kernel = new double[values.length * values.length];
        for (int i = 0; i < values.length; i++) {
            for (int j = 0; j < values.length; j++) {
                double distance = values[i] - values[j];
                kernel[i * values.length + j] = Math.exp(-distance * distance * gamma);
            }
        }
        return new KernelTest(kernel, reference.count(), values.length);
    }

    private static double medianSquare(double[] values) {
        double[] squares = new double[values.length * values.length];
        for (int i = 0; i < values.length; i++) {
            for (int j = 0; j < values.length; j++) {
                double distance = values[i] - values[j];
                squares[i * values.length + j] = distance * distance;
            }
        }
        Arrays.sort(squares);
        return squares[squares.length / 2];
    }

    private static int[] inOrder(int size) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            order[i] = i;
        }
        return order;
    }

    /** NaN where a side has but one value, or half the reference is one value. */
    double statistic() {
        return statistic(inOrder(size));
    }

    private double statistic(int[] order) {
        double within = 0;
        double withinCurrent = 0;
        double across = 0;
        for (int i = 0; i < size; i++) {
            int row = order[i] * size;
            for (int j = 0; j < i; j++) {
                double value = kernel[row + order[j]];
                if (i < before) {
                    within += value;
                } else if (j >= before) {
                    withinCurrent += value;
                } else {
                    across += value;
                }
            }
        }
        double n = before;
        double m = size - before;
        return 2 * within / (n * (n - 1)) + 2 * withinCurrent / (m * (m - 1)) - 2 * across / (n * m);
    }

    /** How often chance makes the discrepancy as large, by 100 permutations from a fixed seed. */
    double pValue() {
        double observed = statistic();
        if (Double.isNaN(observed)) {
            return observed;
        }
        int[] order = inOrder(size);
        Random random = new Random(SEED);
        int asLarge = 0;
        for (int round = 0; round < PERMUTATIONS; round++) {
            for (int i = size - 1; i > 0; i--) {
                int other = random.nextInt(i + 1);
                int swapped = order[i];
                order[i] = order[other];
                order[other] = swapped;
            }
            asLarge += statistic(order) >= observed ? 1 : 0;
        }
        return asLarge / (double) PERMUTATIONS;
    }
}
