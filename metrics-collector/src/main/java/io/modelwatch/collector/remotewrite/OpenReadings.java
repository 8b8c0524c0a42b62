package io.modelwatch.collector.remotewrite;

import io.modelwatch.collector.catalogue.Catalogue;
import io.modelwatch.collector.foreign.CounterIncrements;
import io.modelwatch.collector.foreign.ForeignReading;
import io.modelwatch.collector.remotewrite.WriteRequestReader.Point;
import io.modelwatch.collector.remotewrite.WriteRequestReader.Series;
import io.modelwatch.collector.window.Labels;
import io.modelwatch.collector.window.MetricWindows;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Puts together again what a target said in one scrape: Prometheus sends its series in several requests, and some
 * figures need several series (memory in use needs what is free and what there is). What a target said at one time is
 * held until it says something at a later time, or for a short while. Thread-safe.
 */
final class OpenReadings {

    /**
     * What is held at most.
     *
     * @param targets the one heard of longest ago is recorded early
     * @param values of one target at one time; further ones are dropped and counted
     * @param linger how long after its last piece a reading is recorded
     * @param ahead how far a time may lie in the future
     */
    record Bounds(int targets, int values, Duration linger, Duration ahead) {}

    /** What became of samples: nobody knows {@code unknown} ones, there was no room for {@code dropped} ones. */
    record Taken(int known, int unknown, int dropped) {}

    private static final String INSTANCE = "instance";

    /** Of all targets together; beyond that the one heard of longest ago is recorded early. */
    private static final int MOST_VALUES = 500_000;

    private record Target(String job, String instance) {}

    private static final class Open {
        private final long timestamp;
        private final ForeignReading reading;
        private Instant touched;

        Open(long timestamp, ForeignReading reading, Instant touched) {
            this.timestamp = timestamp;
            this.reading = reading;
            this.touched = touched;
        }
    }

    private final Bounds bounds;
    private final CounterIncrements increments;
    private final Supplier<Catalogue> catalogue;
    private final MetricWindows windows;
    private final InstantSource clock;
    private final Map<Target, Open> open = new LinkedHashMap<>();
    private int values;

    OpenReadings(
            Bounds bounds,
            CounterIncrements increments,
            Supplier<Catalogue> catalogue,
            MetricWindows windows,
            InstantSource clock) {
        this.bounds = bounds;
        this.increments = increments;
        this.catalogue = catalogue;
        this.windows = windows;
        this.clock = clock;
    }

    /** Takes the samples of all series. */
    synchronized Taken take(List<Series> all) {
        Catalogue current = catalogue.get();
        Instant now = clock.instant();
        long latest = now.plus(bounds.ahead()).toEpochMilli();
        ForeignReading probe = new ForeignReading("", Labels.NONE, now, current);
        int known = 0;
        int unknown = 0;
        int dropped = 0;
        for (Series series : all) {
            unknown += series.histograms();
            if (!probe.takes(series.name())) {
                unknown += series.points().size();
                continue;
            }
            for (Point point : series.points()) {
                if (point.timestamp() > latest || !add(series, point, current, now)) {
                    dropped++;
                } else {
                    known++;
                }
            }
        }
        return new Taken(known, unknown, dropped);
    }

    private boolean add(Series series, Point point, Catalogue current, Instant now) {
        Target target = new Target(
                series.labels().getOrDefault("job", ""), series.labels().getOrDefault(INSTANCE, ""));
        Open held = open.get(target);
        if (held != null && point.timestamp() < held.timestamp) {
            // Late: what belongs to it has been recorded.
            ForeignReading late = reading(target, point.timestamp(), current);
            late.addAny(series.name(), series.labels(), point.value());
            late.record(increments, windows);
            return true;
        }
        if (held == null || point.timestamp() > held.timestamp) {
            if (held != null) {
                record(held);
            }
            held = new Open(point.timestamp(), reading(target, point.timestamp(), current), now);
            open.remove(target);
            open.put(target, held);
            recordEldest();
        }
        if (held.reading.size() >= bounds.values()) {
            return false;
        }
        held.touched = now;
        int before = held.reading.size();
        held.reading.addAny(series.name(), series.labels(), point.value());
        values += held.reading.size() - before;
        return true;
    }

    private void record(Open held) {
        held.reading.record(increments, windows);
        values -= held.reading.size();
    }

    private static ForeignReading reading(Target target, long timestamp, Catalogue current) {
        return new ForeignReading(
                "remote write " + target.job() + " " + target.instance(),
                Labels.NONE.and(INSTANCE, target.instance()),
                Instant.ofEpochMilli(timestamp),
                current);
    }

    private void recordEldest() {
        Iterator<Open> eldest = open.values().iterator();
        while (open.size() > 1 && (open.size() > bounds.targets() || values > MOST_VALUES)) {
            record(eldest.next());
            eldest.remove();
        }
    }

    /** Records what has waited long enough for further pieces. */
    synchronized void recordIdle() {
        Instant latest = clock.instant().minus(bounds.linger());
        open.values().removeIf(held -> {
            boolean idle = !held.touched.isAfter(latest);
            if (idle) {
                record(held);
            }
            return idle;
        });
    }
}
