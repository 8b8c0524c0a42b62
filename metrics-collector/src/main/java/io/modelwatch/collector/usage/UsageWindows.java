package io.modelwatch.collector.usage;

import io.modelwatch.collector.cost.Cost;
import io.modelwatch.collector.request.RequestRecord;
import io.modelwatch.collector.window.Labels;
import io.modelwatch.collector.window.Selected;
import io.modelwatch.collector.window.Selection;
import io.modelwatch.collector.window.SeriesSet;
import io.modelwatch.collector.window.Window;
import io.modelwatch.collector.window.WindowBounds;
import java.time.Instant;
import java.time.InstantSource;

/** Usage in the windows of the recent past. Thread-safe. */
public final class UsageWindows {

    private final SeriesSet<UsageTotals> series;
    private final InstantSource clock;

    public UsageWindows(WindowBounds bounds, InstantSource clock) {
        this.series = new SeriesSet<>(bounds, UsageTotals::new);
        this.clock = clock;
    }

    public void add(RequestRecord request, Cost cost, Labels labels, Instant at) {
        series.update(labels, at, clock.instant(), totals -> totals.add(request, cost));
    }

    Selected<UsageTotals> select(Selection selection, Window window) {
        return series.select(selection, window, clock.instant());
    }
}
