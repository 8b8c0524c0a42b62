package io.modelwatch.collector.forward;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Hands records on in the background: a bounded buffer, batches, attempts with growing pauses. Whatever does not reach
 * the destination is counted with its reason. Thread-safe; one thread sends.
 */
final class BestEffortDelivery {

    /**
     * How much is kept and for how long.
     *
     * @param records most records in the buffer
     * @param bytes most bytes in the buffer
     * @param linger how long a batch waits to become full
     * @param giveUp how long a batch is tried
     */
    record Patience(int records, long bytes, Duration linger, Duration giveUp) {}

    private static final Logger LOG = Logger.getLogger(BestEffortDelivery.class);

    private static final Duration INTERRUPTED_WITHIN = Duration.ofSeconds(1);

    private final Destination destination;
    private final BatchBounds bounds;
    private final Patience patience;
    private final Backoff backoff;
    private final DeliveryMetrics metrics;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final AtomicLong dropped = new AtomicLong();
    private final Deque<Outgoing> buffer = new ArrayDeque<>();
    private long bufferedBytes;
    private boolean closing;
    private long deadline = Long.MAX_VALUE;
    private boolean failing;
    private @Nullable Thread worker;

    BestEffortDelivery(
            Destination destination, BatchBounds bounds, Patience patience, Backoff backoff, DeliveryMetrics metrics) {
        this.destination = destination;
        this.bounds = bounds;
        this.patience = patience;
        this.backoff = backoff;
        this.metrics = metrics;
        metrics.expect(destination.name(), this::size);
    }

    /** Begins to send. */
    void start() {
        worker = Thread.ofVirtual().name("forward-" + destination.name()).start(this::work);
    }

    /** Takes a record into the buffer, or drops it when there is no room. Never waits. */
    void offer(Outgoing record) {
        lock.lock();
        try {
            if (closing) {
                drop(DeliveryMetrics.SHUTDOWN, 1);
            } else if (buffer.size() >= patience.records() || bufferedBytes + record.json().length > patience.bytes()) {
                drop(DeliveryMetrics.BUFFER_FULL, 1);
            } else {
                buffer.addLast(record);
                bufferedBytes += record.json().length;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Sends what is in the buffer and ends; what is not sent within the time is dropped and counted. */
    void close(Duration within) throws InterruptedException {
        Thread sender = worker;
        lock.lock();
        try {
            closing = true;
            deadline = System.nanoTime() + within.toNanos();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (sender != null && !sender.join(within)) {
            sender.interrupt();
            sender.join(INTERRUPTED_WITHIN);
        }
        lock.lock();
        try {
            drop(DeliveryMetrics.SHUTDOWN, buffer.size());
            buffer.clear();
            bufferedBytes = 0;
        } finally {
            lock.unlock();
        }
        if (dropped.get() > 0) {
            LOG.warnf("records were dropped destination=%s records=%d", destination.name(), dropped.get());
        }
    }

    private void drop(String reason, int records) {
        metrics.dropped(destination.name(), reason, records);
        dropped.addAndGet(records);
    }

    private double size() {
        lock.lock();
        try {
            return buffer.size();
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        Deque<List<Outgoing>> batches = new ArrayDeque<>();
        try {
            while (true) {
                if (batches.isEmpty()) {
                    batches.add(nextBatch());
                }
                if (batches.getFirst().isEmpty()) {
                    return;
                }
                deliver(batches);
            }
        } catch (InterruptedException e) {
            batches.forEach(batch -> drop(DeliveryMetrics.SHUTDOWN, batch.size()));
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for a batch; empty when there will be none any more. */
    private List<Outgoing> nextBatch() throws InterruptedException {
        lock.lock();
        try {
            while (buffer.isEmpty()) {
                if (closing) {
                    return List.of();
                }
                changed.await();
            }
            long wait = patience.linger().toNanos();
            while (!closing && wait > 0 && buffer.size() < bounds.records() && bufferedBytes < bounds.bytes()) {
                wait = changed.awaitNanos(wait);
            }
            return takeBatch();
        } finally {
            lock.unlock();
        }
    }

    private List<Outgoing> takeBatch() {
        List<Outgoing> batch = new ArrayList<>();
        long size = 0;
        for (Outgoing next = buffer.peekFirst();
                next != null && bounds.hasRoom(batch.size(), size, next);
                next = buffer.peekFirst()) {
            batch.add(buffer.removeFirst());
            size += next.json().length;
        }
        bufferedBytes -= size;
        return batch;
    }

    /** Tries the first batch until it is taken, refused or given up, and removes it then. */
    private void deliver(Deque<List<Outgoing>> batches) throws InterruptedException {
        List<Outgoing> batch = batches.getFirst();
        long giveUpAt = System.nanoTime() + patience.giveUp().toNanos();
        for (int attempt = 1; ; attempt++) {
            switch (destination.send(batch)) {
                case Reply.Taken taken -> {
                    report(null);
                    metrics.refused(destination.name(), taken.refused().size());
                    metrics.forwarded(
                            destination.name(), batch.size() - taken.refused().size());
                    batches.removeFirst();
                    return;
                }
                case Reply.Refused refused -> {
                    batches.removeFirst();
                    split(batch, batches);
                    return;
                }
                case Reply.Unavailable unavailable -> {
                    metrics.failed(destination.name());
                    report(unavailable.why());
                    if (!pause(backoff.after(attempt), giveUpAt)) {
                        drop(givingUpBecause(), batch.size());
                        batches.removeFirst();
                        return;
                    }
                }
            }
        }
    }

    /** Half by half, until those to blame stand alone: they must not cost their neighbours. */
    private void split(List<Outgoing> batch, Deque<List<Outgoing>> batches) {
        if (batch.size() == 1) {
            metrics.refused(destination.name(), 1);
            return;
        }
        int half = batch.size() / 2;
        batches.addFirst(batch.subList(half, batch.size()));
        batches.addFirst(batch.subList(0, half));
    }

    /** Waits before the next attempt, only shortly while closing; false when there is no time left for one. */
    private boolean pause(Duration wait, long giveUpAt) throws InterruptedException {
        lock.lock();
        try {
            boolean wasClosing = closing;
            long left = wasClosing ? Math.min(wait.toNanos(), backoff.first().toNanos()) : wait.toNanos();
            while (left > 0 && closing == wasClosing) {
                left = changed.awaitNanos(left);
            }
            return System.nanoTime() < Math.min(giveUpAt, deadline);
        } finally {
            lock.unlock();
        }
    }

    private String givingUpBecause() {
        lock.lock();
        try {
            return closing ? DeliveryMetrics.SHUTDOWN : DeliveryMetrics.GAVE_UP;
        } finally {
            lock.unlock();
        }
    }

    /** Logs the first failure and the end of the failures, not each of them. */
    private void report(@Nullable String failure) {
        if (failure != null && !failing) {
            LOG.warnf("destination does not take records destination=%s cause=%s", destination.name(), failure);
        } else if (failure == null && failing) {
            LOG.infof("destination takes records again destination=%s", destination.name());
        }
        failing = failure != null;
    }
}
