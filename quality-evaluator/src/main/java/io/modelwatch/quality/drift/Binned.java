package io.modelwatch.quality.drift;

import java.util.Set;
import java.util.TreeSet;

/**
 * Two samples counted over the same bins.
 *
 * @param baseline shares of the baseline, which sum to 1
 * @param current shares of the current sample, which sum to 1
 */
@SuppressWarnings("ArrayRecordComponent") // short-lived, never compared
record Binned(double[] baseline, double[] current) {

    /** Bins by edges: the i-th holds what is at least edge i − 1 and less than edge i. */
    static Binned byEdges(double[] edges, Sample.Numbers baseline, Sample.Numbers current) {
        return new Binned(shares(edges, baseline), shares(edges, current));
    }

    /** Inner edges of ceil(log2(count) + 1) bins of equal width. */
    static double[] edges(int count, double min, double max) {
        // ceil(log2(count) + 1) without rounding errors at powers of two.
        int bins = Integer.SIZE - Integer.numberOfLeadingZeros(count - 1) + 1;
        double width = (max - min) / bins;
        double[] edges = new double[bins - 1];
        for (int i = 0; i < edges.length; i++) {
            edges[i] = min + (i + 1) * width;
        }
        return edges;
    }

    private static double[] shares(double[] edges, Sample.Numbers numbers) {
        double[] shares = new double[edges.length + 1];
        int bin = 0;
        for (double value : numbers.sorted()) {
            while (bin < edges.length && value >= edges[bin]) {
                bin++;
            }
            shares[bin]++;
        }
        for (int i = 0; i < shares.length; i++) {
            shares[i] /= numbers.count();
        }
        return shares;
    }

    /** One bin for each name that occurs on either side. */
    static Binned byName(Sample.Categories baseline, Sample.Categories current) {
        Set<String> names = new TreeSet<>(baseline.counts().keySet());
        names.addAll(current.counts().keySet());
        double[] before = new double[names.size()];
        double[] now = new double[names.size()];
        int bin = 0;
        for (String name : names) {
            before[bin] = baseline.counts().getOrDefault(name, 0) / (double) baseline.count();
            now[bin] = current.counts().getOrDefault(name, 0) / (double) current.count();
            bin++;
        }
        return new Binned(before, now);
    }
}
