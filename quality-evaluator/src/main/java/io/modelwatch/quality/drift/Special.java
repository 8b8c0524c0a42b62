package io.modelwatch.quality.drift;

/** Tails of the distributions that tests refer to, good to about ten digits. */
final class Special {

    private static final double TINY = 1e-300;
    private static final double CLOSE = 1e-15;
    private static final int MAX_TERMS = 10_000;

    private static final double[] LANCZOS = {
        0.9999999999998099,
        676.5203681218851,
        -1259.1392167224028,
        771.3234287776531,
        -176.6150291621406,
        12.507343278686905,
        -0.13857109526572012,
        9.984369578019572e-6,
        1.5056327351493116e-7
    };

    private Special() {}

    static double logGamma(double x) {
        if (x < 0.5) {
            return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * x))) - logGamma(1 - x);
        }
        double sum = LANCZOS[0];
        for (int i = 1; i < LANCZOS.length; i++) {
            sum += LANCZOS[i] / (x - 1 + i);
        }
        double t = x + LANCZOS.length - 2.5;
        return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
    }

    /** Share of the standard normal distribution above a value. */
    static double normalTail(double value) {
        double half = 0.5 * gammaTail(0.5, value * value / 2);
        return value >= 0 ? half : 1 - half;
    }

    /** Share of a chi-squared distribution above a value. */
    static double chiSquaredTail(double value, int freedom) {
        return gammaTail(freedom / 2.0, value / 2);
    }

    /** Share of Student's distribution beyond a value on either side. */
    static double studentTails(double value, double freedom) {
        return beta(freedom / (freedom + value * value), freedom / 2, 0.5);
    }

    /** The upper regularised incomplete gamma function. */
    private static double gammaTail(double a, double x) {
        if (x <= 0) {
            return 1;
        }
        double scale = Math.exp(-x + a * Math.log(x) - logGamma(a));
        return x < a + 1 ? 1 - scale * gammaSeries(a, x) : scale * gammaFraction(a, x);
    }

    private static double gammaSeries(double a, double x) {
        double term = 1 / a;
        double sum = term;
        for (int n = 1; n < MAX_TERMS && term > sum * CLOSE; n++) {
            term *= x / (a + n);
            sum += term;
        }
        return sum;
    }

    /** Lentz's way to evaluate the continued fraction. */
    private static double gammaFraction(double a, double x) {
        double b = x + 1 - a;
        double c = 1 / TINY;
        double d = 1 / b;
        double product = d;
        for (int i = 1; i < MAX_TERMS; i++) {
            double an = -i * (i - a);
            b += 2;
            d = 1 / away(an * d + b);
            c = away(b + an / c);
            product *= d * c;
            if (Math.abs(d * c - 1) < CLOSE) {
                break;
            }
        }
        return product;
    }

    /** The regularised incomplete beta function. */
    private static double beta(double x, double a, double b) {
        if (x <= 0 || x >= 1) {
            return x <= 0 ? 0 : 1;
        }
        double scale = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
        return x < (a + 1) / (a + b + 2)
                ? scale * betaFraction(x, a, b) / a
                : 1 - scale * betaFraction(1 - x, b, a) / b;
    }

    private static double betaFraction(double x, double a, double b) {
        double c = 1;
        double d = 1 / away(1 - (a + b) * x / (a + 1));
        double product = d;
        for (int m = 1; m < MAX_TERMS; m++) {
            double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = 1 / away(1 + even * d);
            c = away(1 + even / c);
            product *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = 1 / away(1 + odd * d);
            c = away(1 + odd / c);
            product *= d * c;
            if (Math.abs(d * c - 1) < CLOSE) {
                break;
            }
        }
        return product;
    }

    private static double away(double value) {
        return Math.abs(value) < TINY ? TINY : value;
    }

    /** The modified Bessel function K of order 1/4, times e to the x; its integral by the trapezoidal rule. */
    static double scaledBesselQuarter(double x) {
        double step = 0.01;
        double sum = 0.5;
        for (int i = 1; i < MAX_TERMS; i++) {
            double t = i * step;
            double term = Math.exp(-x * (Math.cosh(t) - 1)) * Math.cosh(t / 4);
            sum += term;
            if (term < sum * CLOSE) {
                break;
            }
        }
        return sum * step;
    }
}
