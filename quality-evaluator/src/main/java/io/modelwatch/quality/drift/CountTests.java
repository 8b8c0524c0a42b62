package io.modelwatch.quality.drift;

import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tests of whether two samples of categories come from one distribution.
 *
 * @param reference how often each category occurred, in the order of their names
 * @param current the same for the current sample
 */
@SuppressWarnings("ArrayRecordComponent") // short-lived, never compared
record CountTests(int[] reference, int[] current) {

    private static final int PERMUTATIONS = 1000;
    private static final long SEED = 0;
    private static final double ROUNDING = 1e-7;

    static CountTests of(Sample.Categories before, Sample.Categories now) {
        Set<String> names = new TreeSet<>(before.counts().keySet());
        names.addAll(now.counts().keySet());
        return new CountTests(
                names.stream()
                        .mapToInt(name -> before.counts().getOrDefault(name, 0))
                        .toArray(),
                names.stream()
                        .mapToInt(name -> now.counts().getOrDefault(name, 0))
                        .toArray());
    }

    Binned shares() {
        return new Binned(shares(reference), shares(current));
    }

    private static double[] shares(int[] counts) {
        double total = total(counts);
        return Arrays.stream(counts).mapToDouble(count -> count / total).toArray();
    }

    private int categories() {
        return reference.length;
    }

    private static double total(int[] counts) {
        double total = 0;
        for (int count : counts) {
            total += count;
        }
        return total;
    }

    /** Pearson's test of the current counts against the reference's shares; 0 where a category is new. */
    double pearson() {
        double scale = total(current) / total(reference);
        double sum = 0;
        for (int i = 0; i < categories(); i++) {
            double expected = reference[i] * scale;
            sum += (current[i] - expected) * (current[i] - expected) / expected;
        }
        return tail(sum);
    }

    /** The same by the likelihood ratio. */
    double likelihoodRatio() {
        double scale = total(current) / total(reference);
        double sum = 0;
        for (int i = 0; i < categories(); i++) {
            sum += current[i] == 0 ? 0 : 2 * current[i] * Math.log(current[i] / (reference[i] * scale));
        }
        return tail(sum);
    }

    private double tail(double statistic) {
        if (categories() < 2) {
            return 1;
        }
        return Double.isInfinite(statistic) ? 0 : Special.chiSquaredTail(Math.max(0, statistic), categories() - 1);
    }

    /** Pearson's statistic of the two rows of counts against their common shares, without correction. */
    double homogeneityStatistic() {
        double before = total(reference);
        double now = total(current);
        double sum = 0;
        for (int i = 0; i < categories(); i++) {
            double column = reference[i] + (double) current[i];
            double expectedBefore = column * before / (before + now);
            double expectedNow = column * now / (before + now);
            sum += (reference[i] - expectedBefore) * (reference[i] - expectedBefore) / expectedBefore
                    + (current[i] - expectedNow) * (current[i] - expectedNow) / expectedNow;
        }
        return sum;
    }

    double homogeneity() {
        return tail(homogeneityStatistic());
    }

    /** The two-proportion test on what is not the first category, pooled, two-sided; 1 where there is no other. */
    double proportions() {
        double before = total(reference);
        double now = total(current);
        double first = reference[0] / before;
        double second = current[0] / now;
        double pooled = (reference[0] + (double) current[0]) / (before + now);
        double variance = pooled * (1 - pooled) * (1 / before + 1 / now);
        return variance == 0 ? 1 : Math.min(1, 2 * Special.normalTail(Math.abs(first - second) / Math.sqrt(variance)));
    }

    /** Fisher's exact test of a table of two by two, two-sided; 1 for a single category. */
    double fisher() {
        if (categories() < 2) {
            return 1;
        }
        int before = reference[0] + reference[1];
        int now = current[0] + current[1];
        int column = reference[0] + current[0];
        double observed = logHypergeometric(reference[0], before, now, column);
        double sum = 0;
        for (int i = Math.max(0, column - now); i <= Math.min(column, before); i++) {
            double log = logHypergeometric(i, before, now, column);
            sum += log <= observed + ROUNDING ? Math.exp(log) : 0;
        }
        return Math.min(1, sum);
    }

    private static double logHypergeometric(int value, int before, int now, int column) {
        return logChoose(before, value) + logChoose(now, column - value) - logChoose(before + now, column);
    }

    private static double logChoose(int n, int k) {
        return Special.logGamma(n + 1.0) - Special.logGamma(k + 1.0) - Special.logGamma(n - k + 1.0);
    }

    /** How often chance makes the total variation as large, by 1000 permutations from a fixed seed. */
    double totalVariation() {
        int before = (int) total(reference);
        int now = (int) total(current);
        double observed = variation(reference, before, now);
        int[] all = new int[before + now];
        int place = 0;
        for (int i = 0; i < categories(); i++) {
            for (int j = 0; j < reference[i] + current[i]; j++) {
                all[place++] = i;
            }
        }
        Random random = new Random(SEED);
        int asLarge = 0;
        for (int round = 0; round < PERMUTATIONS; round++) {
            int[] drawn = new int[categories()];
            for (int i = 0; i < before; i++) {
                int other = i + random.nextInt(all.length - i);
                int swapped = all[i];
                all[i] = all[other];
                all[other] = swapped;
                drawn[all[i]]++;
            }
            asLarge += variation(drawn, before, now) >= observed - ROUNDING ? 1 : 0;
        }
        return asLarge / (double) PERMUTATIONS;
    }

    private double variation(int[] drawn, int before, int now) {
        double sum = 0;
        for (int i = 0; i < categories(); i++) {
            int rest = reference[i] + current[i] - drawn[i];
            sum += Math.abs(drawn[i] / (double) before - rest / (double) now);
        }
        return sum / 2;
    }
}
