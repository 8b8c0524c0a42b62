package io.modelwatch.collector.foreign;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Turns totals into increments. The first total of a series says nothing about when it grew; one that starts anew counts
 * from 0; one that is older than the last says nothing either, because a sender repeats itself. Remembers the series used
 * last, up to a bound. Thread-safe.
 */
public final class CounterIncrements {

    /**
     * Which total it is.
     *
     * @param source where it comes from
     * @param labels all of its own
     */
    public record Key(String source, String name, Map<String, String> labels) {

        public Key {
            labels = Map.copyOf(labels);
        }
    }

    private record Total(double value, long start, Instant at) {}

    private static final float LOAD = 0.75f;

    private final Map<Key, Total> totals;

    public CounterIncrements(int mostSeries) {
        totals = new LinkedHashMap<>(16, LOAD, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, Total> eldest) {
                return size() > mostSeries;
            }
        };
    }

    /**
     * How much the total grew since the last time; empty the first time.
     *
     * @param start when it began to count, in any unit; 0 where that is not known
     * @param at when it had the value
     */
    public synchronized OptionalDouble increment(Key key, double value, long start, Instant at) {
        Total last = totals.get(key);
        if (last != null && at.isBefore(last.at())) {
            return OptionalDouble.empty();
        }
        totals.put(key, new Total(value, start, at));
        if (last == null) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(last.start() != start || value < last.value() ? value : value - last.value());
    }
}
