package io.modelwatch.quality.drift;

import java.util.HashMap;
import java.util.Map;

/** Tests of whether two samples of numbers come from one distribution, by the order of their values alone. */
final class RankTests {

    /** Beyond as many values on a side the distribution of large samples stands in for the exact one. */
    private static final int EXACT_KS = 10_000;

    private static final int EXACT_MANN_WHITNEY = 8;
    private static final int EXACT_CRAMER = 20;

    private static final double[] ANDERSON_LEVELS = {0.25, 0.1, 0.05, 0.025, 0.01, 0.005, 0.001};
    private static final double[] ANDERSON_B0 = {0.675, 1.281, 1.645, 1.96, 2.326, 2.573, 3.085};
    private static final double[] ANDERSON_B1 = {-0.245, 0.25, 0.678, 1.149, 1.822, 2.364, 3.615};
    private static final double[] ANDERSON_B2 = {-0.105, -0.305, -0.362, -0.391, -0.396, -0.345, -0.154};

    private RankTests() {}

    /** The distinct values of both samples in ascending order, with how many of each side equal them. */
    @SuppressWarnings("ArrayRecordComponent") // short-lived, never compared
    private record Merged(int[] first, int[] second, int size) {

        static Merged of(double[] a, double[] b) {
            int[] first = new int[a.length + b.length];
            int[] second = new int[a.length + b.length];
            int size = 0;
            int i = 0;
            int j = 0;
            while (i < a.length || j < b.length) {
                double value = j == b.length || (i < a.length && a[i] <= b[j]) ? a[i] : b[j];
                while (i < a.length && a[i] == value) {
                    first[size]++;
                    i++;
                }
                while (j < b.length && b[j] == value) {
                    second[size]++;
                    j++;
                }
                size++;
            }
            return new Merged(first, second, size);
        }

        int at(int place) {
            return first[place] + second[place];
        }
    }

    /** The largest distance between the two distribution functions. */
    static double kolmogorovDistance(Sample.Numbers reference, Sample.Numbers current) {
        return kolmogorovGap(reference, current) / ((double) reference.count() * current.count());
    }

    /** The largest distance, times both counts. */
    private static long kolmogorovGap(Sample.Numbers reference, Sample.Numbers current) {
        Merged merged = Merged.of(reference.sorted(), current.sorted());
        long below = 0;
        long gap = 0;
        for (int i = 0; i < merged.size(); i++) {
            below += (long) merged.first()[i] * current.count() - (long) merged.second()[i] * reference.count();
            gap = Math.max(gap, Math.abs(below));
        }
        return gap;
    }

    /** Kolmogorov and Smirnov's test, two-sided. */
    static double kolmogorovSmirnov(Sample.Numbers reference, Sample.Numbers current) {
        int m = Math.max(reference.count(), current.count());
        int n = Math.min(reference.count(), current.count());
        long gap = kolmogorovGap(reference, current);
        if (gap == 0) {
            return 1;
        }
        return m <= EXACT_KS ? pathsReaching(gap, m, n) : largeKolmogorov(gap / ((double) m * n), m, n);
    }

    /**
     * How probable it is that a random lattice path from (0, 0) to (m, n) somewhere strays from the diagonal by the gap.
     * Sums of positive terms only, so that small probabilities keep their digits.
     */
    private static double pathsReaching(long gap, int m, int n) {
        double[] reached = new double[n + 1];
        for (int i = 0; i <= m; i++) {
            for (int j = 0; j <= n; j++) {
                if (Math.abs((long) i * n - (long) j * m) >= gap) {
                    reached[j] = 1;
                } else if (j == 0) {
                    reached[j] = i == 0 ? 0 : reached[j];
                } else {
                    reached[j] = (i * reached[j] + j * reached[j - 1]) / (i + j);
                }
            }
        }
        return reached[n];
    }

    private static double largeKolmogorov(double distance, int m, int n) {
        double root = Math.sqrt((double) m * n / ((double) m + n));
        double lambda = distance * (root + 0.12 + 0.11 / root);
        double sum = 0;
        for (int k = 1; k <= 100; k++) {
            double term = Math.exp(-2 * k * k * lambda * lambda);
            sum += k % 2 == 1 ? term : -term;
        }
        return Math.clamp(2 * sum, 0, 1);
    }

