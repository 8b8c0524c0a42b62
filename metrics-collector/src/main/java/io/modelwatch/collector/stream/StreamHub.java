package io.modelwatch.collector.stream;

import io.modelwatch.collector.health.HealthJson;
import io.modelwatch.collector.query.MetricSource;
import io.modelwatch.collector.query.QueryJson;
import io.modelwatch.collector.query.Question;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Sends values to readers, each at its own interval. A reader that is not ready misses an update and gets the next one
 * whole; one that is not ready for long is let go, so that it holds no place. Thread-safe.
 */
final class StreamHub {

    /**
     * Bounds.
     *
     * @param readers most at a time
     * @param heartbeat a quiet stream shows that often that it is alive
     * @param patience how long a reader may be not ready
     */
    record Bounds(int readers, Duration heartbeat, Duration patience) {}

    private final Bounds bounds;
    private final MetricSource source;
    private final Supplier<HealthJson> health;
    private final InstantSource clock;
    private final Semaphore places;
    private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();
    private final LongAdder slow = new LongAdder();

    StreamHub(Bounds bounds, MetricSource source, Supplier<HealthJson> health, InstantSource clock) {
        this.bounds = bounds;
        this.source = source;
        this.health = health;
        this.clock = clock;
        this.places = new Semaphore(bounds.readers());
    }

    /** One reader's place. */
    final class Subscription {

        private final List<Question> questions;
        private final Duration interval;
        private final StreamReader reader;
        private Instant next;
        private Instant quietSince;
        private Instant readySince;

        private Subscription(List<Question> questions, Duration interval, StreamReader reader, Instant now) {
            this.questions = List.copyOf(questions);
            this.interval = interval;
            this.reader = reader;
            this.next = now;
            this.quietSince = now;
            this.readySince = now;
        }

        /** Gives the place back; may be called more than once. */
        void close() {
            if (subscriptions.remove(this)) {
                places.release();
            }
        }

        private synchronized void serve(Instant now, Supplier<HealthJson> currentHealth) {
            if (!reader.ready()) {
                if (now.isAfter(readySince.plus(bounds.patience()))) {
                    slow.increment();
                    close();
                    reader.end();
                }
                return;
            }
            readySince = now;
            if (!now.isBefore(next)) {
                next = now.plus(interval);
                quietSince = now;
                reader.send(update(questions, now, currentHealth.get()));
            } else if (!now.isBefore(quietSince.plus(bounds.heartbeat()))) {
                quietSince = now;
                reader.beat();
            }
        }
    }

    /**
     * Gives a reader a place; it gets its first update with the next tick.
     *
     * @throws ProblemException 503 when all places are taken
     */
    Subscription subscribe(List<Question> questions, Duration interval, StreamReader reader) {
        if (!places.tryAcquire()) {
            throw Problem.of(
                            CommonProblem.OVERLOADED,
                            "there are " + bounds.readers() + " readers of streams already; try again later")
                    .asException();
        }
        Subscription subscription = new Subscription(questions, interval, reader, clock.instant());
        subscriptions.add(subscription);
        return subscription;
    }

    /** Serves everyone whose time has come; to be called every second or so. */
    void tick() {
        Instant now = clock.instant();
        Once once = new Once();
        subscriptions.forEach(subscription -> subscription.serve(now, once));
    }

    /** Health is looked at once for all readers, and only if there are any. */
    private final class Once implements Supplier<HealthJson> {

        private final List<HealthJson> seen = new ArrayList<>(1);

        @Override
        public HealthJson get() {
            if (seen.isEmpty()) {
                seen.add(health.get());
            }
            return seen.getFirst();
        }
    }

    private StreamJson update(List<Question> questions, Instant now, HealthJson current) {
        List<QueryJson.Result> results = new ArrayList<>(questions.size());
        for (Question question : questions) {
            results.add(QueryJson.Result.of(results.size(), null, question, source.answer(question)));
        }
        return new StreamJson(now, current.scope(), current.replica(), current, results);
    }

    int readers() {
        return subscriptions.size();
    }

    /** How many readers were let go because they did not read. */
    long slow() {
        return slow.sum();
    }
}
