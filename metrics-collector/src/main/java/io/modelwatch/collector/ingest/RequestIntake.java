package io.modelwatch.collector.ingest;

import io.modelwatch.collector.cost.Booking;
import io.modelwatch.collector.cost.PricedRequest;
import io.modelwatch.collector.cost.Pricing;
import io.modelwatch.collector.forward.Forwarder;
import io.modelwatch.collector.request.KnownRequests;
import io.modelwatch.collector.request.KnownRequests.Claim;
import io.modelwatch.intake.BatchResult;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.ProblemException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/**
 * Takes records: forwards them to the required destinations, books their cost, counts them, and only then knows them.
 * What cannot be forwarded or booked is neither counted nor known, so that a repeat is taken. Waits on the calling thread. Thread-safe.
 */
final class RequestIntake {

    private final KnownRequests known;
    private final Pricing prices;
    private final Forwarder forwarder;
    private final Booking booking;
    private final RequestCounting counting;
    private final Duration patience;

    /**
     * Puts the steps together.
     *
     * @param patience how long a record waits for another sender of the same record
     */
    RequestIntake(
            KnownRequests known,
            Pricing prices,
            Forwarder forwarder,
            Booking booking,
            RequestCounting counting,
            Duration patience) {
        this.known = known;
        this.prices = prices;
        this.forwarder = forwarder;
        this.booking = booking;
        this.counting = counting;
        this.patience = patience;
    }

    /**
     * Takes the records and notes what became of each.
     *
     * @throws ProblemException 503 when a required destination did not take them; a repeat of all is harmless
     */
    void take(List<Candidate> candidates, BatchResult result) {
        List<Candidate> open = candidates;
        while (!open.isEmpty()) {
            Deque<Candidate> mine = new ArrayDeque<>();
            List<Candidate> busy = new ArrayList<>();
            List<CompletionStage<?>> others = new ArrayList<>();
            try {
                for (Candidate candidate : open) {
                    switch (known.claim(candidate.id())) {
                        case Claim.Mine claimed -> mine.add(candidate);
                        case Claim.Known taken -> result.duplicate(candidate.index(), candidate.id());
                        case Claim.Busy elsewhere -> {
                            busy.add(candidate);
                            others.add(elsewhere.ended());
                        }
                    }
                }
                takeClaimed(mine, result);
            } finally {
                mine.forEach(candidate -> known.release(candidate.id()));
            }
            // Only now, with no claim of our own: two senders never wait for each other.
            others.forEach(this::await);
            open = busy;
        }
    }

    /** Removes from the queue what has been taken or refused. */
    private void takeClaimed(Deque<Candidate> claimed, BatchResult result) {
        if (claimed.isEmpty()) {
            return;
        }
        List<PricedRequest> priced = claimed.stream()
                .map(candidate -> new PricedRequest(candidate.request(), prices.costOf(candidate.request())))
                .toList();
        Map<Integer, Problem> refused = forwarder.require(priced);
        booking.book(IntStream.range(0, priced.size())
                .filter(i -> !refused.containsKey(i))
                .mapToObj(priced::get)
                .toList());
        counting.together(() -> count(claimed, priced, refused, result));
    }

    private void count(
            Deque<Candidate> claimed, List<PricedRequest> priced, Map<Integer, Problem> refused, BatchResult result) {
        for (int i = 0; i < priced.size(); i++) {
            Candidate candidate = claimed.getFirst();
            Problem problem = refused.get(i);
            if (problem == null) {
                counting.count(priced.get(i));
                claimed.removeFirst();
                known.settle(candidate.id());
                result.accepted(candidate.index(), candidate.id());
                forwarder.offer(priced.get(i));
            } else {
                claimed.removeFirst();
                known.release(candidate.id());
                result.rejected(candidate.index(), candidate.id(), problem);
            }
        }
    }

    private void await(CompletionStage<?> ended) {
        try {
            ended.toCompletableFuture().get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw Problem.of(CommonProblem.OVERLOADED, "the same record is still being taken for another sender")
                    .asException();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.of(CommonProblem.UNAVAILABLE, "the service is stopping")
                    .asException();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a claim never ends exceptionally", e);
        }
    }
}
