package io.modelwatch.collector.window;

import io.modelwatch.collector.durable.PartReader;
import io.modelwatch.collector.durable.PartWriter;
import java.io.IOException;

/** What is remembered of one time slice; two slices merge into what one of their joint length would hold. */
public interface Accumulator<A extends Accumulator<A>> {

    /** Adds what the other one has seen; the other one stays as it is. */
    void merge(A other);

    /** Writes all of it. */
    void write(PartWriter out) throws IOException;

    /** Becomes what was written; to be called on one that has seen nothing. */
    void read(PartReader in) throws IOException;
}
