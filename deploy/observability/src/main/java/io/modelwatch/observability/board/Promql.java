package io.modelwatch.observability.board;

/** Queries that several panels need, written the way that is right. */
final class Promql {

    /** Grafana's range that holds at least four samples. */
    static final String RANGE = "[$__rate_interval]";

    private Promql() {}

    static String rate(String series) {
        return "rate(" + series + RANGE + ")";
    }

    static String increase(String series) {
        return "increase(" + series + RANGE + ")";
    }

    /** The increase over all series, by labels; an empty list of labels gives one series. */
    static String sumOfIncrease(String by, String series) {
        return sum(by) + "(" + increase(series) + ")";
    }

    static String sumOfRate(String by, String series) {
        return sum(by) + "(" + rate(series) + ")";
    }

    private static String sum(String by) {
        return by.isEmpty() ? "sum" : "sum by (" + by + ") ";
    }

    /** A quantile over all replicas: buckets are summed first. */
    static String quantile(double quantile, String by, String histogram, String selector) {
        String labels = by.isEmpty() ? "le" : by + ", le";
        return "histogram_quantile(" + quantile + ", " + sumOfRate(labels, histogram + "_bucket" + selector) + ")";
    }

    /** The mean of a histogram or summary; nothing while there is no traffic. */
    static String mean(String by, String family, String selector) {
        return sumOfRate(by, family + "_sum" + selector) + " / (" + sumOfRate(by, family + "_count" + selector)
                + " > 0)";
    }

    /** A share of the whole; nothing while the whole does not move. */
    static String share(String by, String part, String whole) {
        return sumOfRate(by, part) + " / (" + sumOfRate(by, whole) + " > 0)";
    }
}
