package io.modelwatch.collector.window;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the series had in each step of a window.
 *
 * @param from when the first step begins, at most one step before the window itself
 * @param to when the window ends: the time of asking, in the last step
 * @param step length of a step, a multiple of the slices' width
 * @param series by the labels that were asked for, one entry for each step, null where it had nothing
 */
public record Stepped<A>(Instant from, Instant to, Duration step, Map<Labels, List<@Nullable A>> series) {

    /** When the step of that index begins. */
    public Instant startOf(int index) {
        return from.plus(step.multipliedBy(index));
    }

    /** How much time of the step of that index has passed, in seconds. */
    public double secondsOf(int index) {
        Instant start = startOf(index);
        Instant end = start.plus(step);
        return Math.max(1, (end.isAfter(to) ? to : end).toEpochMilli() - start.toEpochMilli()) / 1000.0;
    }
}
