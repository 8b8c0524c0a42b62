package io.modelwatch.collector.forward;

import io.modelwatch.collector.cost.PricedRequest;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.ProblemException;
import java.util.List;
import java.util.Map;

/** Hands records on to other services, each by its policy. Thread-safe. */
public interface Forwarder {

    /**
     * Returns once every required destination has the records. Waits on the calling thread.
     *
     * @return the records that a destination refused, by position in the list
     * @throws ProblemException 503 when a destination did not take them
     */
    Map<Integer, Problem> require(List<PricedRequest> requests);

    /** Leaves a record that has been taken to the best-effort destinations. Never waits. */
    void offer(PricedRequest request);
}
