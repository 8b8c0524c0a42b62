package io.modelwatch.alertrouter.notify;

import io.modelwatch.alertrouter.db.Database;
import io.modelwatch.alertrouter.db.Json;
import io.modelwatch.alertrouter.label.LabelSet;
import io.modelwatch.alertrouter.label.MatchOperator;
import io.modelwatch.alertrouter.label.Matcher;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which deliveries are wanted.
 *
 * @param receiver its name
 * @param integration its kind
 * @param status one of the states
 * @param fingerprint of an alert that was named
 * @param matchers that one of the alerts that were named must satisfy
 * @param from begun at this time or later
 * @param to begun before this time
 * @param before with a smaller number, for the next page
 * @param onlyDead only what is undelivered to this day: failed or given up, and nothing newer for the same receiver and
 *     group
 */
record DeliveryQuery(
        Optional<String> receiver,
        Optional<String> integration,
        Optional<String> status,
        Optional<Long> fingerprint,
        List<Matcher> matchers,
        Optional<Instant> from,
        Optional<Instant> to,
        Optional<Long> before,
        boolean onlyDead) {

    static final String COLUMNS = "id, begun_at, ended_at, receiver, integration, position, group_key, reason, state,"
            + " attempts, error, note, alerts, next_attempt_at";

    /** Most rows that are looked at for matchers that the database cannot apply. */
    private static final int MAX_LOOKED_AT = 20_000;

    /** The newest of them. */
    List<Row> newest(Database database, int limit) {
        List<String> conditions = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        receiver.ifPresent(value -> add(conditions, values, "receiver = $", value));
        integration.ifPresent(value -> add(conditions, values, "integration = $", value));
        status.ifPresent(value -> add(conditions, values, "state = $", value));
        fingerprint.ifPresent(value -> add(conditions, values, "fingerprints @> ARRAY[$]::bigint[]", value));
        from.ifPresent(value -> add(conditions, values, "begun_at >= $", value.atOffset(ZoneOffset.UTC)));
        to.ifPresent(value -> add(conditions, values, "begun_at < $", value.atOffset(ZoneOffset.UTC)));
        before.ifPresent(value -> add(conditions, values, "id < $", value));
        Map<String, String> equal = new HashMap<>();
        matchers.stream()
                .filter(each ->
                        each.operator() == MatchOperator.EQUAL && !each.value().isEmpty())
                .forEach(each -> equal.put(each.name(), each.value()));
        if (!equal.isEmpty()) {
            add(conditions, values, "alerts::jsonb @> $::text::jsonb", Json.write(List.of(equal)));
        }
        if (onlyDead) {
            conditions.add(
                    "state IN ('failed', 'dead') AND message IS NOT NULL AND NOT EXISTS (SELECT 1 FROM delivery n"
                            + " WHERE n.group_key = delivery.group_key AND n.receiver = delivery.receiver"
                            + " AND n.integration = delivery.integration AND n.position = delivery.position"
                            + " AND n.id > delivery.id)");
        }
        values.add(matchers.isEmpty() ? limit : MAX_LOOKED_AT);
        String sql = "SELECT " + COLUMNS + " FROM delivery"
                + (conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions))
                + " ORDER BY id DESC LIMIT $" + values.size();
        List<Row> rows = new ArrayList<>();
        for (Row row : database.run(sql, values.toArray())) {
            if (rows.size() < limit && matches(row)) {
                rows.add(row);
            }
        }
        return rows;
    }

    private static void add(List<String> conditions, List<Object> values, String condition, Object value) {
        values.add(value);
        conditions.add(condition.replace("$", "$" + values.size()));
    }

    private boolean matches(Row row) {
        return matchers.isEmpty()
                || DeliveryJson.alerts(row).stream()
                        .map(LabelSet::of)
                        .anyMatch(labels -> matchers.stream().allMatch(each -> each.matches(labels)));
    }

    static OffsetDateTime time(Row row) {
        OffsetDateTime ended = row.getOffsetDateTime("ended_at");
        return (ended == null ? row.getOffsetDateTime("begun_at") : ended).withOffsetSameInstant(ZoneOffset.UTC);
    }
}
