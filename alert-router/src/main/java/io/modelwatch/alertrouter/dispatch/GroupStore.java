package io.modelwatch.alertrouter.dispatch;

import io.modelwatch.alertrouter.db.Database;
import io.modelwatch.alertrouter.db.Json;
import io.modelwatch.alertrouter.label.Fingerprint;
import io.modelwatch.alertrouter.label.LabelSet;
import io.modelwatch.alertrouter.notify.Fence;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The groups' timers and leases in PostgreSQL. Leases are timed by the database's clock, so replicas need not agree on
 * theirs for that.
 */
final class GroupStore {

    private static final String ENSURE = """
            INSERT INTO alert_group (route, labels, fingerprint, next_flush_at, seen_at, seen_tx)
            SELECT g.*, pg_snapshot_xmin(pg_current_snapshot())::text::bigint
            FROM unnest($1::text[], $2::text[], $3::bigint[], $4::timestamptz[], $5::timestamptz[])
                AS g (route, labels, fingerprint, next_flush_at, seen_at)
            ORDER BY route, fingerprint
            ON CONFLICT (route, fingerprint) DO NOTHING""";

    private static final String CLAIM = """
            UPDATE alert_group g
            SET lease_owner = $1, lease_until = clock_timestamp() + $2::bigint * interval '1 millisecond',
                fence = g.fence + 1
            FROM (SELECT id FROM alert_group
                  WHERE next_flush_at <= $3 AND route = ANY ($4)
                    AND (lease_until IS NULL OR lease_until < clock_timestamp())
                  ORDER BY next_flush_at LIMIT $5
                  FOR UPDATE SKIP LOCKED) due
            WHERE g.id = due.id
            RETURNING g.id, g.fence, g.route, g.labels, g.next_flush_at, g.seen_at, g.seen_tx, g.owed""";

    private static final String RENEW = """
            UPDATE alert_group g
            SET lease_until = clock_timestamp() + $1::bigint * interval '1 millisecond'
            FROM unnest($2::bigint[], $3::bigint[]) AS mine (id, fence)
            WHERE g.id = mine.id AND g.fence = mine.fence
            RETURNING g.id""";

    private static final String DONE = """
            UPDATE alert_group
            SET lease_owner = NULL, lease_until = NULL, next_flush_at = $3, seen_at = $4, seen_tx = $5, owed = $6
            WHERE id = $1 AND fence = $2""";

    private static final String AGAIN = """
            UPDATE alert_group SET lease_owner = NULL, lease_until = NULL, next_flush_at = $3
            WHERE id = $1 AND fence = $2""";

    private static final String END = "DELETE FROM alert_group WHERE id = $1 AND fence = $2";

    private static final String RELEASE = """
            UPDATE alert_group g SET lease_owner = NULL, lease_until = NULL
            FROM unnest($1::bigint[], $2::bigint[]) AS mine (id, fence)
            WHERE g.id = mine.id AND g.fence = mine.fence""";

    private static final String FIND =
            "SELECT next_flush_at, seen_at, seen_tx, owed FROM alert_group" + " WHERE route = $1 AND fingerprint = $2";

    private static final String NEXT = "SELECT min(next_flush_at) FROM alert_group WHERE route = ANY ($1)"
            + " AND (lease_until IS NULL OR lease_until < clock_timestamp())";

    private static final String RETIME = """
            UPDATE alert_group g SET next_flush_at = least(g.next_flush_at, $3::timestamptz + r.wait * interval '1 millisecond')
            FROM unnest($1::text[], $2::bigint[]) AS r (route, wait)
            WHERE g.route = r.route""";

    private final Database database;

    GroupStore(Database database) {
        this.database = database;
    }

    /** A group that an alert needs. */
    record Needed(GroupId group, Instant firstFlush, Instant birth) {}

    /** A group that this replica may work on. */
    record Claimed(Fence fence, GroupId group, Instant due, Seen seen) {}

    /** Makes sure that the groups are there; those that are keep their timers. */
    void ensure(Collection<Needed> needed) {
        if (needed.isEmpty()) {
            return;
        }
        database.run(
                ENSURE,
                needed.stream().map(each -> each.group().route()).toArray(String[]::new),
                needed.stream()
                        .map(each -> Json.write(each.group().labels().asMap()))
                        .toArray(String[]::new),
                needed.stream()
                        .map(each -> each.group().labels().fingerprint().bits())
                        .toArray(Long[]::new),
                needed.stream().map(each -> time(each.firstFlush())).toArray(OffsetDateTime[]::new),
                needed.stream().map(each -> time(each.birth())).toArray(OffsetDateTime[]::new));
    }

