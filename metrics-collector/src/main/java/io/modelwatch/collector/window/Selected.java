package io.modelwatch.collector.window;

import java.time.Instant;
import java.util.Map;

/**
 * What the series had in a window.
 *
 * @param from when the first slice of the window begins, at most one slice before the window itself
 * @param to when the window ends: the time of asking
 * @param series by the labels that were asked for; only those with something in the window
 */
public record Selected<A>(Instant from, Instant to, Map<Labels, A> series) {

    public double seconds() {
        return (to.toEpochMilli() - from.toEpochMilli()) / 1000.0;
    }
}
