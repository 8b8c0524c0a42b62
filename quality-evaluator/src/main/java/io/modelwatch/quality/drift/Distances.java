package io.modelwatch.quality.drift;

/** How far apart two distributions lie. */
final class Distances {

    private static final double LEAST_DEVIATION = 0.001;

    private Distances() {}

    /** Kullback and Leibler's divergence of the current shares from the baseline's; neither may be 0. */
    static double kullbackLeibler(double[] baseline, double[] current) {
        double before = sum(baseline);
        double now = sum(current);
        double sum = 0;
        for (int i = 0; i < baseline.length; i++) {
            double share = baseline[i] / before;
            sum += share * Math.log(share / (current[i] / now));
        }
        return Math.max(0, sum);
    }

    /** Jensen and Shannon's distance, by the natural logarithm. */
    static double jensenShannon(Binned binned) {
        double sum = 0;
        for (int i = 0; i < binned.baseline().length; i++) {
            double before = binned.baseline()[i];
            double now = binned.current()[i];
            double middle = (before + now) / 2;
            sum += part(before, middle) + part(now, middle);
        }
        return Math.sqrt(Math.max(0, sum / 2));
    }

    private static double part(double share, double middle) {
        return share == 0 ? 0 : share * Math.log(share / middle);
    }

    static double hellinger(Binned binned) {
        double common = 0;
        for (int i = 0; i < binned.baseline().length; i++) {
            common += Math.sqrt(binned.baseline()[i] * binned.current()[i]);
        }
        return Math.sqrt(Math.max(0, 1 - common));
    }

    /** Half the sum of the differences between the shares. */
    static double totalVariation(Binned binned) {
        double sum = 0;
        for (int i = 0; i < binned.baseline().length; i++) {
            sum += Math.abs(binned.baseline()[i] - binned.current()[i]);
        }
        return sum / 2;
    }

    /** How far the mass of one sample must be moved to become the other. */
    static double earthMover(Sample.Numbers reference, Sample.Numbers current) {
        return betweenFunctions(reference.sorted(), current.sorted(), 1);
    }

    /** {@link #earthMover} in standard deviations of the reference, which count as at least 0.001. */
    static double normedEarthMover(Sample.Numbers reference, Sample.Numbers current) {
        return earthMover(reference, current) / Math.max(LEAST_DEVIATION, deviation(reference));
    }

    /** Székely's energy distance. */
    static double energy(Sample.Numbers reference, Sample.Numbers current) {
        return Math.sqrt(2 * betweenFunctions(reference.sorted(), current.sorted(), 2));
    }

    /** The integral of a power of the distance between two distribution functions. */
    private static double betweenFunctions(double[] a, double[] b, int power) {
        int i = 0;
        int j = 0;
        double before = Math.min(a[0], b[0]);
        double sum = 0;
        while (i < a.length || j < b.length) {
            double value = j == b.length || (i < a.length && a[i] <= b[j]) ? a[i] : b[j];
            double gap = Math.abs(i / (double) a.length - j / (double) b.length);
            sum += (power == 1 ? gap : gap * gap) * (value - before);
            while (i < a.length && a[i] == value) {
                i++;
            }
            while (j < b.length && b[j] == value) {
                j++;
            }
            before = value;
        }
        return sum;
    }

    /** Of the values themselves, not an estimate for what they were drawn from. */
    static double deviation(Sample.Numbers sample) {
        return Math.sqrt(squares(sample) / sample.count());
    }

    static double mean(Sample.Numbers sample) {
        return sum(sample.sorted()) / sample.count();
    }

    private static double squares(Sample.Numbers sample) {
        double mean = mean(sample);
        double sum = 0;
        for (double value : sample.sorted()) {
            sum += (value - mean) * (value - mean);
        }
        return sum;
    }

    /** Student's test for equal means, of equal variances, two-sided; 1 where nothing varies and the means agree. */
    static double student(Sample.Numbers reference, Sample.Numbers current) {
        int freedom = reference.count() + current.count() - 2;
        double difference = mean(reference) - mean(current);
        if (freedom < 1) {
            return Double.NaN;
        }
        double variance = (squares(reference) + squares(current)) / freedom;
        if (variance == 0) {
            return difference == 0 ? 1 : 0;
        }
        double t = difference / Math.sqrt(variance * (1.0 / reference.count() + 1.0 / current.count()));
        return Special.studentTails(t, freedom);
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }
}
