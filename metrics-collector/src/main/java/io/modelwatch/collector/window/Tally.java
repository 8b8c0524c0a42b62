package io.modelwatch.collector.window;

import io.modelwatch.collector.durable.PartReader;
import io.modelwatch.collector.durable.PartWriter;
import java.io.IOException;

/** How often and how much a counter went up. Not thread-safe. */
public final class Tally implements Accumulator<Tally> {

    private long count;
    private double sum;

    public void add(double increment) {
        count++;
        sum += increment;
    }

    @Override
    public void merge(Tally other) {
        count += other.count;
        sum += other.sum;
    }

    @Override
    public void write(PartWriter out) throws IOException {
        out.number(count);
        out.real(sum);
    }

    @Override
    public void read(PartReader in) throws IOException {
        count = in.number();
        sum = in.real();
    }

    public long count() {
        return count;
    }

    public double sum() {
        return sum;
    }
}
