package io.modelwatch.collector.forward;

import io.modelwatch.intake.Problem;
import java.util.Map;

/** What a destination said to a batch. */
sealed interface Reply {

    /**
     * It has the batch, save what it refused.
     *
     * @param refused by position in the batch
     */
    record Taken(Map<Integer, Problem> refused) implements Reply {
        public Taken {
            refused = Map.copyOf(refused);
        }
    }

    /** It refused the batch as a whole; the same batch again would fare no better. */
    record Refused(Problem problem) implements Reply {}

    /** It did not take the batch; the same batch may be taken later. */
    record Unavailable(String why) implements Reply {}
}
