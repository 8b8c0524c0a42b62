package io.modelwatch.collector.window;

import io.modelwatch.collector.durable.PartReader;
import io.modelwatch.collector.durable.PartWriter;
import java.io.IOException;
import java.time.Instant;

/** The values of a gauge or histogram: count, sum, extremes, the last one, quantiles. Not thread-safe. */
public final class Distribution implements Accumulator<Distribution> {

    private final Sketch sketch = new Sketch();
    private long count;
    private double sum;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;
    private double last;
    private Instant lastAt = Instant.MIN;

    /** Takes a finite value measured at the given time. */
    public void add(double value, Instant at) {
        sketch.add(value);
        count++;
        sum += value;
        min = Math.min(min, value);
        max = Math.max(max, value);
        if (!at.isBefore(lastAt)) {
            last = value;
            lastAt = at;
        }
    }

    @Override
    public void merge(Distribution other) {
        sketch.merge(other.sketch);
        count += other.count;
        sum += other.sum;
        min = Math.min(min, other.min);
        max = Math.max(max, other.max);
        if (other.count > 0 && !other.lastAt.isBefore(lastAt)) {
            last = other.last;
            lastAt = other.lastAt;
        }
    }

    @Override
    public void write(PartWriter out) throws IOException {
        out.number(count);
        out.real(sum);
        out.real(min);
        out.real(max);
        out.real(last);
        out.time(lastAt);
        sketch.write(out);
    }

    @Override
    public void read(PartReader in) throws IOException {
        count = in.number();
        sum = in.real();
        min = in.real();
        max = in.real();
        last = in.real();
        lastAt = in.time();
        sketch.read(in);
    }

    public long count() {
        return count;
    }

    public double sum() {
        return sum;
    }

    public double mean() {
        return sum / count;
    }

    public double min() {
        return min;
    }

    public double max() {
        return max;
    }

    /** The value with the latest time. */
    public double last() {
        return last;
    }

    /** Off by at most one per cent of the value; never outside the extremes. */
    public double quantile(double share) {
        return Math.clamp(sketch.quantile(share), min, max);
    }
}
