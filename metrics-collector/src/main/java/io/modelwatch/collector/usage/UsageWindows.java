package io.modelwatch.collector.usage;

import io.modelwatch.collector.cost.Cost;
import io.modelwatch.collector.durable.ChangeLog;
import io.modelwatch.collector.durable.Durable;
import io.modelwatch.collector.durable.PartReader;
import io.modelwatch.collector.request.RequestRecord;
import io.modelwatch.collector.window.Labels;
import io.modelwatch.collector.window.Selected;
import io.modelwatch.collector.window.Selection;
import io.modelwatch.collector.window.SeriesSet;
import io.modelwatch.collector.window.Window;
import io.modelwatch.collector.window.WindowBounds;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;

/** Usage in the windows of the recent past. Thread-safe. */
public final class UsageWindows implements Durable {

    private final SeriesSet<UsageTotals> series;
    private final InstantSource clock;
    private final ChangeLog changes;

    /** Windows that live as long as the process. */
    public UsageWindows(WindowBounds bounds, InstantSource clock) {
        this(bounds, clock, ChangeLog.NONE);
    }

    /** Windows whose changes are noted. */
    public UsageWindows(WindowBounds bounds, InstantSource clock, ChangeLog changes) {
        this.series = new SeriesSet<>(bounds, UsageTotals::new);
        this.clock = clock;
        this.changes = changes;
    }

    /** Counts a request that ended at the given time. */
    public void add(RequestRecord request, Cost cost, Labels labels, Instant at) {
        UsageTotals totals = new UsageTotals();
        totals.add(request, cost);
        changes.together(() -> {
            change(labels, at, totals);
            changes.note(this, out -> {
                labels.write(out);
                out.time(at);
                totals.write(out);
            });
        });
    }

    private void change(Labels labels, Instant at, UsageTotals more) {
        series.update(labels, at, clock.instant(), totals -> totals.merge(more));
    }

    Selected<UsageTotals> select(Selection selection, Window window) {
        return series.select(selection, window, clock.instant());
    }

    @Override
    public String name() {
        return "usage";
    }

    @Override
    public void beginSnapshot() {
        series.beginSnapshot();
    }

    @Override
    public void writeSnapshot(PartSink sink) throws IOException {
        series.writeSnapshot(out -> {}, sink);
    }

    @Override
    public void restore(PartReader part) throws IOException {
        series.restore(part, clock.instant());
    }

    @Override
    public void replay(PartReader note) throws IOException {
        Labels labels = Labels.read(note);
        Instant at = note.time();
        UsageTotals totals = new UsageTotals();
        totals.read(note);
        change(labels, at, totals);
    }
}
