package io.modelwatch.collector.window;

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

    public long count() {
        return count;
    }

    public double sum() {
        return sum;
    }
}
