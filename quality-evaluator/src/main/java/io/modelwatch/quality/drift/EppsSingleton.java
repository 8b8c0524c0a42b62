package io.modelwatch.quality.drift;

/** Epps and Singleton's test of whether two samples come from one distribution, by their characteristic functions. */
final class EppsSingleton {

    /** A side needs as many values. */
    static final int LEAST = 5;

    private static final double[] POINTS = {0.4, 0.8};
    private static final int DIMENSION = 4;
    private static final int SMALL = 25;
    private static final double NEGLIGIBLE = 1e-12;
    private static final double NEGLIGIBLE_RANK = DIMENSION * 0x1p-52;

    private EppsSingleton() {}

    /** The probability; NaN where the middle half of all values is one value. */
    static double pValue(Sample.Numbers reference, Sample.Numbers current) {
        double[] together = new double[reference.count() + current.count()];
        System.arraycopy(reference.sorted(), 0, together, 0, reference.count());
        System.arraycopy(current.sorted(), 0, together, reference.count(), current.count());
        Sample.Numbers all = Sample.Numbers.of(together);
        double scale = (all.quantile(0.75) - all.quantile(0.25)) / 2;
        if (scale == 0) {
            return Double.NaN;
        }
        double[][] before = features(reference.sorted(), scale);
        double[][] now = features(current.sorted(), scale);
        double[] meanBefore = means(before);
        double[] meanNow = means(now);
        double n = together.length;
        double[][] covariance = new double[DIMENSION][DIMENSION];
        addCovariance(covariance, before, meanBefore, n / reference.count());
        addCovariance(covariance, now, meanNow, n / current.count());
        double[] difference = new double[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            difference[i] = meanBefore[i] - meanNow[i];
        }
        return tail(covariance, difference, reference.count(), current.count());
    }

    private static double tail(double[][] covariance, double[] difference, int nx, int ny) {
        double[][] vectors = Eigen.diagonalise(covariance);
        double largest = 0;
        for (int i = 0; i < DIMENSION; i++) {
            largest = Math.max(largest, Math.abs(covariance[i][i]));
        }
        double smallestKept = Double.POSITIVE_INFINITY;
        for (int i = 0; i < DIMENSION; i++) {
            double value = Math.abs(covariance[i][i]);
            smallestKept = value > NEGLIGIBLE * largest ? Math.min(smallestKept, value) : smallestKept;
        }
        double statistic = 0;
        int rank = 0;
        for (int i = 0; i < DIMENSION; i++) {
            double value = covariance[i][i];
            if (Math.abs(value) > NEGLIGIBLE * largest) {
                double along = 0;
                for (int j = 0; j < DIMENSION; j++) {
                    along += vectors[j][i] * difference[j];
                }
                statistic += along * along / value;
                rank += smallestKept / Math.abs(value) > NEGLIGIBLE_RANK ? 1 : 0;
            }
        }
        statistic *= (double) nx + ny;
        if (Math.max(nx, ny) < SMALL) {
            statistic /= 1 + Math.pow(nx + ny, -0.45) + 10.1 * (Math.pow(nx, -1.7) + Math.pow(ny, -1.7));
        }
        return rank == 0 ? Double.NaN : Special.chiSquaredTail(statistic, rank);
    }

    private static double[][] features(double[] values, double scale) {
        double[][] features = new double[values.length][DIMENSION];
        for (int i = 0; i < values.length; i++) {
            for (int j = 0; j < POINTS.length; j++) {
                double angle = POINTS[j] / scale * values[i];
                features[i][j] = Math.cos(angle);
                features[i][POINTS.length + j] = Math.sin(angle);
            }
        }
        return features;
    }

    private static double[] means(double[][] rows) {
        double[] means = new double[DIMENSION];
        for (double[] row : rows) {
            for (int i = 0; i < DIMENSION; i++) {
                means[i] += row[i] / rows.length;
            }
        }
        return means;
    }

    private static void addCovariance(double[][] covariance, double[][] rows, double[] means, double weight) {
        for (double[] row : rows) {
            for (int i = 0; i < DIMENSION; i++) {
                for (int j = 0; j < DIMENSION; j++) {
                    covariance[i][j] += weight * (row[i] - means[i]) * (row[j] - means[j]) / rows.length;
                }
            }
        }
    }
}
