package io.modelwatch.alertrouter.notify;

import io.modelwatch.alertrouter.exposition.RouterMetrics;
import io.modelwatch.alertrouter.receiver.Channel;
import io.modelwatch.alertrouter.receiver.Message;
import io.modelwatch.alertrouter.receiver.SendResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/** Sends one notification with its retries, and keeps the log. Blocks: call it from a virtual thread. */
public final class Notifier {

    private static final Logger LOG = Logger.getLogger(Notifier.class);
    private static final double NANOS = 1e9;

    private final NotificationLog log;
    private final HttpSender sender;
    private final RouterMetrics metrics;
    private final InstantSource clock;
    private final String externalUrl;

    public Notifier(
            NotificationLog log, HttpSender sender, RouterMetrics metrics, InstantSource clock, String externalUrl) {
        this.log = log;
        this.sender = sender;
        this.metrics = metrics;
        this.clock = clock;
        this.externalUrl = externalUrl;
    }

    /** How a notification ended. */
    public enum Outcome {
        DELIVERED,
        FAILED,
        /** Another replica has the group; it must not be touched any more. */
        FENCED_OFF
    }

    /**
     * Sends, again and again until the deadline while that may help.
     *
     * @param mayStillSend asked before every request; false stops it, since another replica may be at it then
     * @throws InterruptedException when this thread shall stop
     */
    public Outcome tell(Fence fence, Notification notification, Instant deadline, BooleanSupplier mayStillSend)
            throws InterruptedException {
        List<FlushedAlert> named = notification.named();
        if (named.isEmpty()) {
            return log.delivered(fence, OptionalLong.empty(), notification, 0, clock.instant())
                    ? Outcome.DELIVERED
                    : Outcome.FENCED_OFF;
        }
        OptionalLong delivery = log.begin(fence, notification, clock.instant());
        if (delivery.isEmpty()) {
            return Outcome.FENCED_OFF;
        }
        String kind = notification.integration().kind();
        metrics.notifications.labelValues(kind).inc();
        Attempt attempt = attempt(notification, named);
        Backoff backoff = new Backoff(ThreadLocalRandom.current());
        int attempts = 0;
        SendResult.Failed failure = new SendResult.Failed(true, "contextDeadlineExceeded", "there was no time left");
        while (clock.instant().isBefore(deadline)) {
            if (!mayStillSend.getAsBoolean()) {
                return Outcome.FENCED_OFF;
            }
            attempts++;
            switch (send(kind, attempt, Duration.between(clock.instant(), deadline))) {
                case SendResult.Delivered delivered -> {
                    return log.delivered(fence, delivery, notification, attempts, clock.instant())
                            ? Outcome.DELIVERED
                            : Outcome.FENCED_OFF;
                }
                case SendResult.Failed failed -> failure = failed;
            }
            Duration wait = longer(backoff.next(), failure.after());
            if (!failure.retry() || !clock.instant().plus(wait).isBefore(deadline)) {
                break;
            }
            Thread.sleep(wait);
        }
        metrics.notificationsFailed.labelValues(kind, failure.reason()).inc();
        log.failed(delivery.getAsLong(), attempts, failure.detail(), clock.instant());
        LOG.warnf(
                "notification failed receiver=%s integration=%s attempts=%d group=\"%s\" reason=\"%s\"",
                notification.receiver(),
                notification.integration().id(),
                attempts,
                notification.groupKey(),
                failure.detail());
        return Outcome.FAILED;
    }

    /** One request of a notification. */
    @FunctionalInterface
    private interface Attempt {
        SendResult send(Duration left) throws InterruptedException;
    }

    private Attempt attempt(Notification notification, List<FlushedAlert> named) {
        String key = notification.key();
        Channel channel = notification.channel();
        Message message = Messages.of(notification, named, externalUrl);
        return left -> sender.send(channel, message, key, clock.instant(), left);
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    private SendResult send(String kind, Attempt attempt, Duration left) throws InterruptedException {
        long start = System.nanoTime();
        SendResult result = attempt.send(left);
        metrics.notificationLatency.labelValues(kind).observe((System.nanoTime() - start) / NANOS);
        metrics.notificationRequests.labelValues(kind).inc();
        if (result instanceof SendResult.Failed) {
            metrics.notificationRequestsFailed.labelValues(kind).inc();
        }
        return result;
    }
}
