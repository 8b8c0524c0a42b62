package io.modelwatch.logindexer.lifecycle;

import io.modelwatch.logindexer.delivery.BulkAnswer;
import io.modelwatch.logindexer.delivery.DeliveryObserver;
import io.modelwatch.logindexer.exposition.Meters;
import io.modelwatch.logindexer.spool.LogObserver;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/** Counts what happens, and logs what somebody should know: never more than one line a kind in ten seconds. */
@Singleton
class LoggedEvents implements LogObserver, DeliveryObserver {

    private static final Logger LOG = Logger.getLogger("io.modelwatch.logindexer");
    private static final long QUIET_NANOS = Duration.ofSeconds(10).toNanos();

    private final Meters meters;
    private final Occasionally disk = new Occasionally();
    private final Occasionally damage = new Occasionally();
    private final Occasionally refusals = new Occasionally();
    private final Occasionally delivery = new Occasionally();

    private static final class Occasionally {
        private final AtomicLong last = new AtomicLong(System.nanoTime() - 2 * QUIET_NANOS);

        boolean now() {
            long before = last.get();
            long now = System.nanoTime();
            return now - before > QUIET_NANOS && last.compareAndSet(before, now);
        }
    }

    LoggedEvents(Meters meters) {
        this.meters = meters;
    }

    @Override
    public void committed(int records, long bytes, Duration force) {
        meters.committed(records, bytes, force);
    }

    @Override
    public void failed(Exception cause) {
        meters.failed(cause);
        if (disk.now()) {
            LOG.errorf(cause, "spool's disk failed");
        }
    }

    @Override
    public void damaged(String file, long bytes) {
        meters.damaged(file, bytes);
        if (damage.now()) {
            LOG.warnf("spool file has bytes that are no record, kept aside file=%s bytes=%d", file, bytes);
        }
    }

    @Override
    public void sent(int records, Duration took, BulkAnswer answer) {
        meters.sent(records, took, answer);
        if (answer instanceof BulkAnswer.Refused refused && refusals.now()) {
            LOG.warnf(
                    "bulk request refused status=%d type=%s reason=%s",
                    refused.status(), refused.type(), refused.reason());
        }
    }

    @Override
    public void retrying(int records, String cause) {
        meters.retrying(records, cause);
    }

    @Override
    public void failed(String what, Throwable cause) {
        if (delivery.now()) {
            LOG.errorf(cause, "delivery failed, will be repeated what=%s", what);
        }
    }
}
