package io.modelwatch.alertrouter.notify;

import io.modelwatch.alertrouter.db.Database;
import io.modelwatch.alertrouter.receiver.Channel;
import io.modelwatch.alertrouter.receiver.Message;
import io.modelwatch.alertrouter.receiver.Rate;
import io.modelwatch.alertrouter.receiver.Signature;
import io.vertx.mutiny.sqlclient.Row;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Sees that no service is asked more often than it takes. All replicas count together, in PostgreSQL. */
public final class SendGate {

    private static final String SELECT = "SELECT sent, blocked_until FROM send_window WHERE target = $1 FOR UPDATE";
    private static final String MAKE = "INSERT INTO send_window (target) VALUES ($1) ON CONFLICT DO NOTHING";
    private static final String SENT = "UPDATE send_window SET sent = $2 WHERE target = $1";
    private static final String BLOCK = """
        INSERT INTO send_window (target, blocked_until) VALUES ($1, $2)
        ON CONFLICT (target) DO UPDATE SET blocked_until = greatest(send_window.blocked_until, excluded.blocked_until)\
        """;

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int MAX_BLOCKED = 10_000;

    private final Database database;
    private final Map<String, Instant> blocked = new ConcurrentHashMap<>();
    private final Map<String, Semaphore> lines = new ConcurrentHashMap<>();

    public SendGate(Database database) {
        this.database = database;
    }

    /**
     * When a message may be sent: now, and then it counts as sent, or the time to ask again.
     *
     * @param rates of the channel's target; none for no bound
     */
    Instant admit(Channel channel, List<Rate> rates, Message message, Instant now) {
        String target = target(channel);
        Instant until = blocked.get(target);
        if (until != null && until.isAfter(now)) {
            return until;
        }
        blocked.remove(target);
        return rates.isEmpty() ? now : counted(target, rates, critical(message), now);
    }

    /**
     * Waits until a message may be sent. Those that wait for the same target stand in line, so that only one of them asks
     * the database; what is critical goes past the line.
     *
     * @param deadline until which it may wait
     * @param clock by which it counts
     * @param mayGoOn asked now and then; false ends the wait
     * @return empty when it may be sent, which then counts as sent; else the time before which it may not
     * @throws InterruptedException when this thread shall stop
     */
    Optional<Instant> await(
            Channel channel,
            List<Rate> rates,
            Message message,
            Instant deadline,
            InstantSource clock,
            BooleanSupplier mayGoOn)
            throws InterruptedException {
        if (rates.isEmpty() || critical(message)) {
            return next(channel, rates, message, deadline, clock, mayGoOn);
        }
        Semaphore line = lines.computeIfAbsent(target(channel), target -> new Semaphore(1, true));
        while (!line.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
            if (!mayGoOn.getAsBoolean() || !clock.instant().isBefore(deadline)) {
                return Optional.of(deadline);
            }
        }
        try {
            return next(channel, rates, message, deadline, clock, mayGoOn);
        } finally {
            line.release();
        }
    }

    private Optional<Instant> next(
            Channel channel,
            List<Rate> rates,
            Message message,
            Instant deadline,
            InstantSource clock,
            BooleanSupplier mayGoOn)
            throws InterruptedException {
        while (true) {
            Instant now = clock.instant();
            Instant admitted = admit(channel, rates, message, now);
            if (!admitted.isAfter(now)) {
                return Optional.empty();
            }
            if (!admitted.isBefore(deadline) || !mayGoOn.getAsBoolean()) {
                return Optional.of(admitted);
            }
            Duration wait = Duration.between(now, admitted);
            Thread.sleep(wait.compareTo(LOOK) < 0 ? wait : LOOK);
        }
    }

    private Instant counted(String target, List<Rate> rates, boolean critical, Instant now) {
        return database.inTransaction(connection -> {
            database.run(connection, MAKE, target);
            Row row = database.run(connection, SELECT, target).iterator().next();
            OffsetDateTime until = row.getOffsetDateTime("blocked_until");
            if (until != null && until.toInstant().isAfter(now)) {
                return until.toInstant();
            }
            SlidingWindow window = new SlidingWindow(Arrays.stream(row.getArrayOfOffsetDateTimes("sent"))
                    .map(OffsetDateTime::toInstant)
                    .sorted()
                    .toList());
            Instant next = window.next(rates, critical, now);
            if (!next.isAfter(now)) {
                database.run(
                        connection,
                        SENT,
                        target,
                        window.with(rates, now).sent().stream()
                                .map(SendGate::time)
                                .toArray(OffsetDateTime[]::new));
            }
            return next;
        });
    }

    /** The service wants to be left alone for a while; those whose rates are counted tell the other replicas too. */
    void block(Channel channel, List<Rate> rates, Instant until) {
        String target = target(channel);
        if (blocked.size() < MAX_BLOCKED) {
            blocked.merge(target, until, (a, b) -> a.isAfter(b) ? a : b);
        }
        if (!rates.isEmpty()) {
            database.run(BLOCK, target, time(until));
        }
    }

    /** Deletes windows that no rate looks at any more. */
    public void forget(Instant before) {
        database.run(
                "DELETE FROM send_window WHERE (cardinality(sent) = 0 OR sent[cardinality(sent)] < $1)"
                        + " AND (blocked_until IS NULL OR blocked_until < $1)",
                time(before));
    }

    private static String target(Channel channel) {
        try {
            return Signature.sha256(channel.kind() + "\0" + channel.target());
        } catch (IOException e) {
            return Signature.sha256(channel.kind() + "\0" + channel.id());
        }
    }

    private static boolean critical(Message message) {
        return message.data().alerts().stream()
                .anyMatch(each -> "critical".equals(severity(each.labels().get("severity"))));
    }

    private static String severity(@Nullable String label) {
        return label == null ? "" : label;
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
