package io.modelwatch.logindexer.delivery;

import io.modelwatch.logindexer.spool.Frame;
import io.modelwatch.logindexer.spool.Tally;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What is left to do of one batch, and the rules for it: stored and known records are done, refused ones are dead
 * letters, a request too large or malformed as a whole is halved down to one record, everything else is sent again.
 * Knows no time and sends nothing. Not thread-safe.
 */
final class BatchDelivery {

    enum Pause {
        NONE,
        SHORT,
        LONG
    }

    /**
     * What follows from one answer.
     *
     * @param done counts of the records that are stored
     * @param dead the records to be kept as dead letters
     * @param again the records to be sent again together
     * @param pause how long to wait before the next request
     * @param cause why there is a pause
     * @param unclear whether some of the records may be stored, only nobody knows
     */
    record Round(Tally done, List<DeadLetter> dead, List<Frame> again, Pause pause, String cause, boolean unclear) {

        Round {
            dead = List.copyOf(dead);
            again = List.copyOf(again);
        }

        static Round again(List<Frame> records, Pause pause, String cause, boolean unclear) {
            return new Round(Tally.NONE, List.of(), records, pause, cause, unclear);
        }
    }

    private final Deque<List<Frame>> chunks = new ArrayDeque<>();
    private Tally tally = Tally.NONE;
    private @Nullable Backoff backoff;
    private boolean doubtful;

    /**
     * A batch of which nothing is delivered yet.
     *
     * @param doubtful whether some of it may have been, by a process before this one
     */
    BatchDelivery(List<Frame> records, boolean doubtful) {
        this.doubtful = doubtful;
        if (!records.isEmpty()) {
            chunks.add(records);
        }
    }

    boolean isFinished() {
        return chunks.isEmpty();
    }

    /** Whether an earlier attempt may have stored some of the records without anybody knowing. */
    boolean isDoubtful() {
        return doubtful;
    }

    /** What became of all records, once finished. */
    Tally tally() {
        return tally;
    }

    /** The records of the next request. */
    List<Frame> chunk() {
        return chunks.getFirst();
    }

    Backoff backoff(DeliverySettings settings, RandomGenerator random) {
        Backoff present = backoff;
        if (present == null) {
            present = new Backoff(settings.shortestPause(), settings.longestPause(), random);
            backoff = present;
        }
        return present;
    }

    /** What follows from the answer to {@link #chunk()}; changes nothing yet. */
    Round apply(BulkAnswer answer) {
        List<Frame> chunk = chunk();
        return switch (answer) {
            case BulkAnswer.Items items when items.items().size() == chunk.size() -> apply(chunk, items.items());
            case BulkAnswer.Items items ->
                Round.again(
                        chunk, Pause.SHORT, items.items().size() + " answers for " + chunk.size() + " records", true);
            case BulkAnswer.Unanswered unanswered -> Round.again(chunk, Pause.SHORT, "no answer", true);
            case BulkAnswer.Refused refused -> apply(chunk, refused);
        };
    }

    private static Round apply(List<Frame> chunk, BulkAnswer.Refused refused) {
        int status = refused.status();
        if (status == 413 || status == 400) {
            return chunk.size() > 1
                    ? Round.again(chunk, Pause.NONE, "status " + status, false)
                    : new Round(
                            Tally.NONE,
                            List.of(new DeadLetter(chunk.getFirst(), status, refused.type(), refused.reason())),
                            List.of(),
                            Pause.NONE,
                            "",
                            false);
        }
        boolean passes = status == 429 || status >= 500;
        // Whatever stands in front of Elasticsearch may say 502 or 504 after the request has got through.
        return Round.again(chunk, passes ? Pause.SHORT : Pause.LONG, "status " + status, status >= 500);
    }

    private static Round apply(List<Frame> chunk, List<ItemAnswer> items) {
        int indexed = 0;
        int duplicate = 0;
        List<DeadLetter> dead = new ArrayList<>();
        List<Frame> again = new ArrayList<>();
        Pause pause = Pause.NONE;
        String cause = "";
        boolean unclear = false;
        for (int i = 0; i < items.size(); i++) {
            ItemAnswer item = items.get(i);
            switch (item.verdict()) {
                case INDEXED -> indexed++;
                case DUPLICATE -> duplicate++;
                case DEAD ->
                    dead.add(new DeadLetter(
                            chunk.get(i),
                            item.status(),
                            item.failureStore() ? "failure_store" : item.type(),
                            item.reason()));
                case LATER -> {
                    again.add(chunk.get(i));
                    pause = pause == Pause.LONG ? Pause.LONG : Pause.SHORT;
                    cause = "item status " + item.status();
                    unclear |= item.status() != 429;
                }
                case WHEN_REPAIRED -> {
                    again.add(chunk.get(i));
                    pause = Pause.LONG;
                    cause = "item status " + item.status();
                }
            }
        }
        return new Round(new Tally(indexed, duplicate, 0, 0), dead, again, pause, cause, unclear);
    }

    /** Notes that the round's dead letters are kept, and what is left to do. */
    void settle(Round round) {
        List<Frame> sent = chunks.removeFirst();
        doubtful |= round.unclear();
        tally = tally.plus(round.done()).plus(new Tally(0, 0, round.dead().size(), 0));
        List<Frame> again = round.again();
        boolean halve = round.pause() == Pause.NONE && again.size() == sent.size() && again.size() > 1;
        if (halve) {
            int middle = again.size() / 2;
            chunks.addFirst(again.subList(middle, again.size()));
            chunks.addFirst(again.subList(0, middle));
        } else if (!again.isEmpty()) {
            chunks.addFirst(again);
        }
    }
}
