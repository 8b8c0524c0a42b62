package io.modelwatch.collector.window;

/** What is remembered of one time slice; two slices merge into what one of their joint length would hold. */
public interface Accumulator<A extends Accumulator<A>> {

    /** Adds what the other one has seen; the other one stays as it is. */
    void merge(A other);
}