    /** Claims groups whose flush is due and which nobody works on. */
    List<Claimed> claim(String owner, Duration lease, Instant now, Set<String> routes, int limit) {
        List<Claimed> claimed = new ArrayList<>();
        for (Row row : database.run(CLAIM, owner, lease.toMillis(), time(now), routes.toArray(String[]::new), limit)) {
            claimed.add(new Claimed(
                    new Fence(row.getLong("id"), row.getLong("fence")),
                    new GroupId(row.getString("route"), LabelSet.of(Json.texts(row.getString("labels")))),
                    row.getOffsetDateTime("next_flush_at").toInstant(),
                    seen(row)));
        }
        return claimed;
    }

    /** Keeps leases from running out; returns the groups whose leases are still good. */
    Set<Long> renew(Collection<Fence> fences, Duration lease) {
        Set<Long> good = new HashSet<>();
        database.run(RENEW, lease.toMillis(), ids(fences), numbers(fences)).forEach(row -> good.add(row.getLong(0)));
        return good;
    }

    private static Object ids(Collection<Fence> fences) {
        return fences.stream().map(Fence::groupId).toArray(Long[]::new);
    }

    private static Object numbers(Collection<Fence> fences) {
        return fences.stream().map(Fence::number).toArray(Long[]::new);
    }

    /** A flush succeeded. */
    void done(Fence fence, Instant next, Seen seen) {
        database.run(
                DONE,
                fence.groupId(),
                fence.number(),
                time(next),
                time(seen.at()),
                seen.tx(),
                seen.owed().stream().map(Fingerprint::bits).toArray(Long[]::new));
    }

    /** A flush failed; the next one takes the same alerts again. */
    void again(Fence fence, Instant next) {
        database.run(AGAIN, fence.groupId(), fence.number(), time(next));
    }

    /** The group has nothing left. */
    void end(Fence fence) {
        database.run(END, fence.groupId(), fence.number());
    }

    /** Lets others have the groups at once. */
    void release(Collection<Fence> fences) {
        database.run(RELEASE, ids(fences), numbers(fences));
    }

    /** When the next flush is due that nobody works on. */
    @Nullable
    Instant nextDue(Set<String> routes) {
        OffsetDateTime next = database.run(NEXT, (Object) routes.toArray(String[]::new))
                .iterator()
                .next()
                .getOffsetDateTime(0);
        return next == null ? null : next.toInstant();
    }

    /** After a change of the routes: no group waits longer than its group_wait from now. */
    void retime(Map<String, Duration> waits, Instant now) {
        database.run(
                RETIME,
                waits.keySet().toArray(String[]::new),
                waits.values().stream().map(Duration::toMillis).toArray(Long[]::new),
                time(now));
    }

    /** A group that waits for its next flush. */
    record Waiting(Instant nextFlush, Seen seen) {}

    /** A group as it stands. */
    Optional<Waiting> find(GroupId group) {
        for (Row row :
                database.run(FIND, group.route(), group.labels().fingerprint().bits())) {
            return Optional.of(
                    new Waiting(row.getOffsetDateTime("next_flush_at").toInstant(), seen(row)));
        }
        return Optional.empty();
    }

    /** Every group and up to where it has been dealt with. */
    Map<GroupId, Seen> all() {
        Map<GroupId, Seen> all = new HashMap<>();
        for (Row row : database.run("SELECT route, labels, seen_at, seen_tx, owed FROM alert_group")) {
            all.put(new GroupId(row.getString("route"), LabelSet.of(Json.texts(row.getString("labels")))), seen(row));
        }
        return all;
    }

    private static Seen seen(Row row) {
        return new Seen(
                row.getOffsetDateTime("seen_at").toInstant(),
                row.getLong("seen_tx"),
                Arrays.stream(row.getArrayOfLongs("owed")).map(Fingerprint::new).collect(Collectors.toSet()));
    }

    /** How many groups there are. */
    int count() {
        return database.run("SELECT count(*) FROM alert_group")
                .iterator()
                .next()
                .getInteger(0);
    }

    /** Deletes groups that nobody has flushed since the given time, because no replica's configuration has their route. */
    void forgetOverdue(Instant before) {
        database.run("DELETE FROM alert_group WHERE next_flush_at < $1 AND lease_until IS NULL", time(before));
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
