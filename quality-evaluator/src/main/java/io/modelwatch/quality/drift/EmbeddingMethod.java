package io.modelwatch.quality.drift;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The ways to tell how far two sets of vectors lie apart; drift is a value of at least the threshold. */
public enum EmbeddingMethod {
    /** Between the means of both sides. */
    DISTANCE_EUCLIDEAN(0.2),
    DISTANCE_COSINE(0.2),
    DISTANCE_CITYBLOCK(0.2),
    DISTANCE_CHEBYSHEV(0.2),
    /**
     * Maximum mean discrepancy, unbiased, under a Gaussian kernel whose gamma is one over the squared median distance
     * between the sides; at least 0.
     */
    MMD(0.015),
    /** Share of the components that moved by at least 0.1 of {@link ColumnMethod#WASSERSTEIN}. */
    RATIO(0.2);

    /** The discrepancy compares every vector with every other. */
    static final int MOST_PAIRS = 4_000_000;

    private final double threshold;

    EmbeddingMethod(double threshold) {
        this.threshold = threshold;
    }

    /** The name in requests and answers. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<EmbeddingMethod> tagged(String tag) {
        return Arrays.stream(values())
                .filter(method -> method.tag().equals(tag))
                .findFirst();
    }

    public double threshold() {
        return threshold;
    }

    public boolean drifted(double value) {
        return value >= threshold;
    }

    /**
     * Compares two sets of vectors.
     *
     * @param reference finite rows of one length
     * @param current rows of the same length
     */
    public Outcome compare(double[][] reference, double[][] current) {
        if (reference.length == 0 || current.length == 0) {
            return new Outcome.Undefined(
                    "no vectors in the " + (reference.length == 0 ? "reference" : "current sample"));
        }
        return switch (this) {
            case DISTANCE_EUCLIDEAN -> Outcome.of(Math.sqrt(squaredDistance(mean(reference), mean(current))));
            case DISTANCE_COSINE -> Outcome.of(cosineDistance(mean(reference), mean(current)));
            case DISTANCE_CITYBLOCK ->
                Outcome.of(Arrays.stream(gaps(reference, current)).sum());
            case DISTANCE_CHEBYSHEV ->
                Outcome.of(Arrays.stream(gaps(reference, current)).max().orElse(0));
            case MMD -> discrepancy(reference, current);
            case RATIO -> Outcome.of(movedShare(reference, current));
        };
    }

    private static double[] mean(double[][] rows) {
        double[] mean = new double[rows[0].length];
        for (double[] row : rows) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += row[i] / rows.length;
            }
        }
        return mean;
    }

    private static double[] gaps(double[][] reference, double[][] current) {
        double[] before = mean(reference);
        double[] now = mean(current);
        double[] gaps = new double[before.length];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = Math.abs(before[i] - now[i]);
        }
        return gaps;
    }

    private static double squaredDistance(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return sum;
    }

    private static double cosineDistance(double[] a, double[] b) {
        double product = 0;
        double squareA = 0;
        double squareB = 0;
        for (int i = 0; i < a.length; i++) {
            product += a[i] * b[i];
            squareA += a[i] * a[i];
            squareB += b[i] * b[i];
        }
        return 1 - product / Math.sqrt(squareA * squareB);
    }

    private static Outcome discrepancy(double[][] reference, double[][] current) {
        if (reference.length < 2 || current.length < 2) {
            return new Outcome.Undefined("needs at least two vectors on either side");
        }
        long largest = Math.max(reference.length, current.length);
        if (largest * largest > MOST_PAIRS) {
            return new Outcome.Undefined("is for at most " + (int) Math.sqrt(MOST_PAIRS) + " vectors on a side");
        }
        double[] across = new double[reference.length * current.length];
        for (int i = 0; i < reference.length; i++) {
            for (int j = 0; j < current.length; j++) {
                across[i * current.length + j] = squaredDistance(reference[i], current[j]);
            }
        }
        double median = Sample.Numbers.of(Arrays.stream(across).map(Math::sqrt).toArray())
                .quantile(0.5);
        double gamma = 1 / (median * median);
        double between =
                Arrays.stream(across).map(square -> Math.exp(-gamma * square)).sum() / across.length;
        double value = within(reference, gamma) + within(current, gamma) - 2 * between;
        return Outcome.of(value < 0 ? 0 : value);
    }

    private static double within(double[][] rows, double gamma) {
        double sum = 0;
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < i; j++) {
                sum += Math.exp(-gamma * squaredDistance(rows[i], rows[j]));
            }
        }
        return 2 * sum / ((double) rows.length * (rows.length - 1));
    }

    private static double movedShare(double[][] reference, double[][] current) {
        int components = reference[0].length;
        int moved = 0;
        for (int i = 0; i < components; i++) {
            double distance = Distances.normedEarthMover(component(reference, i), component(current, i));
            moved += ColumnMethod.WASSERSTEIN.drifted(distance) ? 1 : 0;
        }
        return moved / (double) components;
    }

    private static Sample.Numbers component(double[][] rows, int index) {
        return Sample.Numbers.of(
                Arrays.stream(rows).mapToDouble(row -> row[index]).toArray());
    }
}
