package io.modelwatch.collector.cost;

import io.modelwatch.intake.ProblemException;
import java.util.List;

/** Keeps what requests cost, for longer than windows reach. Thread-safe. */
@FunctionalInterface
public interface Booking {

    /**
     * Books requests that are about to be counted. Waits on the calling thread where that is required.
     *
     * @throws ProblemException 503 when it is required and cannot be done; then none is booked
     */
    void book(List<PricedRequest> requests);
}
