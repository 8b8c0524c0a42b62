package io.modelwatch.collector.durable;

import io.modelwatch.collector.catalogue.MetricType;
import io.modelwatch.collector.request.KnownRequests;
import io.modelwatch.collector.window.Labels;
import io.modelwatch.collector.window.MetricWindows;
import io.modelwatch.collector.window.Selection;
import io.modelwatch.collector.window.Statistics;
import io.modelwatch.collector.window.Tier;
import io.modelwatch.collector.window.Tiers;
import io.modelwatch.collector.window.Window;
import io.modelwatch.collector.window.WindowBounds;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** One life of a process that keeps windows and known requests in a directory. */
final class Remembered implements AutoCloseable {

    private static final Tiers TIERS =
            new Tiers(List.of(Tier.parse("1s:2m"), Tier.parse("10s:1h"), Tier.parse("5m:24h")));

    final Journal journal = new Journal();
    final MetricWindows windows;
    final KnownRequests known;
    final StateKeeper keeper;
    private final InstantSource clock;

    Remembered(Path directory, InstantSource clock) throws IOException {
        this(directory, clock, TIERS, Duration.ofDays(1));
    }

    Remembered(Path directory, InstantSource clock, Tiers tiers, Duration interval) throws IOException {
        this.clock = clock;
        windows = new MetricWindows(new WindowBounds(tiers, 100), clock, journal);
        known = new KnownRequests(Duration.ofHours(1), 10_000, clock, journal);
        keeper = new StateKeeper(
                new StateKeeper.Settings(directory, interval, 1 << 20, 2), journal, List.of(windows, known), clock);
        keeper.start();
    }

    /** Takes a request as the intake does. */
    void take(String id, String model, double latency) {
        windows.together(() -> {
            known.claim(id);
            count(model, latency);
            known.settle(id);
        });
    }

    private void count(String model, double latency) {
        Labels labels = Labels.of("model", model);
        windows.add("requests_total", MetricType.COUNTER, labels, 1, clock.instant());
        windows.add("request_latency_ms", MetricType.HISTOGRAM, labels, latency, clock.instant());
    }

    boolean knows(String id) {
        return known.claim(id) instanceof KnownRequests.Claim.Known;
    }

    Map<Labels, Statistics> latencies(String window) {
        return windows.select("request_latency_ms", MetricType.HISTOGRAM, Selection.by("model"), Window.parse(window))
                .series();
    }

    long requests() {
        return windows
                .select("requests_total", MetricType.COUNTER, Selection.ALL_TOGETHER, Window.parse("24h"))
                .series()
                .values()
                .stream()
                .mapToLong(Statistics::count)
                .sum();
    }

    /** The process is gone without a word: nothing more is written. */
    @Override
    public void close() throws IOException {
        keeper.close();
    }
}
