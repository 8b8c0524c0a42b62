package io.modelwatch.collector.query;

import io.modelwatch.collector.catalogue.MetricType;
import io.modelwatch.collector.window.Distribution;
import io.modelwatch.collector.window.Tally;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What is asked of the values in a window.
 *
 * @param percentile above 0 and at most 100; 0 for every other kind
 */
public record Statistic(Kind kind, double percentile) {

    /** Which one. */
    public enum Kind {
        /** How many values or increments there were. */
        COUNT,
        SUM,
        /** Per second: of the sum for a counter, of the count for a histogram. */
        RATE,
        /** The value with the latest time. */
        LAST,
        MEAN,
        MIN,
        MAX,
        PERCENTILE,
        /** Of a derived metric: its numerator divided by its denominator. */
        RATIO
    }

    /** Everything that a histogram has without being asked for a percentile of one's own. */
    static final List<String> USUAL =
            List.of("count", "sum", "rate", "last", "mean", "min", "max", "p50", "p95", "p99");

    private static final double HUNDRED = 100;
    private static final int PERCENTILE_CHARS = 12;

    public static final Statistic RATIO = new Statistic(Kind.RATIO, 0);
    public static final Statistic SUM = new Statistic(Kind.SUM, 0);

    /**
     * Reads {@code rate}, {@code avg}, {@code p99.9} and so on.
     *
     * @throws IllegalArgumentException saying what would be right
     */
    static Statistic parse(String text) {
        return switch (text) {
            case "count" -> new Statistic(Kind.COUNT, 0);
            case "sum" -> SUM;
            case "rate" -> new Statistic(Kind.RATE, 0);
            case "last", "current" -> new Statistic(Kind.LAST, 0);
            case "mean", "avg" -> new Statistic(Kind.MEAN, 0);
            case "min" -> new Statistic(Kind.MIN, 0);
            case "max" -> new Statistic(Kind.MAX, 0);
            case "ratio" -> RATIO;
            default -> {
                if (!text.startsWith("p")) {
                    throw new IllegalArgumentException("must be one of count, sum, rate, last, mean, min, max or a"
                            + " percentile such as p99.9, was '" + text + "'");
                }
                yield percentile(text.substring(1));
            }
        };
    }

    /**
     * Reads {@code 99.9}.
     *
     * @throws IllegalArgumentException saying what would be right
     */
    static Statistic percentile(String text) {
        try {
            double percentile = text.length() > PERCENTILE_CHARS ? Double.NaN : new BigDecimal(text).doubleValue();
            if (percentile > 0 && percentile <= HUNDRED) {
                return new Statistic(Kind.PERCENTILE, percentile);
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException(
                "a percentile must be a number above 0 and at most 100 such as 99.9, was '" + text + "'");
    }

    /** What is asked when nothing is said. */
    static Statistic usual(MetricType type) {
        return switch (type) {
            case COUNTER -> new Statistic(Kind.RATE, 0);
            case GAUGE -> new Statistic(Kind.LAST, 0);
            case HISTOGRAM, SUMMARY -> new Statistic(Kind.PERCENTILE, 95);
        };
    }

    /** Whether values of the type have it. */
    public boolean fits(MetricType type) {
        return switch (type) {
            case COUNTER -> Set.of(Kind.COUNT, Kind.SUM, Kind.RATE).contains(kind);
            case GAUGE, SUMMARY -> kind != Kind.RATE && kind != Kind.RATIO;
            case HISTOGRAM -> kind != Kind.RATIO;
        };
    }

    /** Of a counter. */
    double of(Tally tally, double seconds) {
        return switch (kind) {
            case COUNT -> tally.count();
            case RATE -> tally.sum() / seconds;
            default -> tally.sum();
        };
    }

    /** Of everything else. */
    double of(Distribution values, double seconds) {
        return switch (kind) {
            case COUNT -> values.count();
            case SUM -> values.sum();
            case RATE -> values.count() / seconds;
            case MEAN -> values.mean();
            case MIN -> values.min();
            case MAX -> values.max();
            case PERCENTILE -> values.quantile(percentile / HUNDRED);
            case LAST, RATIO -> values.last();
        };
    }

    /** As it is asked for, such as {@code p99.9}. */
    public String text() {
        return kind == Kind.PERCENTILE
                ? "p" + BigDecimal.valueOf(percentile).stripTrailingZeros().toPlainString()
                : kind.name().toLowerCase(Locale.ROOT);
    }
}
