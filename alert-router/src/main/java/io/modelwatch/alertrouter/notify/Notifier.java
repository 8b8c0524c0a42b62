package io.modelwatch.alertrouter.notify;

import io.modelwatch.alertrouter.exposition.RouterMetrics;
import io.modelwatch.alertrouter.receiver.Channel;
import io.modelwatch.alertrouter.receiver.Message;
import io.modelwatch.alertrouter.receiver.Rate;
import io.modelwatch.alertrouter.receiver.SendResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/** Sends one notification with its retries, and keeps the log. Blocks: call it from a virtual thread. */
public final class Notifier {

    private static final Logger LOG = Logger.getLogger(Notifier.class);
    private static final double NANOS = 1e9;

    private final NotificationLog log;
    private final SendGate gate;
    private final ChannelMemory memory;
    private final HttpSender sender;
    private final RouterMetrics metrics;
    private final InstantSource clock;
    private final String externalUrl;

    public Notifier(
            NotificationLog log,
            SendGate gate,
            ChannelMemory memory,
            HttpSender sender,
            RouterMetrics metrics,
            InstantSource clock,
            String externalUrl) {
        this.log = log;
        this.gate = gate;
        this.memory = memory;
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
        metrics.notifications.labelValues(notification.integration().kind()).inc();
        return new Telling(notification, delivery.getAsLong(), deadline, mayStillSend).run(fence);
    }

    /** One notification on its way. */
    private final class Telling {

        private final Notification notification;
        private final Channel channel;
        private final Message message;
        private final long delivery;
        private final Instant deadline;
        private final BooleanSupplier mayStillSend;
        private final List<Rate> rates;
        private final Map<String, String> remembered;
        private final Backoff backoff = new Backoff(ThreadLocalRandom.current());
        private SendResult.Failed failure =
                new SendResult.Failed(true, "contextDeadlineExceeded", "there was no time left");
        private int attempts;

        Telling(Notification notification, long delivery, Instant deadline, BooleanSupplier mayStillSend) {
            this.notification = notification;
            this.channel = notification.channel();
            this.message = Messages.of(notification, notification.named(), externalUrl);
            this.delivery = delivery;
            this.deadline = deadline;
            this.mayStillSend = mayStillSend;
            this.rates = sender.policy().ratesOf(channel);
            this.remembered = channel.remembers() && notification.reason() != NotificationReason.FIRST
                    ? memory.of(notification.groupKey(), notification.receiver(), channel)
                    : Map.of();
        }

        Outcome run(Fence fence) throws InterruptedException {
            while (clock.instant().isBefore(deadline)) {
                if (!mayStillSend.getAsBoolean()) {
                    return Outcome.FENCED_OFF;
                }
                Optional<Instant> heldBack = gate.await(channel, rates, message, deadline, clock, mayStillSend);
                if (!mayStillSend.getAsBoolean()) {
                    return Outcome.FENCED_OFF;
                }
                if (heldBack.isPresent()) {
                    failure = heldBack(heldBack.get());
                    break;
                }
                switch (attempt()) {
                    case SendResult.Delivered delivered -> {
                        return delivered(fence, delivered);
                    }
                    case SendResult.Failed failed -> failure = failed;
                }
                Duration wait = longer(backoff.next(), failure.after());
                if (!failure.retry() || !clock.instant().plus(wait).isBefore(deadline)) {
                    break;
                }
                Thread.sleep(wait);
            }
            return failed();
        }

        private static SendResult.Failed heldBack(Instant until) {
            return new SendResult.Failed(
                    true, "rateLimited", "held back until " + until + ", because the service takes no more before");
        }

        private SendResult attempt() throws InterruptedException {
            attempts++;
            Instant start = clock.instant();
            long startNanos = System.nanoTime();
            SendResult result = sender.send(
                    channel,
                    message,
                    new HttpSender.Attempt(
                            notification.key(),
                            attempts,
                            remembered,
                            sender.policy().followUpOf(channel),
                            start,
                            Duration.between(start, deadline)));
            Duration took = Duration.ofNanos(System.nanoTime() - startNanos);
            metrics.notificationLatency.labelValues(channel.kind()).observe(took.toNanos() / NANOS);
            metrics.notificationRequests.labelValues(channel.kind()).inc();
            if (result instanceof SendResult.Failed failed) {
                metrics.notificationRequestsFailed.labelValues(channel.kind()).inc();
                log.attempt(delivery, attempts, start, took, failed);
                if ("rateLimited".equals(failed.reason()) && failed.after().isPositive()) {
                    gate.block(channel, rates, clock.instant().plus(failed.after()));
                }
            }
            return result;
        }

        private Outcome delivered(Fence fence, SendResult.Delivered delivered) {
            if (channel.remembers()) {
                memory.remember(
                        notification.groupKey(),
                        notification.receiver(),
                        channel,
                        message.firing() ? delivered.remember() : Map.of(),
                        clock.instant());
            }
            if (!delivered.note().isEmpty()) {
                log.note(delivery, delivered.note());
            }
            return log.delivered(fence, OptionalLong.of(delivery), notification, attempts, clock.instant())
                    ? Outcome.DELIVERED
                    : Outcome.FENCED_OFF;
        }

        private Outcome failed() {
            metrics.notificationsFailed
                    .labelValues(channel.kind(), failure.reason())
                    .inc();
            log.failed(delivery, attempts, failure.detail(), message, clock.instant());
            LOG.warnf(
                    "notification failed receiver=%s integration=%s attempts=%d group=\"%s\" reason=\"%s\"",
                    notification.receiver(), channel.id(), attempts, notification.groupKey(), failure.detail());
            return Outcome.FAILED;
        }
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
