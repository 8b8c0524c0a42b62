package io.modelwatch.alertrouter.notify;

import io.modelwatch.alertrouter.db.Database;
import io.modelwatch.alertrouter.db.Json;
import io.modelwatch.alertrouter.label.Fingerprint;
import io.modelwatch.alertrouter.receiver.Message;
import io.modelwatch.alertrouter.receiver.SendResult;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What receivers were told, in PostgreSQL: the newest entry for each integration, by which the next notification is
 * decided, and a record of every delivery, written before its first request goes out. Every write names a fence.
 */
public final class NotificationLog {

    private static final String BEGIN = """
        INSERT INTO delivery (group_id, fence, group_key, receiver, integration, position, reason, state, alerts,
                              begun_at, key, fingerprints)
        SELECT $1, $2, $3, $4, $5, $6, $7, 'sending', $8, $9, $10, $11
        FROM alert_group WHERE id = $1 AND fence = $2
        RETURNING id\
        """;

    private static final String DELIVERED = """
            WITH mine AS (SELECT id FROM alert_group WHERE id = $1 AND fence = $2 FOR UPDATE),
                 done AS (UPDATE delivery SET state = 'delivered', ended_at = $3, attempts = $4 WHERE id = $5)
            INSERT INTO notification_log (group_key, receiver, integration, position, notified_at, firing, resolved,
                                          expires_at, open, open_since, away)
            SELECT $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16 FROM mine
            ON CONFLICT (group_key, receiver, integration, position) DO UPDATE
            SET notified_at = excluded.notified_at, firing = excluded.firing, resolved = excluded.resolved,
                expires_at = excluded.expires_at, open = excluded.open, open_since = excluded.open_since,
                away = excluded.away
            RETURNING 1""";

    private static final String LEFT_OUT = """
            UPDATE notification_log SET away = $3, expires_at = $4
            WHERE group_key = $5 AND receiver = $6 AND integration = $7 AND position = $8
            AND EXISTS (SELECT 1 FROM alert_group WHERE id = $1 AND fence = $2)""";

    private static final String FAILED =
            "UPDATE delivery SET state = 'failed', ended_at = $1, attempts = $2, error = $3, message = $5,"
                    + " next_attempt_at = $1 WHERE id = $4";

    private static final String ATTEMPT = """
        INSERT INTO delivery_attempt (delivery, number, at, millis, reason, detail) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT DO NOTHING\
        """;

    private static final String ENTRIES = """
            SELECT group_key, receiver, integration, position, notified_at, firing, resolved, expires_at, open,
                   open_since, away
            FROM notification_log
            WHERE group_key = ANY ($1)""";

    /** Those whose replica died before it could write what came of them. */
    private static final String UNCONFIRMED =
            "UPDATE delivery SET state = 'unconfirmed' WHERE state = 'sending' AND begun_at < $1";

    private static final Duration UNCONFIRMED_AFTER = Duration.ofHours(1);

    private final Database database;

    public NotificationLog(Database database) {
        this.database = database;
    }

    /** Names an integration of a receiver for a group. */
    public record Key(String groupKey, String receiver, String integration, int position) {}

    /** What the integrations were told about some groups. */
    public Map<Key, NotificationEntry> entries(Collection<String> groupKeys) {
        Map<Key, NotificationEntry> entries = new HashMap<>();
        for (Row row : database.run(ENTRIES, (Object) groupKeys.toArray(String[]::new))) {
            entries.put(
                    new Key(
                            row.getString("group_key"),
                            row.getString("receiver"),
                            row.getString("integration"),
                            row.getInteger("position")),
                    new NotificationEntry(
                            row.getOffsetDateTime("notified_at").toInstant(),
                            fingerprints(row.getArrayOfLongs("firing")),
                            fingerprints(row.getArrayOfLongs("resolved")),
                            open(row.getArrayOfLongs("open"), row.getArrayOfOffsetDateTimes("open_since")),
                            fingerprints(row.getArrayOfLongs("away")),
                            row.getOffsetDateTime("expires_at").toInstant()));
        }
        return entries;
    }

    private static Set<Fingerprint> fingerprints(Long[] bits) {
        Set<Fingerprint> fingerprints = new HashSet<>();
        Arrays.stream(bits).map(Fingerprint::new).forEach(fingerprints::add);
        return fingerprints;
    }

