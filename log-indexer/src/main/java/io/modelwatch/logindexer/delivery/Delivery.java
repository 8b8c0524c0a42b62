package io.modelwatch.logindexer.delivery;

import io.modelwatch.logindexer.spool.Frame;
import io.modelwatch.logindexer.spool.Spool;
import io.modelwatch.logindexer.spool.SpoolBatch;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Takes batches from the spool and delivers each on a virtual thread of its own, a few at a time, for as long as it
 * takes. What is not finished when this is stopped stays in the spool.
 */
public final class Delivery {

    private static final Duration LOOK_FOR_STOP = Duration.ofMillis(100);

    private final Spool spool;
    private final BulkTarget target;
    private final DeadLetters deadLetters;
    private final DeliverySettings settings;
    private final DeliveryObserver observer;
    private final Semaphore free;

    /** Records up to here may have been sent by the process before this one. */
    private final long sentBefore;

    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread dispatcher;

    public Delivery(
            Spool spool,
            BulkTarget target,
            DeadLetters deadLetters,
            DeliverySettings settings,
            DeliveryObserver observer) {
        this.spool = spool;
        this.target = target;
        this.deadLetters = deadLetters;
        this.settings = settings;
        this.observer = observer;
        this.sentBefore = spool.status().accepted();
        this.free = new Semaphore(settings.maxInFlight());
        this.dispatcher = new Thread(this::dispatch, "delivery");
        this.dispatcher.setDaemon(true);
    }

    public void start() {
        dispatcher.start();
    }

    private void dispatch() {
        while (stopping.getCount() > 0) {
            try {
                if (!spool.awaitRecords(LOOK_FOR_STOP)) {
                    continue;
                }
                free.acquire();
                boolean handedOver = false;
                try {
                    handedOver = takeOne();
                } finally {
                    if (!handedOver) {
                        free.release();
                    }
                }
            } catch (IOException | RuntimeException e) {
                observer.failed("the spool cannot be read", e);
                pause(settings.shortestPause());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Whether a batch was taken and is being delivered. */
    private boolean takeOne() throws IOException, InterruptedException {
        if (spool.untaken() < settings.maxRecords()) {
            pause(settings.linger());
        }
        if (stopping.getCount() == 0) {
            return false;
        }
        SpoolBatch batch = spool.take(settings.maxRecords(), settings.maxBytes(), Duration.ZERO);
        if (batch == null) {
            return false;
        }
        Thread.ofVirtual().name("delivery-" + batch.range().first()).start(() -> deliver(batch));
        return true;
    }

    private void deliver(SpoolBatch batch) {
        try {
            BatchDelivery delivery =
                    new BatchDelivery(batch.records(), batch.range().first() <= sentBefore);
            boolean goOn = true;
            while (goOn && !delivery.isFinished()) {
                goOn = deliverSomeOrWait(delivery);
            }
            if (delivery.isFinished()) {
                spool.finish(batch, delivery.tally());
            } // else stopped: the batch stays unfinished in the spool
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            free.release();
        }
    }

    private boolean deliverSomeOrWait(BatchDelivery delivery) throws InterruptedException {
        try {
            return deliverSome(delivery);
        } catch (RuntimeException | Error e) { // without this batch the ledger would never move on
            observer.failed("a batch cannot be delivered", e);
            return pause(settings.longestPause());
        }
    }

    /** One request and what follows from its answer; false when delivery is to stop. */
    private boolean deliverSome(BatchDelivery delivery) throws InterruptedException {
        Backoff backoff = delivery.backoff(settings, RandomGenerator.getDefault());
        long before = System.nanoTime();
        BulkAnswer answer = delivery.isDoubtful()
                ? target.sendAgain(delivery.chunk())
                : target.send(delivery.chunk().stream().map(Frame::payload).toList());
        observer.sent(delivery.chunk().size(), Duration.ofNanos(System.nanoTime() - before), answer);
        BatchDelivery.Round round = delivery.apply(answer);
        if (!round.dead().isEmpty() && !keep(round, backoff)) {
            return false;
        }
        delivery.settle(round);
        return switch (round.pause()) {
            case NONE -> {
                backoff.reset();
                yield stopping.getCount() > 0 || delivery.isFinished();
            }
            case SHORT -> retryAfter(backoff.next(), round);
            case LONG -> retryAfter(backoff.longest(), round);
        };
    }

    private boolean retryAfter(Duration pause, BatchDelivery.Round round) {
        observer.retrying(round.again().size(), round.cause());
        return pause(pause);
    }

    private boolean keep(BatchDelivery.Round round, Backoff backoff) throws InterruptedException {
        while (true) {
            try {
                deadLetters.keep(round.dead());
                return true;
            } catch (IOException e) {
                observer.failed("dead letters cannot be kept", e);
            }
            if (!pause(backoff.next())) {
                return false;
            }
        }
    }

    /** Waits; false when delivery is to stop. */
    private boolean pause(Duration pause) {
        try {
            return !stopping.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Sends nothing new and waits a while for what is on its way. */
    public void stop() throws InterruptedException {
        stopping.countDown();
        boolean ended =
                free.tryAcquire(settings.maxInFlight(), settings.stopWithin().toNanos(), TimeUnit.NANOSECONDS);
        if (!ended) {
            observer.failed("requests on their way are left alone", new IllegalStateException("stopping"));
        }
        dispatcher.join(TimeUnit.SECONDS.toMillis(5));
    }
}
