package io.modelwatch.collector.forward;

import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.ProblemException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Hands records on and returns once the destination has them. Waits on the calling thread. Thread-safe. */
final class RequiredDelivery {

    private final Destination destination;
    private final BatchBounds bounds;
    private final int attempts;
    private final Backoff backoff;
    private final CircuitBreaker breaker;
    private final DeliveryMetrics metrics;

    RequiredDelivery(
            Destination destination,
            BatchBounds bounds,
            int attempts,
            Backoff backoff,
            CircuitBreaker breaker,
            DeliveryMetrics metrics) {
        this.destination = destination;
        this.bounds = bounds;
        this.attempts = attempts;
        this.backoff = backoff;
        this.breaker = breaker;
        this.metrics = metrics;
        metrics.expect(destination.name(), breaker::isOpen);
    }

    /**
     * Returns once the destination has all records but those it refused.
     *
     * @return what was refused, by position in the list
     * @throws ProblemException 503 when the destination did not take them; it may have some of them then
     */
    Map<Integer, Problem> deliver(List<Outgoing> records) {
        Map<Integer, Problem> refused = new HashMap<>();
        int start = 0;
        for (List<Outgoing> batch : bounds.cut(records)) {
            deliver(batch, start, refused);
            start += batch.size();
        }
        metrics.refused(destination.name(), refused.size());
        metrics.forwarded(destination.name(), records.size() - refused.size());
        return refused;
    }

    private void deliver(List<Outgoing> batch, int start, Map<Integer, Problem> refused) {
        switch (sendPatiently(batch)) {
            case Reply.Taken taken ->
                taken.refused().forEach((position, problem) -> refused.put(start + position, problem));
            case Reply.Refused whole -> {
                if (batch.size() == 1) {
                    refused.put(start, whole.problem());
                } else {
                    // Half by half, until those to blame stand alone: they must not cost their neighbours.
                    int half = batch.size() / 2;
                    deliver(batch.subList(0, half), start, refused);
                    deliver(batch.subList(half, batch.size()), start + half, refused);
                }
            }
            case Reply.Unavailable unavailable -> throw unavailable(unavailable.why());
        }
    }

    private Reply sendPatiently(List<Outgoing> batch) {
        if (!breaker.allows()) {
            metrics.notTried(destination.name());
            return new Reply.Unavailable("it has failed again and again and is left alone for a while");
        }
        Reply reply = new Reply.Unavailable("it failed unexpectedly");
        try {
            reply = tryPatiently(batch);
            return reply;
        } finally {
            if (reply instanceof Reply.Unavailable) {
                breaker.failed();
            } else {
                breaker.succeeded();
            }
        }
    }

    private Reply tryPatiently(List<Outgoing> batch) {
        for (int attempt = 1; ; attempt++) {
            Reply reply = destination.send(batch);
            if (!(reply instanceof Reply.Unavailable)) {
                return reply;
            }
            metrics.failed(destination.name());
            if (attempt >= attempts) {
                return reply;
            }
            try {
                Thread.sleep(backoff.after(attempt));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new Reply.Unavailable("waiting was interrupted");
            }
        }
    }

    private ProblemException unavailable(String why) {
        return Problem.of(
                        CommonProblem.UNAVAILABLE,
                        destination.name() + " did not take the records (" + why + "); nothing was counted, send again")
                .asException();
    }
}