    /** Mann and Whitney's test of whether the reference is less than the current sample; one-sided, as Evidently has it. */
    static double mannWhitneyLess(Sample.Numbers reference, Sample.Numbers current) {
        Merged merged = Merged.of(reference.sorted(), current.sorted());
        double n1 = reference.count();
        double n2 = current.count();
        double above = 0;
        double seen = 0;
        double ties = 0;
        for (int i = 0; i < merged.size(); i++) {
            above += merged.second()[i] * (seen + merged.first()[i] / 2.0);
            seen += merged.first()[i];
            double t = merged.at(i);
            ties += t * t * t - t;
        }
        if (ties == 0 && Math.min(n1, n2) <= EXACT_MANN_WHITNEY) {
            return exactMannWhitney((int) above, reference.count(), current.count());
        }
        double all = n1 + n2;
        double deviation = Math.sqrt(n1 * n2 / 12 * (all + 1 - ties / (all * (all - 1))));
        return deviation == 0 ? 1 : Special.normalTail((above - n1 * n2 / 2 - 0.5) / deviation);
    }

    /** How probable it is that a current value lies above a reference value in at least as many pairs. */
    private static double exactMannWhitney(int pairs, int n1, int n2) {
        int small = Math.min(n1, n2);
        int large = Math.max(n1, n2);
        double[] ways = new double[small * large + 1];
        ways[0] = 1;
        for (int i = 1; i <= small; i++) {
            for (int u = ways.length - 1; u >= large + i; u--) {
                ways[u] -= ways[u - large - i];
            }
            for (int u = i; u < ways.length; u++) {
                ways[u] += ways[u - i];
            }
        }
        double at = 0;
        double all = 0;
        for (int u = 0; u < ways.length; u++) {
            all += ways[u];
            // As probable as at least so many pairs, since the distribution is symmetric.
            at += u <= ways.length - 1 - pairs ? ways[u] : 0;
        }
        return Math.clamp(at / all, 0, 1);
    }

    /**
     * Anderson and Darling's test for k samples, ties at their middle rank. The probability is interpolated between
     * tabulated levels and cut off at the outer ones, 0.001 and 0.25.
     */
    static double andersonDarling(Sample.Numbers reference, Sample.Numbers current) {
        Merged merged = Merged.of(reference.sorted(), current.sorted());
        double n = reference.count() + current.count();
        if (n < 4 || merged.size() < 2) {
            return Double.NaN;
        }
        double statistic = (andersonSum(merged, merged.first(), reference.count(), n)
                        + andersonSum(merged, merged.second(), current.count(), n))
                * (n - 1)
                / n;
        return andersonLevel((statistic - 1) / Math.sqrt(andersonVariance(reference.count(), current.count())));
    }

    private static double andersonSum(Merged merged, int[] side, int count, double n) {
        double sum = 0;
        double seen = 0;
        double seenOfSide = 0;
        for (int i = 0; i < merged.size(); i++) {
            double here = merged.at(i);
            double before = seen + here / 2;
            double ofSide = seenOfSide + side[i] / 2.0;
            double difference = n * ofSide - before * count;
            sum += here / n * difference * difference / (before * (n - before) - n * here / 4);
            seen += here;
            seenOfSide += side[i];
        }
        return sum / count;
    }

    private static double andersonVariance(int n1, int n2) {
        int n = n1 + n2;
        double h = 0;
        double g = 0;
        for (int i = n - 1; i >= 1; i--) {
            if (i >= 2) {
                // Ends as the sum over i < j < n of 1 / ((n − i) j).
                g += (h + 1.0 / i) / (n - i + 1);
            }
            h += 1.0 / i;
        }
        double inverse = 1.0 / n1 + 1.0 / n2;
        double k = 2;
        double a = (4 * g - 6) * (k - 1) + (10 - 6 * g) * inverse;
        double b = (2 * g - 4) * k * k + 8 * h * k + (2 * g - 14 * h - 4) * inverse - 8 * h + 4 * g - 6;
        double c = (6 * h + 2 * g - 2) * k * k + (4 * h - 4 * g + 6) * k + (2 * h - 6) * inverse + 4 * h;
        double d = (2 * h + 6) * k * k - 4 * h * k;
        double size = n;
        return (((a * size + b) * size + c) * size + d) / ((size - 1) * (size - 2) * (size - 3));
    }