    private static Map<Fingerprint, Instant> open(Long[] bits, OffsetDateTime[] since) {
        Map<Fingerprint, Instant> open = new HashMap<>();
        for (int i = 0; i < bits.length; i++) {
            open.put(new Fingerprint(bits[i]), since[i].toInstant());
        }
        return open;
    }

    private static Long[] bits(Set<Fingerprint> fingerprints) {
        return fingerprints.stream().map(Fingerprint::bits).toArray(Long[]::new);
    }

    /** Notes that a notification is about to be sent; empty when the fence is not good any more. */
    OptionalLong begin(Fence fence, Notification notification, Instant now) {
        List<Map<String, String>> alerts = notification.named().stream()
                .map(each -> each.alert().labels().asMap())
                .toList();
        RowSet<Row> rows = database.run(
                BEGIN,
                fence.groupId(),
                fence.number(),
                notification.groupKey(),
                notification.receiver(),
                notification.integration().kind(),
                notification.integration().index(),
                notification.reason().text(),
                Json.write(alerts),
                time(now),
                notification.key(),
                notification.named().stream()
                        .map(each -> each.fingerprint().bits())
                        .toArray(Long[]::new));
        return rows.size() == 0
                ? OptionalLong.empty()
                : OptionalLong.of(rows.iterator().next().getLong(0));
    }

    /**
     * Notes that the integration knows now. Without a delivery when there was nothing to send.
     *
     * @return false when the fence is not good any more
     */
    boolean delivered(Fence fence, OptionalLong delivery, Notification notification, int attempts, Instant now) {
        NotificationEntry entry = notification.entry();
        return database.run(
                                DELIVERED,
                                fence.groupId(),
                                fence.number(),
                                time(now),
                                attempts,
                                delivery.orElse(-1),
                                notification.groupKey(),
                                notification.receiver(),
                                notification.integration().kind(),
                                notification.integration().index(),
                                time(entry.at()),
                                bits(entry.firing()),
                                bits(entry.resolved()),
                                time(entry.expiresAt()),
                                bits(entry.open().keySet()),
                                entry.open().values().stream()
                                        .map(NotificationLog::time)
                                        .toArray(OffsetDateTime[]::new),
                                bits(entry.away()))
                        .size()
                > 0;
    }

    /** Notes what a flush left out that the integration was told of. */
    public void leftOut(Fence fence, Key key, NotificationEntry entry) {
        database.run(
                LEFT_OUT,
                fence.groupId(),
                fence.number(),
                bits(entry.away()),
                time(entry.expiresAt()),
                key.groupKey(),
                key.receiver(),
                key.integration(),
                key.position());
    }

    /**
     * Notes a notification that is not sent, because another service sends it.
     *
     * @return false when the fence is not good any more
     */
    public boolean unsent(Fence fence, Notification notification, Instant now) {
        OptionalLong delivery = begin(fence, notification, now);
        boolean mine = delivery.isPresent() && delivered(fence, delivery, notification, 0, now);
        if (mine) {
            database.run("UPDATE delivery SET state = 'unsent' WHERE id = $1", delivery.getAsLong());
        }
        return mine;
    }

    /** Notes that a delivery failed, and what it said. */
    void failed(long delivery, int attempts, String error, Message message, Instant now) {
        database.run(FAILED, time(now), attempts, error, delivery, StoredMessage.write(message));
    }

    /** Notes an attempt that failed. */
    void attempt(long delivery, int number, Instant at, Duration took, SendResult.Failed failure) {
        database.run(
                ATTEMPT,
                delivery,
                number,
                time(at),
                (int) Math.min(took.toMillis(), Integer.MAX_VALUE),
                failure.reason(),
                failure.detail());
    }

    /** Notes what else is worth knowing about a delivery that succeeded. */
    void note(long delivery, String note) {
        database.run("UPDATE delivery SET note = $2 WHERE id = $1", delivery, note);
    }

    /** Deletes entries that are of no use any more, and records of deliveries begun before the given time. */
    public void forget(Instant now, Instant deliveriesBefore) {
        database.run("DELETE FROM notification_log WHERE expires_at < $1", time(now));
        database.run("DELETE FROM delivery WHERE begun_at < $1", time(deliveriesBefore));
        database.run(UNCONFIRMED, time(now.minus(UNCONFIRMED_AFTER)));
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
