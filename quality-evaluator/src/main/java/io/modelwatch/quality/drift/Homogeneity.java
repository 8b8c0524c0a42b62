package io.modelwatch.quality.drift;

/** Pearson's chi-squared test of whether two samples come from one distribution. */
final class Homogeneity {

    private Homogeneity() {}

    /**
     * How often two samples of one distribution differ at least as much.
     *
     * @param baselineCount values behind the baseline's shares
     * @param currentCount values behind the current shares
     */
    static double pValue(Binned binned, int baselineCount, int currentCount) {
        double sum = 0;
        int bins = 0;
        for (int i = 0; i < binned.baseline().length; i++) {
            double before = binned.baseline()[i];
            double now = binned.current()[i];
            if (before > 0 || now > 0) {
                bins++;
                sum += (before - now) * (before - now) / (baselineCount * before + currentCount * now);
            }
        }
        return bins < 2 ? 1 : upperTail((double) baselineCount * currentCount * sum, bins - 1);
    }

    /** Share of a chi-squared distribution above a value, by Wilson and Hilferty's approximation. */
    private static double upperTail(double chiSquared, int freedom) {
        double part = 2.0 / (9 * freedom);
        double normal = (Math.cbrt(chiSquared / freedom) - (1 - part)) / Math.sqrt(part);
        return normalTail(normal);
    }

    /** Share of the standard normal distribution above a value; Abramowitz and Stegun 26.2.17, error below 1e-7. */
    private static double normalTail(double value) {
        double t = 1 / (1 + 0.2316419 * Math.abs(value));
        double density = Math.exp(-value * value / 2) / Math.sqrt(2 * Math.PI);
        double tail = density
                * t
                * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return Math.clamp(value >= 0 ? tail : 1 - tail, 0, 1);
    }
}
