package io.modelwatch.alertrouter.rule;

import com.fasterxml.jackson.core.type.TypeReference;
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
                  WHERE (next_run_at <= $3 OR ran_at > $3) AND name = ANY ($4)
                    AND (lease_until IS NULL OR lease_until < clock_timestamp())
                  ORDER BY next_run_at
                  FOR UPDATE SKIP LOCKED) due
            WHERE g.name = due.name
            RETURNING g.name, g.fence, g.next_run_at, g.failures, g.ran_at""";

    private static final String RENEW = """
            UPDATE rule_group g SET lease_until = clock_timestamp() + $1::bigint * interval '1 millisecond'
            FROM unnest($2::text[], $3::bigint[]) AS mine (name, fence)
            WHERE g.name = mine.name AND g.fence = mine.fence""";

    private static final String STATES = """
            SELECT rule_group, alert, labels, annotations, active_at, fired_at, sent_at, keep_firing_since, value
            FROM rule_state
            WHERE rule_group = ANY ($1) ORDER BY alert, fingerprint""";

    private static final String DONE = """
            UPDATE rule_group SET lease_owner = NULL, lease_until = NULL, ran_at = $3, next_run_at = $4, failures = $5,
                                  last_error = $6, missed = missed + $7, seconds = $8, outcomes = $9
            WHERE name = $1 AND fence = $2 RETURNING name""";

    private static final String CLEAR = """
            DELETE FROM rule_state WHERE rule_group = $1
            AND (alert, fingerprint) NOT IN (SELECT * FROM unnest($2::text[], $3::bigint[]))""";

    private static final String KEEP = """
            INSERT INTO rule_state (rule_group, alert, fingerprint, labels, active_at, fired_at, sent_at, value,
                                    annotations, keep_firing_since)
            SELECT $1, s.* FROM unnest($2::text[], $3::bigint[], $4::text[], $5::timestamptz[], $6::timestamptz[],
                                       $7::timestamptz[], $8::float8[], $9::text[], $10::timestamptz[]) AS s
            ON CONFLICT (rule_group, alert, fingerprint) DO UPDATE
            SET active_at = excluded.active_at, fired_at = excluded.fired_at, sent_at = excluded.sent_at,
                value = excluded.value, annotations = excluded.annotations,
                keep_firing_since = excluded.keep_firing_since""";

    private static final String RUNS = "SELECT name, ran_at, seconds, outcomes FROM rule_group WHERE name = ANY ($1)";

    private static final TypeReference<Map<String, Outcome>> OUTCOMES = new TypeReference<>() {};

    private final Database database;

    RuleStore(Database database) {
        this.database = database;
    }

    /** A group that this replica may evaluate now. */
    record Claimed(
            String name,
            long fence,
            Instant due,
            int failures,
            @Nullable Instant ranAt) {}

    /**
     * The last evaluation of a group.
     *
     * @param seconds how long it took
     * @param outcomes by what identifies the rules
     */
    record Run(@Nullable Instant at, double seconds, Map<String, Outcome> outcomes) {

        static final Run NEVER = new Run(null, 0, Map.of());

        Run {
            outcomes = Map.copyOf(outcomes);
        }
    }

    /**
     * How the evaluation of a rule went.
     *
     * @param error null for well
     */
    record Outcome(@Nullable String error, double seconds) {}

    /**
     * What an evaluation came to.
     *
     * @param at its time
     * @param next when the next one is due
     * @param missed how many were left out before it
     * @param failures how many in a row have failed, this one included
     */
    record Result(
            List<ActiveAlert> active,
            Instant at,
            Instant next,
            long missed,
            int failures,
            @Nullable String error,
            double seconds,
            Map<String, Outcome> outcomes) {

        Result {
            active = List.copyOf(active);
            outcomes = Map.copyOf(outcomes);
        }
    }

    void ensure(Collection<String> names, Instant now) {
        database.run(ENSURE, names.toArray(String[]::new), time(now));
    }

    List<Claimed> claim(String owner, Duration lease, Instant now, Collection<String> names) {
        List<Claimed> claimed = new ArrayList<>();
        for (Row row : database.run(CLAIM, owner, lease.toMillis(), time(now), names.toArray(String[]::new))) {
            claimed.add(new Claimed(
                    row.getString(0),
                    row.getLong(1),
                    row.getOffsetDateTime(2).toInstant(),
                    row.getInteger(3),
                    instant(row.getOffsetDateTime(4))));
        }
        return claimed;
    }

    /** Keeps leases from running out. */
    void renew(Map<String, Long> fences, Duration lease) {
        database.run(
                RENEW,
                lease.toMillis(),
                fences.keySet().toArray(String[]::new),
                fences.values().toArray(Long[]::new));
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
                            Json.texts(row.getString("annotations")),
                            row.getOffsetDateTime("active_at").toInstant(),
                            instant(row.getOffsetDateTime("fired_at")),
                            instant(row.getOffsetDateTime("sent_at")),
                            instant(row.getOffsetDateTime("keep_firing_since")),
                            row.getDouble("value")));
        }
        return states;
    }

    Map<String, Run> runs(Collection<String> names) {
        Map<String, Run> runs = new HashMap<>();
        Object groups = names.toArray(String[]::new);
        for (Row row : database.run(RUNS, groups)) {
            Double seconds = row.getDouble(2);
            runs.put(
                    row.getString(0),
                    new Run(
                            instant(row.getOffsetDateTime(1)),
                            seconds == null ? 0 : seconds,
                            Json.read(row.getString(3), OUTCOMES)));
        }
        return runs;
    }

    /** Keeps what an evaluation came to; false when another replica has the group. */
    boolean done(Claimed claimed, Result result) {
        return database.inTransaction(connection -> {
            boolean mine = database.run(
                                    connection,
                                    DONE,
                                    claimed.name(),
                                    claimed.fence(),
                                    time(result.at()),
                                    time(result.next()),
                                    result.failures(),
                                    result.error(),
                                    result.missed(),
                                    result.seconds(),
                                    Json.write(result.outcomes()))
                            .size()
                    > 0;
            if (mine) {
                keep(connection, claimed.name(), result.active());
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
                    active.stream().map(ActiveAlert::value).toArray(Double[]::new),
                    active.stream().map(each -> Json.write(each.annotations())).toArray(String[]::new),
                    times(active, ActiveAlert::keepFiringSince));
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
