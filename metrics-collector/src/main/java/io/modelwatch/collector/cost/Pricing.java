package io.modelwatch.collector.cost;

import io.modelwatch.collector.request.Origin;
import io.modelwatch.collector.request.RequestRecord;

/** Says what requests cost. Thread-safe. */
public interface Pricing {

    /** What the request cost, or why nobody can say. */
    Cost costOf(RequestRecord request);

    /** Whether there is a price for the model. */
    boolean knows(Origin origin);
}
