package io.modelwatch.collector.query;

import io.modelwatch.collector.query.MetricAnswer.Point;
import io.modelwatch.collector.window.Labels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Divides the answer to one question by that to another. */
public final class Ratios {

    private Ratios() {}

    /** {@code factor × numerator ÷ denominator}, series by series; a missing numerator is 0. */
    public static MetricAnswer divide(MetricAnswer numerator, MetricAnswer denominator, double factor) {
        Map<Labels, MetricAnswer.Series> above = new HashMap<>();
        numerator.series().forEach(series -> above.put(series.labels(), series));
        List<MetricAnswer.Series> series = new ArrayList<>();
        for (MetricAnswer.Series below : denominator.series()) {
            MetricAnswer.Series over = above.get(below.labels());
            if (denominator.step() == null) {
                Double ratio = ratio(over == null ? null : over.value(), below.value(), factor);
                if (ratio != null) {
                    series.add(new MetricAnswer.Series(below.labels(), ratio, List.of()));
                }
            } else {
                series.add(new MetricAnswer.Series(below.labels(), null, points(over, below, factor)));
            }
        }
        return new MetricAnswer(denominator.from(), denominator.to(), denominator.step(), series);
    }

    private static List<Point> points(MetricAnswer.@Nullable Series over, MetricAnswer.Series below, double factor) {
        Map<Instant, Double> above = new HashMap<>();
        if (over != null) {
            for (Point point : over.points()) {
                Double value = point.value();
                if (value != null) {
                    above.put(point.from(), value);
                }
            }
        }
        return below.points().stream()
                .map(point -> new Point(point.from(), ratio(above.get(point.from()), point.value(), factor)))
                .toList();
    }

    private static @Nullable Double ratio(@Nullable Double over, @Nullable Double below, double factor) {
        return below == null || below == 0 ? null : Double.valueOf(factor * (over == null ? 0 : over) / below);
    }
}
