package io.modelwatch.collector.query;

import io.modelwatch.collector.window.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a source says to one question.
 *
 * @param from when the first slice of the window begins
 * @param to when the window ends
 * @param step length of a step; null when one value was asked for
 */
public record MetricAnswer(
        Instant from, Instant to, @Nullable Duration step, List<Series> series) {

    public MetricAnswer {
        series = List.copyOf(series);
    }

    /**
     * One combination of labels.
     *
     * @param value of the whole window; null where steps were asked for
     * @param points one for each step, the oldest first; empty where one value was asked for
     */
    public record Series(Labels labels, @Nullable Double value, List<Point> points) {

        public Series {
            points = List.copyOf(points);
        }
    }

    /**
     * One step.
     *
     * @param from when it begins
     * @param value null when it has no values
     */
    public record Point(Instant from, @Nullable Double value) {}
}
