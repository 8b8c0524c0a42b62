package io.modelwatch.alertrouter.rule;

import io.modelwatch.alertrouter.db.Database;
import io.modelwatch.alertrouter.db.Json;
import io.modelwatch.alertrouter.label.LabelSet;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The state of rules in PostgreSQL, and the leases by which one replica at a time evaluates a group. */
final class RuleStore {

    private static final String ENSURE = """
            INSERT INTO rule_group (name, next_run_at) SELECT name, $2 FROM unnest($1::text[]) AS g (name)
            ORDER BY name ON CONFLICT (name) DO NOTHING""";

    private static final String CLAIM = """
            UPDATE rule_group g
            SET lease_owner = $1, lease_until = clock_timestamp() + $2::bigint * interval '1 millisecond',
                fence = g.fence + 1
            FROM (SELECT name FROM rule_group
                  WHERE next_run_at <= $3 AND name = ANY ($4)
                    AND (lease_until IS NULL OR lease_until < clock_timestamp())
                  ORDER BY next_run_at
                  FOR UPDATE SKIP LOCKED) due
            WHERE g.name = due.name
            RETURNING g.name, g.fence, g.next_run_at, g.failures""";

    private static final String STATES = """
            SELECT rule_group, alert, labels, active_at, fired_at, sent_at, value FROM rule_state
            WHERE rule_group = ANY ($1) ORDER BY alert, fingerprint""";

    private static final String DONE = """
            UPDATE rule_group SET lease_owner = NULL, lease_until = NULL, ran_at = $3, next_run_at = $4, failures = $5,
                                  last_error = $6
            WHERE name = $1 AND fence = $2 RETURNING name""";

    private static final String CLEAR = """
            DELETE FROM rule_state WHERE rule_group = $1
            AND (alert, fingerprint) NOT IN (SELECT * FROM unnest($2::text[], $3::bigint[]))""";

    private static final String KEEP = """
            INSERT INTO rule_state (rule_group, alert, fingerprint, labels, active_at, fired_at, sent_at, value)
            SELECT $1, s.* FROM unnest($2::text[], $3::bigint[], $4::text[], $5::timestamptz[], $6::timestamptz[],
                                       $7::timestamptz[], $8::float8[]) AS s
            ON CONFLICT (rule_group, alert, fingerprint) DO UPDATE
            SET active_at = excluded.active_at, fired_at = excluded.fired_at, sent_at = excluded.sent_at,
                value = excluded.value""";

    private static final String RUNS = "SELECT name, ran_at, last_error FROM rule_group WHERE name = ANY ($1)";

    private final Database database;

    RuleStore(Database database) {
        this.database = database;
    }

    /** A group that this replica may evaluate now. */
    record Claimed(String name, long fence, Instant due, int failures) {}

    /** When a group was evaluated last, and what went wrong. */
    record Run(@Nullable Instant at, @Nullable String error) {}

    void ensure(Collection<String> names, Instant now) {
        database.run(ENSURE, names.toArray(String[]::new), time(now));
    }

    List<Claimed> claim(String owner, Duration lease, Instant now, Collection<String> names) {
        List<Claimed> claimed = new ArrayList<>();
        for (Row row : database.run(CLAIM, owner, lease.toMillis(), time(now), names.toArray(String[]::new))) {
            claimed.add(new Claimed(
                    row.getString(0), row.getLong(1), row.getOffsetDateTime(2).toInstant(), row.getInteger(3)));
        }
        return claimed;
    }

    /** What is active, by group. */
    Map<String, List<ActiveAlert>> states(Collection<String> names) {
        Map<String, List<ActiveAlert>> states = new HashMap<>();
        Object groups = names.toArray(String[]::new);
        for (Row row : database.run(STATES, groups)) {
            states.computeIfAbsent(row.getString("rule_group"), key -> new ArrayList<>())
                    .add(new ActiveAlert(
                            row.getString("alert"),
                            LabelSet.of(Json.texts(row.getString("labels"))),
                            row.getOffsetDateTime("active_at").toInstant(),
                            instant(row.getOffsetDateTime("fired_at")),
                            instant(row.getOffsetDateTime("sent_at")),
                            row.getDouble("value")));
        }
        return states;
    }

    Map<String, Run> runs(Collection<String> names) {
        Map<String, Run> runs = new HashMap<>();
        Object groups = names.toArray(String[]::new);
        for (Row row : database.run(RUNS, groups)) {
            runs.put(row.getString(0), new Run(instant(row.getOffsetDateTime(1)), row.getString(2)));
        }
        return runs;
    }

    /** Keeps what an evaluation came to; false when another replica has the group. */
    boolean done(
            Claimed claimed,
            List<ActiveAlert> active,
            Instant now,
            Instant next,
            int failures,
            @Nullable String error) {
        return database.inTransaction(connection -> {
            boolean mine = database.run(
                                    connection,
                                    DONE,
                                    claimed.name(),
                                    claimed.fence(),
                                    time(now),
                                    time(next),
                                    failures,
                                    error)
                            .size()
                    > 0;
            if (mine) {
                keep(connection, claimed.name(), active);
            }
            return mine;
        });
    }

    private void keep(SqlConnection connection, String group, List<ActiveAlert> active) {
        Object alerts = active.stream().map(ActiveAlert::rule).toArray(String[]::new);
        Object fingerprints =
                active.stream().map(each -> each.labels().fingerprint().bits()).toArray(Long[]::new);
        database.run(connection, CLEAR, group, alerts, fingerprints);
        if (!active.isEmpty()) {
            database.run(
                    connection,
                    KEEP,
                    group,
                    alerts,
                    fingerprints,
                    active.stream()
                            .map(each -> Json.write(each.labels().asMap()))
                            .toArray(String[]::new),
                    times(active, ActiveAlert::activeAt),
                    times(active, ActiveAlert::firedAt),
                    times(active, ActiveAlert::sentAt),
                    active.stream().map(ActiveAlert::value).toArray(Double[]::new));
        }
    }

    private static Object times(List<ActiveAlert> active, Function<ActiveAlert, @Nullable Instant> read) {
        @Nullable OffsetDateTime[] times = new @Nullable OffsetDateTime[active.size()];
        for (int i = 0; i < times.length; i++) {
            Instant instant = read.apply(active.get(i));
            times[i] = instant == null ? null : time(instant);
        }
        return times;
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
