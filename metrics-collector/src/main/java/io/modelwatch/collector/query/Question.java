package io.modelwatch.collector.query;

import io.modelwatch.collector.window.Selection;
import io.modelwatch.collector.window.Window;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One question about one metric.
 *
 * @param metric what it is about
 * @param step null asks for one value of the whole window, else for one in each step
 */
public record Question(
        Known metric,
        Statistic statistic,
        Selection selection,
        Window window,
        @Nullable Duration step) {

    /** The same about another metric or statistic. */
    public Question about(Known other, Statistic itsStatistic) {
        return new Question(other, itsStatistic, selection, window, step);
    }
}