    private static double andersonLevel(double statistic) {
        int levels = ANDERSON_LEVELS.length;
        double[] critical = new double[levels];
        double[] logs = new double[levels];
        for (int i = 0; i < levels; i++) {
            critical[i] = ANDERSON_B0[i] + ANDERSON_B1[i] + ANDERSON_B2[i];
            logs[i] = Math.log(ANDERSON_LEVELS[i]);
        }
        if (statistic < critical[0]) {
            return ANDERSON_LEVELS[0];
        }
        if (statistic > critical[levels - 1]) {
            return ANDERSON_LEVELS[levels - 1];
        }
        double[] parabola = Parabola.through(critical, logs);
        return Math.exp(parabola[0] + statistic * (parabola[1] + statistic * parabola[2]));
    }

    /** Cramér and von Mises' test for two samples. */
    static double cramerVonMises(Sample.Numbers reference, Sample.Numbers current) {
        Merged merged = Merged.of(reference.sorted(), current.sorted());
        double nx = reference.count();
        double ny = current.count();
        double u = nx * rankSum(merged, merged.first()) + ny * rankSum(merged, merged.second());
        double product = nx * ny;
        double n = nx + ny;
        if (Math.max(nx, ny) <= EXACT_CRAMER) {
            return exactCramer(u, reference.count(), current.count());
        }
        double statistic = u / (product * n) - (4 * product - 1) / (6 * n);
        double expected = (1 + 1 / n) / 6;
        double variance =
                (n + 1) * (4 * product * n - 3 * (nx * nx + ny * ny) - 2 * product) / (45 * n * n * 4 * product);
        double limit = 1.0 / 6 + (statistic - expected) / Math.sqrt(45 * variance);
        return limit < 0.003 ? 1 : Math.clamp(1 - cramerLimit(limit), 0, 1);
    }

    /** Squared differences between the ranks of a side's values among all and among their own. */
    private static double rankSum(Merged merged, int[] side) {
        double sum = 0;
        double seen = 0;
        int own = 0;
        for (int i = 0; i < merged.size(); i++) {
            double rank = seen + (merged.at(i) + 1) / 2.0;
            for (int j = 0; j < side[i]; j++) {
                own++;
                sum += (rank - own) * (rank - own);
            }
            seen += merged.at(i);
        }
        return sum;
    }

    private static double cramerLimit(double x) {
        double sum = 0;
        double term = 1;
        for (int k = 0; Math.abs(term) >= 1e-7; k++) {
            double y = 4 * k + 1;
            double q = y * y / (16 * x);
            double factor = Math.exp(Special.logGamma(k + 0.5) - Special.logGamma(k + 1.0))
                    / (Math.pow(Math.PI, 1.5) * Math.sqrt(x));
            term = factor * Math.sqrt(y) * Math.exp(-2 * q) * Special.scaledBesselQuarter(q);
            sum += term;
        }
        return sum;
    }

    /** Counts the lattice paths whose sum of squared distances from the diagonal is as large. */
    private static double exactCramer(double u, int m, int n) {
        int lcm = m / gcd(m, n) * n;
        int a = lcm / m;
        int b = lcm / n;
        double product = (double) m * n;
        long wanted = (long) Math.floor(
                (double) lcm * lcm * (m + n) * (6 * u - product * (4 * product - 1)) / (6 * product * product));
        Map<Long, Double>[] row = maps(n + 1);
        for (int i = 0; i <= m; i++) {
            for (int j = 0; j <= n; j++) {
                Map<Long, Double> here = new HashMap<>();
                long away = (long) a * i - (long) b * j;
                if (i == 0 && j == 0) {
                    here.put(0L, 1.0);
                }
                if (i > 0) {
                    row[j].forEach((sum, ways) -> here.merge(sum + away * away, ways, Double::sum));
                }
                if (j > 0) {
                    row[j - 1].forEach((sum, ways) -> here.merge(sum + away * away, ways, Double::sum));
                }
                row[j] = here;
            }
        }
        double all = 0;
        double reaching = 0;
        for (Map.Entry<Long, Double> entry : row[n].entrySet()) {
            all += entry.getValue();
            reaching += entry.getKey() >= wanted ? entry.getValue() : 0;
        }
        return reaching / all;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Map<Long, Double>[] maps(int count) {
        Map<Long, Double>[] maps = new Map[count];
        for (int i = 0; i < count; i++) {
            maps[i] = new HashMap<>();
        }
        return maps;
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
