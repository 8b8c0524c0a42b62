package io.modelwatch.collector.window;

import io.modelwatch.collector.catalogue.MetricType;
import org.jspecify.annotations.Nullable;

/**
 * What can be said about one series in a window; what makes no sense for the metric's type is absent.
 *
 * @param count how many values or increments there were
 * @param sum their sum
 * @param rate per second: of the sum for a counter, of the count for a histogram, absent for a gauge
 */
public record Statistics(
        long count,
        double sum,
        @Nullable Double rate,
        @Nullable Double last,
        @Nullable Double mean,
        @Nullable Double min,
        @Nullable Double max,
        @Nullable Double p50,
        @Nullable Double p95,
        @Nullable Double p99) {

    static Statistics of(Tally tally, double seconds) {
        return new Statistics(
                tally.count(), tally.sum(), tally.sum() / seconds, null, null, null, null, null, null, null);
    }

    static Statistics of(Distribution values, MetricType type, double seconds) {
        return new Statistics(
                values.count(),
                values.sum(),
                type == MetricType.HISTOGRAM ? values.count() / seconds : null,
                values.last(),
                values.mean(),
                values.min(),
                values.max(),
                values.quantile(0.50),
                values.quantile(0.95),
                values.quantile(0.99));
    }
}
