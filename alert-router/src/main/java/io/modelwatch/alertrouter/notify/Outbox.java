package io.modelwatch.alertrouter.notify;

import io.modelwatch.alertrouter.alert.AlertBook;
import io.modelwatch.alertrouter.alert.StoredAlert;
import io.modelwatch.alertrouter.config.RouterConfig;
import io.modelwatch.alertrouter.db.Database;
import io.modelwatch.alertrouter.exposition.RouterMetrics;
import io.modelwatch.alertrouter.label.Fingerprint;
import io.modelwatch.alertrouter.receiver.Channel;
import io.modelwatch.alertrouter.receiver.FollowUp;
import io.modelwatch.alertrouter.receiver.Integration;
import io.modelwatch.alertrouter.receiver.Message;
import io.modelwatch.alertrouter.receiver.Receiver;
import io.modelwatch.alertrouter.receiver.SendResult;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Delivers what failed and what no group will tell any more: while alerts fire their group tries again itself, but when
 * they are over and the receiver was never reached, the page would be lost. What is delivered so late says how the
 * alerts stand now. Any number of replicas may work at it. Blocks.
 */
public final class Outbox {

    private static final Logger LOG = Logger.getLogger(Outbox.class);
    private static final int AT_ONCE = 20;
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(10);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);
    private static final Duration AN_ATTEMPT = Duration.ofSeconds(30);

    /** What failed, is the newest of its kind, and has no group any more. */
    private static final String CLAIM = """
        UPDATE delivery d SET lease_until = clock_timestamp() + $2::bigint * interval '1 millisecond'
        FROM (SELECT id FROM delivery o
              WHERE state = 'failed' AND message IS NOT NULL AND next_attempt_at <= $1
                AND (lease_until IS NULL OR lease_until < clock_timestamp())
                AND NOT EXISTS (SELECT 1 FROM alert_group g WHERE g.id = o.group_id)
                AND NOT EXISTS (SELECT 1 FROM delivery n
                                WHERE n.group_key = o.group_key AND n.receiver = o.receiver
                                  AND n.integration = o.integration AND n.position = o.position AND n.id > o.id)
              ORDER BY next_attempt_at LIMIT $3
              FOR UPDATE SKIP LOCKED) due
        WHERE d.id = due.id
        RETURNING d.id, d.receiver, d.integration, d.position, d.key, d.attempts, d.begun_at, d.message\
        """;

    private static final String ONE = """
        UPDATE delivery SET lease_until = clock_timestamp() + $2::bigint * interval '1 millisecond'
        WHERE id = $1 AND state IN ('failed', 'dead') AND message IS NOT NULL
          AND (lease_until IS NULL OR lease_until < clock_timestamp())
        RETURNING id, receiver, integration, position, key, attempts, begun_at, message\
        """;

    private static final String DELIVERED = """
        UPDATE delivery SET state = 'delivered', ended_at = $2, attempts = $3, note = $4, error = NULL, message = NULL,
                            next_attempt_at = NULL, lease_until = NULL
        WHERE id = $1\
        """;

    private static final String FAILED = """
        UPDATE delivery SET state = $2, attempts = $3, error = $4, next_attempt_at = $5, lease_until = NULL
        WHERE id = $1\
        """;

    private static final String LATER = "UPDATE delivery SET next_attempt_at = $2, lease_until = NULL WHERE id = $1";

    private static final String DROP = """
        UPDATE delivery SET state = 'dropped', message = NULL, next_attempt_at = NULL
        WHERE id = $1 AND state IN ('failed', 'dead') RETURNING id\
        """;

    private final Database database;
    private final NotificationLog log;
    private final SendGate gate;
    private final HttpSender sender;
    private final AlertBook book;
    private final RouterMetrics metrics;
    private final InstantSource clock;
    private final Supplier<RouterConfig> config;

    public Outbox(
            Database database,
            NotificationLog log,
            SendGate gate,
            HttpSender sender,
            AlertBook book,
            RouterMetrics metrics,
            InstantSource clock,
            Supplier<RouterConfig> config) {
        this.database = database;
        this.log = log;
        this.gate = gate;
        this.sender = sender;
        this.book = book;
        this.metrics = metrics;
        this.clock = clock;
        this.config = config;
    }

    /** What came of sending something by hand. */
    public enum Resent {
        DELIVERED,
        FAILED,
        /** There is nothing of that number that could be sent, or somebody is at it. */
        NOTHING
    }

    private record Due(
            long id,
            String receiver,
            String integration,
            int position,
            String key,
            int attempts,
            Instant begun,
            Message message) {

        static Due of(Row row) {
            return new Due(
                    row.getLong("id"),
                    row.getString("receiver"),
                    row.getString("integration"),
                    row.getInteger("position"),
                    row.getString("key"),
                    row.getInteger("attempts"),
                    row.getOffsetDateTime("begun_at").toInstant(),
                    StoredMessage.read(row.getString("message")));
        }
    }

    /**
     * Sends what is due, each once.
     *
     * @return how many were tried
     * @throws InterruptedException when this thread shall stop
     */
    public int work() throws InterruptedException {
        RowSet<Row> rows = database.run(CLAIM, time(clock.instant()), LEASE.toMillis(), AT_ONCE);
        for (Row row : rows) {
            Due due = Due.of(row);
            Optional<Message> late = late(due.message());
            if (late.isEmpty()) {
                // It fires anew, and the new group tells that.
                later(due, clock.instant().plus(LONGEST_WAIT));
            } else {
                attempt(due, late.get(), false);
            }
        }
        return rows.size();
    }

    /**
     * Sends a delivery that failed, or that was given up, at once.
     *
     * @throws InterruptedException when this thread shall stop
     */
    public Resent resend(long id) throws InterruptedException {
        RowSet<Row> rows = database.run(ONE, id, LEASE.toMillis());
        if (rows.size() == 0) {
            return Resent.NOTHING;
        }
        Due due = Due.of(rows.iterator().next());
        return attempt(due, late(due.message()).orElse(due.message()), true) ? Resent.DELIVERED : Resent.FAILED;
    }

    /** Gives a delivery up that failed; false when there is none of that number. */
    public boolean drop(long id) {
        return database.run(DROP, id).size() > 0;
    }

    /** As the alerts stand now; empty when one of them fires, and others will tell of it. */
    private Optional<Message> late(Message message) {
        Instant now = clock.instant();
        List<OffsetDateTime> ends = new java.util.ArrayList<>();
        for (var each : message.data().alerts()) {
            StoredAlert known = book.get(Fingerprint.parse(each.fingerprint()));
            if (known != null && !known.alert().resolvedAt(now)) {
                return Optional.empty();
            }
            ends.add(
                    known == null ? now.atOffset(ZoneOffset.UTC) : known.alert().endsAt());
        }
        return Optional.of(message.ended(ends));
    }

    private boolean attempt(Due due, Message message, boolean byHand) throws InterruptedException {
        Optional<Channel> channel = channel(due);
        if (channel.isEmpty()) {
            failed(due, due.attempts(), "dead", "the receiver has no such integration any more", null);
            return false;
        }
        var rates = sender.policy().ratesOf(channel.get());
        Instant now = clock.instant();
        Instant admitted = gate.admit(channel.get(), rates, message, now);
        if (admitted.isAfter(now) && !byHand) {
            later(due, admitted);
            return false;
        }
        int number = due.attempts() + 1;
        long start = System.nanoTime();
        SendResult result = sender.send(
                channel.get(),
                message,
                new HttpSender.Attempt(due.key(), number, Map.of(), FollowUp.NEW, now, AN_ATTEMPT));
        switch (result) {
            case SendResult.Delivered delivered -> {
                String note = byHand ? "sent by hand" : "delivered late";
                database.run(
                        DELIVERED,
                        due.id(),
                        time(clock.instant()),
                        number,
                        delivered.note().isEmpty() ? note : note + "; " + delivered.note());
                return true;
            }
            case SendResult.Failed failed -> {
                log.attempt(due.id(), number, now, Duration.ofNanos(System.nanoTime() - start), failed);
                if ("rateLimited".equals(failed.reason()) && failed.after().isPositive()) {
                    gate.block(channel.get(), rates, now.plus(failed.after()));
                }
                Duration wait = wait(number);
                Instant next = now.plus(failed.after().compareTo(wait) > 0 ? failed.after() : wait);
                boolean dead = !failed.retry()
                        || next.isAfter(due.begun().plus(sender.policy().giveUpAfter()));
                failed(due, number, dead ? "dead" : "failed", failed.detail(), next);
                return false;
            }
        }
    }

    /** Twice as long each time, with jitter, up to ten minutes. */
    private static Duration wait(int attempts) {
        long millis = FIRST_WAIT.toMillis() << Math.min(attempts - 1, 6);
        long bound = Math.min(millis, LONGEST_WAIT.toMillis());
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(bound / 2, bound + 1));
    }

    private Optional<Channel> channel(Due due) {
        Receiver receiver = config.get().receivers().get(due.receiver());
        if (receiver == null) {
            return Optional.empty();
        }
        for (Integration each : receiver.integrations()) {
            if (each.kind().equals(due.integration())
                    && each.index() == due.position()
                    && each instanceof Channel channel) {
                return Optional.of(channel);
            }
        }
        return Optional.empty();
    }

    private void later(Due due, Instant at) {
        database.run(LATER, due.id(), time(at));
    }

    private void failed(
            Due due, int attempts, String state, String detail, @org.jspecify.annotations.Nullable Instant next) {
        database.run(FAILED, due.id(), state, attempts, detail, next == null ? null : time(next));
        if ("dead".equals(state)) {
            metrics.deliveriesGivenUp.labelValues(due.integration()).inc();
            LOG.errorf(
                    "delivery given up, it can be sent again by hand id=%d receiver=%s integration=%s attempts=%d"
                            + " reason=\"%s\"",
                    due.id(), due.receiver(), due.integration(), attempts, detail);
        }
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
