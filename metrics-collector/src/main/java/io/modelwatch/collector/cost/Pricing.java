package io.modelwatch.collector.cost;

import io.modelwatch.collector.request.RequestRecord;

/** Says what requests cost. Thread-safe. */
@FunctionalInterface
public interface Pricing {

    /** What the request cost, or why nobody can say. */
    Cost costOf(RequestRecord request);
}
